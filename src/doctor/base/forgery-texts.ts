import type {FindingText} from './finding-text.js';
import type {Localized} from './language.js';

/** A MUST that a forgery has broken. */
const broken = (what: Localized) =>
  ({
    level: 'wrong',
    facts: ['forgery', 'problems'],
    what: {
      en: `The backend ${what.en}. Forgery: {forgery}. What happened: {problems}.`,
      ko: `서버가 ${what.ko}. 위조: {forgery}. 결과: {problems}.`,
    },
    fix: {
      en: 'See the MUST of this number in docs/en/backend/any-backend.md.',
      ko: 'docs/ko/backend/any-backend.md에서 같은 번호의 규칙을 확인하세요.',
    },
  }) as const satisfies FindingText;

/** What comes of forged requests: one for each MUST of docs/en/backend/any-backend.md, by its number. */
export const OF_FORGERIES = {
  must_1: broken({en: 'takes requests of pages that are not the site’s', ko: '다른 사이트 페이지의 요청을 받습니다'}),
  must_2: broken({
    en: 'takes requests without X-Kakao-Sync, or of another type than JSON',
    ko: 'X-Kakao-Sync가 없거나 JSON이 아닌 요청을 받습니다',
  }),
  must_3: broken({
    en: 'takes a key or a redirect URI that is not its own',
    ko: '자신의 것이 아닌 앱 키나 리다이렉트 URI를 받습니다',
  }),
  must_4: broken({
    en: 'does not check the ID token, or its nonce',
    ko: 'ID 토큰이나 그 nonce를 검증하지 않습니다',
  }),
  must_5: broken({en: 'lets others into a session', ko: '다른 사람이 세션에 들어오게 합니다'}),
  must_6: broken({en: 'changes something without a POST', ko: 'POST가 아닌 요청으로 상태를 바꿉니다'}),
  must_7: broken({
    en: 'makes, links or unlinks somebody without the right session',
    ko: '올바른 세션 없이 회원을 만들거나 연결하거나 연결을 끊습니다',
  }),
  must_8: broken({en: 'takes another host’s cookie for its own', ko: '다른 호스트의 쿠키를 자신의 것으로 받습니다'}),
  honest_refused: {
    level: 'wrong',
    facts: ['request', 'answer', 'problems'],
    what: {
      en: 'An honest request fails: {request}. The backend answered {answer}: {problems}.',
      ko: '정상 요청이 실패했습니다: {request}. 서버 응답은 {answer}: {problems}.',
    },
    fix: {
      en: 'Start the backend with the emulator’s keys and address in the place of Kakao’s, and register its redirect URI in the emulator. Its log says more.',
      ko: '서버가 카카오 대신 에뮬레이터의 키와 주소를 쓰게 하고, 리다이렉트 URI를 에뮬레이터에 등록하세요. 자세한 원인은 서버 로그에 있습니다.',
    },
  },
  emulator_refused: {
    level: 'wrong',
    facts: ['reason'],
    what: {
      en: 'The emulator does not let the forgeries begin: {reason}',
      ko: '에뮬레이터가 위조 검사를 시작하지 못하게 합니다: {reason}',
    },
    fix: {
      en: 'Start it with --redirect-uri and the keys of the backend.',
      ko: '에뮬레이터를 --redirect-uri와 서버의 키로 실행하세요.',
    },
  },
  emulator_went_down: {
    level: 'wrong',
    facts: ['done', 'total'],
    what: {
      en: 'The emulator does not answer. Requests judged until then: {done} of {total}.',
      ko: '에뮬레이터가 응답하지 않습니다. 그때까지 판정한 요청: {done}/{total}.',
    },
    fix: {
      en: 'Start the emulator (npx --no kakao-sync-widget emulator), then run this again.',
      ko: '에뮬레이터를 실행하고(npx --no kakao-sync-widget emulator) 다시 점검하세요.',
    },
  },
  backend_went_down: {
    level: 'wrong',
    facts: ['done', 'total', 'last'],
    what: {
      en: 'The backend does not answer. Requests judged until then: {done} of {total}. The last one: {last}.',
      ko: '서버가 응답하지 않습니다. 그때까지 판정한 요청: {done}/{total}. 마지막 요청: {last}.',
    },
    fix: {
      en: 'Start the server. If it went down at this request, its log says why; then run this again.',
      ko: '서버를 실행하세요. 이 요청에서 멈췄다면 서버 로그에서 원인을 확인하고 다시 점검하세요.',
    },
  },
  forgeries_refused: {
    level: 'note',
    facts: ['count'],
    what: {
      en: 'Forged requests that the backend refused: all {count}.',
      ko: '서버가 위조 요청 {count}개를 모두 거부했습니다.',
    },
    fix: {
      en: 'Nothing. What needs the backend’s clock was left out: a login that is too old.',
      ko: '할 일이 없습니다. 서버 시계를 바꿔야 하는 검사(오래된 로그인)는 하지 않았습니다.',
    },
  },
} as const satisfies Readonly<Record<string, FindingText>>;
