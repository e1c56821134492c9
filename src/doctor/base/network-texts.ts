import type {FindingText} from './finding-text.js';

const CONSOLE = {
  en: 'developers.kakao.com > [App] > [Platform key]',
  ko: 'developers.kakao.com > [앱] > [플랫폼 키]',
};

/** What Kakao says of the app. How its own servers answer was compared with its documents only, not tried. */
export const OF_KAKAO = {
  kakao_unreached: {
    level: 'wrong',
    facts: [],
    what: {en: 'This does not answer, so no key was checked.', ko: '응답이 없어 키를 점검하지 못했습니다.'},
    fix: {
      en: 'Check this machine’s connection, firewall and proxy; for the emulator, whether it runs. --offline leaves Kakao out.',
      ko: '이 컴퓨터의 인터넷 연결, 방화벽, 프록시를 확인하세요. 에뮬레이터라면 실행 중인지 확인하세요. --offline을 붙이면 카카오를 점검하지 않습니다.',
    },
  },
  discovery_odd: {
    level: 'wrong',
    facts: ['status'],
    what: {
      en: 'The OpenID settings are not Kakao’s ({status}): something else answers in its place.',
      ko: '카카오의 OpenID 설정이 아닙니다({status}). 중간에서 다른 서버가 응답하고 있습니다.',
    },
    fix: {
      en: 'Look for a proxy, a changed hosts file or DNS on this machine.',
      ko: '이 컴퓨터의 프록시, hosts 파일, DNS 설정을 확인하세요.',
    },
  },
  signing_keys_odd: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'Kakao’s public keys cannot be read, so no ID token could be checked.',
      ko: '카카오의 공개 키를 읽지 못해 ID 토큰을 검증할 수 없습니다.',
    },
    fix: {
      en: 'Try again later. If it stays so, look for a proxy between this machine and Kakao.',
      ko: '잠시 후 다시 점검하세요. 계속되면 카카오와의 사이에 프록시가 있는지 확인하세요.',
    },
  },
  clock_fast: {
    level: 'wrong',
    facts: ['seconds'],
    what: {
      en: 'This machine’s clock is {seconds} seconds ahead of Kakao’s.',
      ko: '이 컴퓨터의 시계가 카카오보다 {seconds}초 빠릅니다.',
    },
    fix: {en: 'Set the clock by NTP: ID tokens are refused.', ko: 'NTP로 시계를 맞추세요. ID 토큰이 거부됩니다.'},
  },
  clock_slow: {
    level: 'wrong',
    facts: ['seconds'],
    what: {
      en: 'This machine’s clock is {seconds} seconds behind Kakao’s.',
      ko: '이 컴퓨터의 시계가 카카오보다 {seconds}초 느립니다.',
    },
    fix: {en: 'Set the clock by NTP: ID tokens are refused.', ko: 'NTP로 시계를 맞추세요. ID 토큰이 거부됩니다.'},
  },
  clock_unknown: {
    level: 'note',
    facts: [],
    what: {
      en: 'Kakao did not tell the time, so the clock was not checked.',
      ko: '카카오의 시각을 알 수 없어 시계를 점검하지 못했습니다.',
    },
    fix: {en: 'See that this machine’s clock is set by NTP.', ko: '이 컴퓨터의 시계가 NTP로 맞춰지는지 확인하세요.'},
  },
  kakao_unverified: {
    level: 'note',
    isUnverified: true,
    facts: [],
    what: {
      en: 'Kakao showed no error for the keys and redirect URIs. That they are right is not proved by it.',
      ko: '카카오가 키와 리다이렉트 URI에 오류를 보이지 않았습니다. 그렇다고 모두 맞다는 뜻은 아닙니다.',
    },
    fix: {
      en: 'Sign in once yourself, on a desktop and in KakaoTalk.',
      ko: 'PC와 카카오톡에서 직접 한 번씩 로그인해 보세요.',
    },
  },
  koe004: {
    level: 'wrong',
    isUnverified: true,
    facts: [],
    what: {
      en: 'Kakao Login is switched off for this app (KOE004).',
      ko: '이 앱은 카카오 로그인이 꺼져 있습니다(KOE004).',
    },
    fix: {
      en: 'Switch it on: developers.kakao.com > [Kakao Login]. Switch on OpenID Connect there too.',
      ko: 'developers.kakao.com > [카카오 로그인]에서 켜세요. OpenID Connect도 함께 켜세요.',
    },
  },
  koe006: {
    level: 'wrong',
    isUnverified: true,
    facts: ['uri'],
    what: {
      en: 'The redirect URI is not registered for this key (KOE006).',
      ko: '이 키에 등록되지 않은 리다이렉트 URI입니다(KOE006).',
    },
    fix: {
      en: `Register it for each key in use, letter for letter: {uri} (${CONSOLE.en})`,
      ko: `쓰는 키마다 한 글자도 다르지 않게 등록하세요: {uri} (${CONSOLE.ko})`,
    },
  },
  koe008: {
    level: 'wrong',
    isUnverified: true,
    facts: [],
    what: {en: 'Kakao takes another kind of key here (KOE008).', ko: '종류가 다른 앱 키입니다(KOE008).'},
    fix: {
      en: `Compare with ${CONSOLE.en}: the JavaScript key and the REST API key may be swapped.`,
      ko: `${CONSOLE.ko}와 비교하세요. JavaScript 키와 REST API 키가 바뀌었을 수 있습니다.`,
    },
  },
  koe009: {
    level: 'wrong',
    isUnverified: true,
    facts: ['origin'],
    what: {
      en: 'The page’s domain is not registered for the JavaScript key (KOE009).',
      ko: 'JavaScript 키에 등록되지 않은 도메인입니다(KOE009).',
    },
    fix: {
      en: `Register it as a JavaScript SDK domain: {origin} (${CONSOLE.en})`,
      ko: `JavaScript SDK 도메인으로 등록하세요: {origin} (${CONSOLE.ko})`,
    },
  },
  koe010: {
    level: 'wrong',
    isUnverified: true,
    facts: [],
    what: {
      en: 'The client secret is missing, or is not this key’s (KOE010).',
      ko: '클라이언트 시크릿이 없거나 이 키의 것이 아닙니다(KOE010).',
    },
    fix: {
      en: `Set KAKAO_CLIENT_SECRET to the secret of this very REST API key: ${CONSOLE.en}`,
      ko: `KAKAO_CLIENT_SECRET에 바로 이 REST API 키의 시크릿을 넣으세요: ${CONSOLE.ko}`,
    },
  },
  koe101: {
    level: 'wrong',
    isUnverified: true,
    facts: [],
    what: {en: 'No app has this key (KOE101).', ko: '존재하지 않는 앱 키입니다(KOE101).'},
    fix: {en: `Copy it again: ${CONSOLE.en}`, ko: `다시 복사하세요: ${CONSOLE.ko}`},
  },
  koe205: {
    level: 'wrong',
    isUnverified: true,
    facts: [],
    what: {
      en: 'The login asks for a consent item that the app does not have (KOE205).',
      ko: '앱에 설정하지 않은 동의항목을 요청합니다(KOE205).',
    },
    fix: {
      en: 'Set it up under [Kakao Login] > [Consent items], or take it out of scope. Many items need a Biz app.',
      ko: '[카카오 로그인] > [동의항목]에서 설정하거나 scope에서 빼세요. 비즈 앱이 필요한 항목이 많습니다.',
    },
  },
  koe303: {
    level: 'wrong',
    isUnverified: true,
    facts: ['uri'],
    what: {
      en: 'Kakao does not take the redirect URI for this exchange (KOE303).',
      ko: '카카오가 토큰 요청의 리다이렉트 URI를 거부했습니다(KOE303).',
    },
    fix: {
      en: 'The page and the server must name the same one, letter for letter, and the key that exchanges must have it: {uri}',
      ko: '페이지와 서버가 한 글자도 다르지 않게 같은 주소를 써야 하고, 토큰을 요청하는 키에도 등록되어 있어야 합니다: {uri}',
    },
  },
  koe_other: {
    level: 'wrong',
    isUnverified: true,
    facts: ['code'],
    what: {en: 'Kakao refuses this with an error: {code}.', ko: '카카오가 오류로 거부했습니다: {code}.'},
    fix: {
      en: 'Look the code up: https://developers.kakao.com/docs/latest/ko/kakaologin/trouble-shooting',
      ko: '오류 코드를 찾아보세요: https://developers.kakao.com/docs/latest/ko/kakaologin/trouble-shooting',
    },
  },
} as const satisfies Readonly<Record<string, FindingText>>;
