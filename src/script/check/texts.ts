import type {FindingName, Verdict} from './finding.js';

/** The report's words in one language. */
export interface CheckTexts {
  readonly language: string;
  readonly title: string;
  readonly intro: string;
  readonly introDone: string;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly again: string;
  readonly askNetwork: string;
  readonly askNetworkHint: string;
  readonly asking: string;
  readonly copy: string;
  readonly copied: string;
  readonly close: string;
  readonly registered: string;
  readonly registeredHint: (redirectUri: string) => string;
  /** The sentence of a finding, and what to do. */
  readonly findings: Readonly<Record<FindingName, (fact: string) => string>>;
}

const ko: CheckTexts = {
  language: 'ko',
  title: '카카오 로그인 점검',
  intro: '이 페이지에 붙인 태그를 확인했어요. 카카오나 서버에는 아직 아무것도 보내지 않았어요.',
  introDone: '이 페이지와 콜백 페이지, 서버, 카카오를 확인했어요.',
  verdicts: {good: '정상', bad: '고쳐 주세요', unknown: '확인해 주세요'},
  again: '다시 점검하기',
  askNetwork: '서버와 카카오까지 점검하기',
  askNetworkHint: '콜백 페이지와 서버 주소를 한 번씩 읽어 봐요. 아무것도 바뀌지 않아요.',
  asking: '확인하고 있어요…',
  copy: '결과 복사',
  copied: '복사했어요',
  close: '닫기',
  registered: '카카오에 등록됐는지 보기',
  registeredHint: (redirectUri) =>
    `새 창에 카카오 로그인 화면이 나오면 등록된 거예요. 로그인하지 말고 창을 닫으세요. “KOE006”이 보이면 카카오 콘솔의 그 키에 이 주소를 등록하세요: ${redirectUri}`,
  findings: {
    button: (count) => `버튼 ${count}개가 보여요.`,
    noButton: () => '버튼이 없어요. 버튼을 놓을 곳에 <div data-kakao-login></div>를 넣으세요.',
    hiddenButton: () => '버튼이 있지만 화면에 보이지 않아요. 버튼을 가리는 CSS가 있는지 확인하세요.',
    misspelt: (slips) => `설정 이름이 잘못됐어요: ${slips}. 오른쪽 이름으로 고치세요.`,
    noSettings: (names) => `설정이 빠졌어요: ${names}. 태그에 넣으세요.`,
    appKey: (end) => `JavaScript 키 모양이 맞아요(${end}).`,
    badAppKey: (length) =>
      `JavaScript 키는 0~9와 a~f로 된 32자예요. 지금은 ${length}자예요. 카카오 콘솔에서 다시 복사하세요.`,
    restApiKey: (end) => `REST API 키 모양이 맞아요(${end}).`,
    badRestApiKey: (length) =>
      `REST API 키는 0~9와 a~f로 된 32자예요. 지금은 ${length}자예요. 카카오 콘솔에서 다시 복사하세요.`,
    noRestApiKey: () => 'REST API 키가 없어요. 없어도 되지만, 넣으면 PC와 카카오톡 안에서 더 빨라요.',
    sameKeys: () => '두 키가 같아요. 하나는 JavaScript 키, 하나는 REST API 키여야 해요.',
    redirectUri: (address) => `리다이렉트 URI: ${address}`,
    badRedirectUri: (address) =>
      `리다이렉트 URI${address && `(${address})`}를 쓸 수 없어요. 이 사이트의 경로 하나만 쓰고, ?나 #은 빼세요.`,
    secure: () => '안전한 주소(https)예요.',
    insecure: () => '주소가 https가 아니에요. https로 열어야 로그인할 수 있어요.',
    notFramed: () => '다른 페이지의 프레임 안에 있지 않아요.',
    framed: () => '다른 페이지의 프레임(iframe) 안이에요. 프레임 안에서는 로그인할 수 없으니 페이지를 직접 여세요.',
    cookies: () => '쿠키를 저장할 수 있어요.',
    noCookies: () => '이 브라우저가 쿠키를 막고 있어요. 쿠키를 허용하고 다시 점검하세요.',
    paused: () => '로그인을 멈춰 두었어요. 다시 열려면 data-paused를 빼거나 kakaoSync.pause(false)를 부르세요.',
    hostControl: (selector) => `쇼핑몰의 카카오 버튼을 찾았어요(${selector}). 누르면 그 버튼을 대신 눌러요.`,
    hostFunction: () => '쇼핑몰의 카카오싱크 기능을 찾았어요. 누르면 그 기능을 불러요.',
    hostPage: (path) =>
      `이 페이지에는 쇼핑몰의 카카오 버튼이 없어요. 누르면 로그인 페이지(${path})로 가요. 그 주소가 맞는지 열어 보세요.`,
    noHostWay: () => '쇼핑몰의 카카오 버튼을 찾지 못했어요. data-click에 그 버튼의 선택자를 넣으세요.',
    analytics: (way) => `성과 측정(${way})을 찾았어요.`,
    noAnalytics: (way) =>
      `성과 측정(${way})을 찾지 못했어요. 그 태그가 이 페이지에 있는지, 동의를 기다리고 있지 않은지 확인하세요.`,
    pixel: () => '카카오 픽셀을 쓸 수 있어요.',
    noPixel: () => '카카오 픽셀이 이 페이지에 없어요. 픽셀을 먼저 붙이거나 data-kakao-pixel-load를 넣으세요.',
    callback: (path) => `콜백 페이지(${path})에서 태그가 가장 먼저 실행돼요.`,
    callbackMissing: (status) => `콜백 페이지가 열리지 않아요(${status}). 리다이렉트 URI의 경로에 페이지를 만드세요.`,
    callbackRedirects: (path) =>
      `콜백 페이지가 다른 주소(${path})로 넘어가요. 로그인 검사나 주소 변경이 콜백 페이지에는 걸리지 않게 하세요.`,
    callbackNotPage: (path) =>
      `콜백 주소(${path})가 HTML 페이지가 아니에요. 리다이렉트 URI의 경로에 페이지를 만드세요.`,
    callbackLate: (path) =>
      `콜백 페이지(${path})에서 다른 스크립트가 먼저 실행돼요. 태그를 맨 앞으로 옮겨야 로그인 코드가 새지 않아요.`,
    callbackMeasured: (path) => `콜백 페이지(${path})에 측정 태그가 있어요. 로그인 코드가 전해질 수 있으니 빼세요.`,
    callbackWithoutTag: (path) =>
      `콜백 페이지(${path})에서 태그를 찾지 못했어요. 직접 빌드한 페이지라면 괜찮아요. 아니라면 태그를 맨 앞에 넣으세요.`,
    callbackUnread: (path) => `콜백 페이지${path && `(${path})`}를 읽지 못했어요. 새 창에서 직접 열어 보세요.`,
    endpoint: (path) => `서버(${path})가 바르게 답해요.`,
    endpointStatus: (status) => `서버가 오류로 답해요(${status}). 개발자에게 이 결과를 보내 주세요.`,
    endpointRedirects: (path) => `서버(${path})가 다른 주소로 넘어가요. 로그인 검사가 이 주소에는 걸리지 않게 하세요.`,
    endpointNotJson: (path) => `서버(${path})가 JSON으로 답하지 않아요. 주소가 맞는지 개발자에게 확인하세요.`,
    endpointOther: (path) => `서버(${path})의 답이 약속과 달라요. 개발자에게 이 결과를 보내 주세요.`,
    endpointUnreached: (path) =>
      `서버${path && `(${path})`}에 닿지 못했어요. 다른 사이트의 주소라면 CORS를, 아니라면 이 페이지의 CSP(connect-src)를 확인하세요.`,
    ownFunctions: () => '서버 주소 대신 사이트의 함수를 써요. 여기서는 점검할 수 없어요.',
    kakao: (host) => `카카오의 파일을 받을 수 있어요(${host}).`,
    kakaoBlocked: (host) =>
      `카카오의 파일을 받지 못했어요(${host}). 광고 차단기를 끄고, 이 페이지의 CSP(script-src)를 확인하세요.`,
    noRelease: (version) => `카카오 SDK(${version})의 data-sdk-integrity가 없거나 잘못됐어요.`,
  },
};

const en: CheckTexts = {
  language: 'en',
  title: 'Kakao login check',
  intro: 'This page and its tag were checked. Nothing has been sent to Kakao or your server yet.',
  introDone: 'This page, the callback page, the server and Kakao were checked.',
  verdicts: {good: 'Good', bad: 'Needs a change', unknown: 'Please check'},
  again: 'Check again',
  askNetwork: 'Check server and Kakao too',
  askNetworkHint: 'Reads the callback page and the endpoint once each. Nothing is changed.',
  asking: 'Checking…',
  copy: 'Copy the result',
  copied: 'Copied',
  close: 'Close',
  registered: 'See whether Kakao knows the redirect URI',
  registeredHint: (redirectUri) =>
    `If Kakao’s login page opens, it is registered: close that window without signing in. If you see “KOE006”, register this address for that key in Kakao’s console: ${redirectUri}`,
  findings: {
    button: (count) => `Buttons that can be seen: ${count}.`,
    noButton: () => 'There is no button. Put <div data-kakao-login></div> where it should be.',
    hiddenButton: () => 'There is a button, but it cannot be seen. Look for CSS that hides it.',
    misspelt: (slips) => `Settings have a wrong name: ${slips}. Use the right one.`,
    noSettings: (names) => `Settings are missing: ${names}. Add them to the tag.`,
    appKey: (end) => `The JavaScript key has the right shape (${end}).`,
    badAppKey: (length) =>
      `A JavaScript key has 32 characters, 0–9 and a–f. This one has ${length}. Copy it from Kakao’s console again.`,
    restApiKey: (end) => `The REST API key has the right shape (${end}).`,
    badRestApiKey: (length) =>
      `A REST API key has 32 characters, 0–9 and a–f. This one has ${length}. Copy it from Kakao’s console again.`,
    noRestApiKey: () =>
      'There is no REST API key. It is optional, and makes logins faster on desktops and in KakaoTalk.',
    sameKeys: () => 'Both keys are the same. One must be the JavaScript key, the other the REST API key.',
    redirectUri: (address) => `The redirect URI is ${address}.`,
    badRedirectUri: (address) =>
      `The redirect URI${address && ` ${address}`} cannot be used. Give one path of this site, without ? or #.`,
    secure: () => 'The address is secure (https).',
    insecure: () => 'The address is not https. Login needs https.',
    notFramed: () => 'The page is not inside a frame.',
    framed: () => 'The page is inside a frame of another page, where nobody can sign in. Open it by itself.',
    cookies: () => 'Cookies can be stored.',
    noCookies: () => 'This browser blocks cookies. Allow them, then check again.',
    paused: () => 'Login is paused. To end that, remove data-paused or call kakaoSync.pause(false).',
    hostControl: (selector) => `The shop’s Kakao button is on this page (${selector}). A press clicks it.`,
    hostFunction: () => 'The shop’s Kakao Sync function is on this page. A press calls it.',
    hostPage: (path) =>
      `The shop’s Kakao button is not on this page. A press goes to ${path}: open it to see that it is right.`,
    noHostWay: () => 'The shop’s Kakao button was not found. Give its selector in data-click.',
    analytics: (way) => `Analytics (${way}) are on this page.`,
    noAnalytics: (way) => `Analytics (${way}) were not found. Is that tag on this page, or is it waiting for consent?`,
    pixel: () => 'Kakao Pixel can be used.',
    noPixel: () => 'Kakao Pixel is not on this page. Add it, or give data-kakao-pixel-load.',
    callback: (path) => `On the callback page ${path}, the tag runs first.`,
    callbackMissing: (status) => `The callback page does not open (${status}). Make a page at the redirect URI’s path.`,
    callbackRedirects: (path) =>
      `The callback page redirects to ${path}. Exempt it from login guards and address rewriting.`,
    callbackNotPage: (path) => `${path} is not an HTML page. Make a page at the redirect URI’s path.`,
    callbackLate: (path) =>
      `On the callback page ${path}, another script runs first. Move the tag to the front, so that the login code does not leak.`,
    callbackMeasured: (path) =>
      `The callback page ${path} has a measuring tag, which may be sent the login code. Remove it there.`,
    callbackWithoutTag: (path) =>
      `The tag was not found on the callback page ${path}. That is fine if you bundle it; otherwise put it first.`,
    callbackUnread: (path) => `The callback page${path && ` ${path}`} could not be read. Open it in a new window.`,
    endpoint: (path) => `The server answers at ${path} as it should.`,
    endpointStatus: (status) => `The server answers with an error (${status}). Send this result to your developer.`,
    endpointRedirects: (path) => `The server redirects ${path} elsewhere. Exempt it from login guards.`,
    endpointNotJson: (path) => `The server does not answer ${path} with JSON. Ask your developer whether it is right.`,
    endpointOther: (path) =>
      `The server’s answer at ${path} is not the agreed one. Send this result to your developer.`,
    endpointUnreached: (path) =>
      `The server${path && ` at ${path}`} was not reached. On another site, check CORS; otherwise this page’s CSP (connect-src).`,
    ownFunctions: () => 'The site uses functions of its own in place of an endpoint. They cannot be checked here.',
    kakao: (host) => `Kakao’s file can be had (${host}).`,
    kakaoBlocked: (host) =>
      `Kakao’s file is blocked (${host}). Turn ad blockers off, and check this page’s CSP (script-src).`,
    noRelease: (version) => `data-sdk-integrity for Kakao SDK ${version} is missing or malformed.`,
  },
};

/** In Korean if the visitor's browser or the page is. */
export function readTexts(languages: readonly string[]): CheckTexts {
  return languages.some((language) => /^ko\b/i.test(language)) ? ko : en;
}
