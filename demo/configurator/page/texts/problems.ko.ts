import type {ProblemCode} from '../../validate.js';

export type ProblemTexts = Readonly<Record<ProblemCode, (values: Readonly<Record<string, string>>) => string>>;

export const koProblems: ProblemTexts = {
  missing: () => '이 칸을 채워 주세요.',
  'key-malformed': ({length}) => `키는 0~9와 a~f로 된 32자예요. 지금은 ${length}자예요. 콘솔에서 다시 복사해 주세요.`,
  'keys-equal': () => 'JavaScript 키와 같아요. 콘솔에서 “REST API 키”라고 적힌 줄을 복사해 주세요.',
  'maybe-secret': () =>
    '어드민 키나 클라이언트 시크릿이 아닌지 확인해 주세요. 비밀 키를 페이지에 넣으면 누구나 볼 수 있어요.',
  'site-malformed': ({site}) => `${site}: https로 시작하는 사이트 주소만 넣어 주세요. 예: https://www.example.com`,
  'site-missing': () =>
    '사이트 주소를 넣으면 카카오 콘솔에 등록할 값을 알려 드려요. 등록하지 않으면 로그인되지 않아요.',
  'site-twice': ({site}) => `${site}이(가) 두 번 있어요.`,
  'path-malformed': ({path}) => `${path}처럼 /로 시작하는 경로를 넣어 주세요.`,
  'path-has-query': () => '물음표(?)나 # 뒤를 지워 주세요. 카카오가 받지 않아요.',
  'path-elsewhere': ({host}) => `${host}은(는) 위에 넣은 사이트가 아니에요.`,
  'endpoint-malformed': () => '/api/kakao/session처럼 /로 시작하는 경로나 https 주소를 넣어 주세요.',
  'endpoint-elsewhere': ({host, site}) => `${host}은(는) ${site}와 다른 사이트라 로그인이 유지되지 않아요.`,
  'endpoint-is-callback': () => '로그인 뒤 돌아올 경로와 달라야 해요.',
  'bubble-long': ({length, most}) => `${length}자예요. ${most}자가 넘으면 두 줄이 될 수 있어요.`,
  'words-own': () => '카카오 디자인 가이드의 문구가 아니에요. 심사에서 수정을 요청받을 수 있어요.',
  'radius-own': () => '카카오 디자인 가이드의 모서리(12px)와 달라요. 심사에서 수정을 요청받을 수 있어요.',
  'height-range': ({least, most}) => `${least}~${most}px 사이로 정해 주세요.`,
  'width-range': ({least, most}) => `${least}~${most}px 사이로 정하거나 “가로로 꽉 채우기”를 켜 주세요.`,
  'radius-range': ({least, most}) => `${least}~${most}px 사이로 정해 주세요.`,
  'selector-malformed': () => 'CSS 선택자가 아니에요. 예: #header .kakao-login',
  'members-unknown': () => '선택자가 없으면 회원에게도 버튼이 보여요.',
  'sheet-members-unknown': () => '선택자를 넣어 주세요. 누가 회원인지 모르면 가입 시트가 열리지 않아요.',
  'sheet-long': ({length, most}) =>
    `${length}자예요. ${most}자가 넘으면 휴대폰에서 시트 안을 밀어야 다 읽을 수 있어요.`,
  'base-malformed': () => '/kakao-sync/처럼 /로 시작하는 경로나 https 주소를 넣어 주세요.',
  'base-no-slash': () => '폴더 주소는 /로 끝나야 해요.',
  'pixel-malformed': () => '트랙 ID는 숫자만 있어요.',
  'pixel-missing': () => '픽셀을 불러오려면 트랙 ID를 넣어 주세요.',
};
