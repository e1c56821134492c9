import type {FindingText} from './finding-text.js';

const CONSOLE = {
  en: 'Copy it again from the app’s console page ([App] > [Platform key]).',
  ko: '앱 관리 페이지([앱] > [플랫폼 키])에서 다시 복사하세요.',
};

/** What can be found in the settings. */
export const OF_SETTINGS = {
  nothing_to_check: {
    level: 'wrong',
    facts: [],
    what: {en: 'There are no Kakao keys to check.', ko: '점검할 카카오 키가 없습니다.'},
    fix: {
      en: 'Run it in the folder with the site’s .env, name that file with --env, or give --javascript-key and --rest-api-key.',
      ko: '사이트의 .env가 있는 폴더에서 실행하거나, --env로 파일을 지정하거나, --javascript-key와 --rest-api-key를 주세요.',
    },
  },
  key_empty: {
    level: 'wrong',
    facts: [],
    what: {en: 'This has no value.', ko: '값이 비어 있습니다.'},
    fix: CONSOLE,
  },
  key_shape: {
    level: 'wrong',
    facts: ['length'],
    what: {
      en: 'This is no app key of Kakao’s: those have 32 characters, 0–9 and a–f. This one has {length}.',
      ko: '카카오 앱 키의 형식이 아닙니다. 앱 키는 0~9와 a~f로 된 32자입니다. 지금은 {length}자입니다.',
    },
    fix: CONSOLE,
  },
  pasted_badly: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The value holds blanks, quotation marks or invisible characters.',
      ko: '값에 공백이나 따옴표, 보이지 않는 문자가 섞여 있습니다.',
    },
    fix: {
      en: 'Paste the value alone: no blanks and no quotation marks inside.',
      ko: '값만 붙여 넣으세요. 공백과 따옴표는 빼야 합니다.',
    },
  },
  same_value: {
    level: 'wrong',
    facts: ['other'],
    what: {
      en: 'This has the same value as {other}. One of the two was pasted in the wrong place.',
      ko: '{other}: 이것과 값이 같습니다. 둘 중 하나가 잘못 붙여 넣은 값입니다.',
    },
    fix: {
      en: 'The JavaScript key, the REST API key, the admin key and every secret are different values. Copy each again.',
      ko: 'JavaScript 키, REST API 키, 어드민 키, 시크릿은 모두 서로 다른 값입니다. 하나씩 다시 복사하세요.',
    },
  },
  secret_missing: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The REST API key has no client secret beside it. Kakao switches the secret on for new keys, and then refuses every login (KOE010).',
      ko: 'REST API 키의 클라이언트 시크릿이 없습니다. 새 키는 시크릿이 기본으로 켜져 있어, 없으면 로그인이 모두 거부됩니다(KOE010).',
    },
    fix: {
      en: 'Set KAKAO_CLIENT_SECRET on the server. If it is switched off at Kakao, run the doctor with --no-secret.',
      ko: '서버에 KAKAO_CLIENT_SECRET을 설정하세요. 카카오에서 시크릿을 껐다면 --no-secret을 붙여 점검하세요.',
    },
  },
  secret_is_public: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'A secret is in a variable that builds put into pages: everybody can read it.',
      ko: '시크릿이 빌드할 때 페이지에 들어가는 변수에 있습니다. 누구나 읽을 수 있습니다.',
    },
    fix: {
      en: 'Make a new secret at Kakao, delete this variable, and set the new value under a name that only the server reads.',
      ko: '시크릿을 새로 발급받고 이 변수를 삭제한 뒤, 새 값은 서버만 읽는 이름의 변수에 넣으세요.',
    },
  },
  secret_shape: {
    level: 'wrong',
    facts: [],
    what: {en: 'The server kit would refuse this value.', ko: '서버 키트가 받지 않는 값입니다.'},
    fix: CONSOLE,
  },
  session_key_weak: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'This is too short or too regular to seal sessions with: somebody could forge them.',
      ko: '세션을 암호화하기에 너무 짧거나 규칙적인 값입니다. 세션이 위조될 수 있습니다.',
    },
    fix: {
      en: 'Use 32 random bytes: openssl rand -base64 32',
      ko: '무작위 32바이트를 쓰세요: openssl rand -base64 32',
    },
  },
  session_key_empty: {
    level: 'note',
    facts: [],
    what: {
      en: 'This has no value. The server kit answers no login without it.',
      ko: '값이 비어 있습니다. 서버 키트는 이 값이 없으면 로그인을 처리하지 않습니다.',
    },
    fix: {
      en: 'If the site uses the kit, set 32 random bytes: openssl rand -base64 32',
      ko: '서버 키트를 쓴다면 무작위 32바이트를 넣으세요: openssl rand -base64 32',
    },
  },
  redirect_uri_unknown: {
    level: 'note',
    facts: [],
    what: {en: 'No redirect URI was given, so none was checked.', ko: '리다이렉트 URI가 없어서 점검하지 못했습니다.'},
    fix: {
      en: 'Give it with --redirect-uri, or set KAKAO_REDIRECT_URI.',
      ko: '--redirect-uri로 주거나 KAKAO_REDIRECT_URI를 설정하세요.',
    },
  },
  redirect_uri_refused: {
    level: 'wrong',
    facts: ['reason'],
    what: {
      en: 'Neither Kakao nor the kit can use this redirect URI.',
      ko: '카카오와 서버 키트가 쓸 수 없는 리다이렉트 URI입니다.',
    },
    fix: {
      en: 'Kit: {reason} Register the corrected address at Kakao too, letter for letter.',
      ko: '서버 키트의 설명: {reason} 고친 주소를 카카오에도 똑같이 등록하세요.',
    },
  },
  redirect_uri_fragment: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The redirect URI has a part after #. Kakao refuses that.',
      ko: '리다이렉트 URI에 # 뒷부분이 있습니다. 카카오가 거부합니다.',
    },
    fix: {en: 'Drop the # and what follows.', ko: '#부터 뒤를 모두 지우세요.'},
  },
  redirect_uri_query: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The redirect URI has a query. The widget takes one fixed path.',
      ko: '리다이렉트 URI에 ?가 있습니다. 위젯은 고정된 경로 하나만 받습니다.',
    },
    fix: {
      en: 'Drop the ? and what follows. Use `context` or `return-to` for what has to survive the login.',
      ko: '?부터 뒤를 모두 지우세요. 로그인 뒤에도 필요한 값은 `context`나 `return-to`에 담으세요.',
    },
  },
  redirect_uri_insecure: {
    level: 'wrong',
    facts: [],
    what: {en: 'The redirect URI is plain http.', ko: '리다이렉트 URI가 https가 아닙니다.'},
    fix: {
      en: 'Use https. Plain http works on localhost and 127.0.0.1 only.',
      ko: 'https를 쓰세요. http는 localhost와 127.0.0.1에서만 됩니다.',
    },
  },
  redirect_uri_inexact: {
    level: 'wrong',
    facts: ['exact'],
    what: {
      en: 'Browsers write this redirect URI differently, and Kakao compares letter for letter (KOE006).',
      ko: '브라우저는 이 리다이렉트 URI를 다르게 보냅니다. 카카오는 한 글자라도 다르면 거부합니다(KOE006).',
    },
    fix: {en: 'Write {exact} here and at Kakao.', ko: '여기와 카카오에 모두 이렇게 쓰세요: {exact}'},
  },
  redirect_uri_elsewhere: {
    level: 'wrong',
    facts: ['origin', 'site'],
    what: {
      en: 'The redirect URI is on {origin}, and the site is {site}: the page there may not post the code.',
      ko: '리다이렉트 URI의 출처는 {origin}, 사이트는 {site}입니다. 그 페이지에서는 인가 코드를 서버로 보낼 수 없습니다.',
    },
    fix: {
      en: 'Use one origin for both: www and no www, http and https, and ports count.',
      ko: '둘의 출처를 같게 하세요. www 유무, http와 https, 포트까지 같아야 합니다.',
    },
  },
  options_refused: {
    level: 'wrong',
    facts: ['reason'],
    what: {en: 'createKakaoServer() would refuse these settings.', ko: 'createKakaoServer()가 받지 않는 설정입니다.'},
    fix: {en: 'Kit: {reason}', ko: '서버 키트의 설명: {reason}'},
  },
} as const satisfies Readonly<Record<string, FindingText>>;
