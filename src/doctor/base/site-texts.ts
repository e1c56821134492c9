import type {FindingText} from './finding-text.js';

/** What the site's own answers say. */
export const OF_SITE = {
  site_down: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The site cannot be reached: nothing answers there.',
      ko: '사이트에 연결할 수 없습니다. 응답하는 서버가 없습니다.',
    },
    fix: {
      en: 'Start the server, and check the host name, port and certificate. Then run the doctor again.',
      ko: '서버를 실행하고 호스트 이름, 포트, 인증서를 확인한 뒤 다시 점검하세요.',
    },
  },
  site_late: {
    level: 'wrong',
    facts: [],
    what: {en: 'The site has not answered within ten seconds.', ko: '사이트가 10초 안에 응답하지 않았습니다.'},
    fix: {
      en: 'Look at the server’s log and load. Then run the doctor again.',
      ko: '서버의 로그와 부하를 확인한 뒤 다시 점검하세요.',
    },
  },
  site_unreadable: {
    level: 'wrong',
    facts: [],
    what: {en: 'The answer is too long, or no text.', ko: '응답이 너무 길거나 텍스트가 아닙니다.'},
    fix: {en: 'Check the address.', ko: '주소가 맞는지 확인하세요.'},
  },
  endpoint_missing: {
    level: 'wrong',
    facts: ['status'],
    what: {
      en: 'There is no session resource at this address ({status} to GET).',
      ko: '이 주소에 세션 API가 없습니다(GET 응답 {status}).',
    },
    fix: {
      en: 'Mount the backend for GET and POST there, or correct --endpoint.',
      ko: '이 주소에 GET과 POST를 처리하는 서버를 연결하거나 --endpoint를 고치세요.',
    },
  },
  endpoint_redirects: {
    level: 'wrong',
    facts: ['to'],
    what: {
      en: 'A guard or a rule redirects the endpoint to {to}.',
      ko: '로그인 검사나 주소 규칙이 엔드포인트를 다른 곳으로 보냅니다: {to}',
    },
    fix: {
      en: 'Let this path pass without a login, without a locale prefix, and with the exact slash at its end.',
      ko: '이 경로는 로그인 검사와 언어 경로 규칙에서 빼고, 끝의 슬래시까지 똑같이 쓰세요.',
    },
  },
  endpoint_fails: {
    level: 'wrong',
    facts: ['status'],
    what: {
      en: 'The endpoint answers {status} to a page that reads.',
      ko: '페이지가 읽을 때 엔드포인트가 {status} 응답을 보냅니다.',
    },
    fix: {en: 'Look into the server’s log.', ko: '서버 로그를 확인하세요.'},
  },
  endpoint_problem: {
    level: 'wrong',
    facts: ['status', 'code'],
    what: {
      en: 'The backend answers {status} with the code {code}.',
      ko: '서버가 {status} 응답과 함께 오류 코드를 보냅니다: {code}',
    },
    fix: {en: 'Look the code up in docs/en/error-codes.md.', ko: 'docs/ko/error-codes.md에서 코드를 찾아보세요.'},
  },
  origin_refused: {
    level: 'wrong',
    facts: ['site'],
    what: {
      en: 'The backend refuses pages of {site} (origin_refused).',
      ko: '서버가 이 출처의 페이지를 거부합니다: {site} (origin_refused)',
    },
    fix: {
      en: 'Add it to allowedOrigins, or correct --site: www, http and https, and ports count.',
      ko: 'allowedOrigins에 추가하거나 --site를 고치세요. www 유무, http와 https, 포트까지 같아야 합니다.',
    },
  },
  backend_incomplete: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The backend lacks a key, a secret or an address (config_incomplete).',
      ko: '서버에 키나 시크릿, 주소가 빠져 있습니다(config_incomplete).',
    },
    fix: {
      en: 'Its log names what is missing. Set it in the environment of the server, then restart it.',
      ko: '무엇이 빠졌는지는 서버 로그에 있습니다. 서버의 환경 변수에 넣고 다시 시작하세요.',
    },
  },
  endpoint_not_json: {
    level: 'wrong',
    facts: [],
    what: {en: 'The endpoint answers with something that is not JSON.', ko: '엔드포인트가 JSON으로 응답하지 않습니다.'},
    fix: {
      en: 'Check the address: a page or a catch-all route answers there.',
      ko: '주소를 확인하세요. 페이지나 모든 경로를 받는 라우트가 응답하고 있습니다.',
    },
  },
  endpoint_not_ours: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The endpoint’s JSON is no answer of the contract: status must be signed-in or signed-out.',
      ko: '엔드포인트의 JSON이 규약과 다릅니다. status는 signed-in 또는 signed-out이어야 합니다.',
    },
    fix: {
      en: 'Check the address, or compare the answer with docs/en/backend/any-backend.md.',
      ko: '주소를 확인하거나 응답을 docs/ko/backend/any-backend.md와 비교하세요.',
    },
  },
  post_fails: {
    level: 'wrong',
    facts: ['status'],
    what: {
      en: 'The endpoint answers {status} to a logout.',
      ko: '로그아웃 요청에 엔드포인트가 {status} 응답을 보냅니다.',
    },
    fix: {
      en: 'Mount POST too, with the body untouched. The server’s log says more.',
      ko: 'POST도 연결하고, 본문을 먼저 읽지 않게 하세요. 자세한 원인은 서버 로그에 있습니다.',
    },
  },
  csrf_refuses: {
    level: 'wrong',
    facts: ['status'],
    what: {
      en: 'The site’s CSRF protection refuses the widget’s POST ({status}).',
      ko: '사이트의 CSRF 보호가 위젯의 POST를 거부합니다({status}).',
    },
    fix: {
      en: 'Set csrf on <kakao-sync> (docs/en/frontend/csrf.md), or exempt this path: the backend checks the origin itself.',
      ko: '<kakao-sync>에 csrf를 설정하거나(docs/ko/frontend/csrf.md) 이 경로를 예외로 두세요. 출처는 서버가 직접 검사합니다.',
    },
  },
  csrf_unchecked: {
    level: 'note',
    facts: [],
    what: {
      en: 'The POST needs the page’s CSRF token, which only a page has: it was not checked.',
      ko: 'POST에 페이지의 CSRF 토큰이 필요해 점검하지 못했습니다.',
    },
    fix: {en: 'Sign in once on the site.', ko: '사이트에서 직접 한 번 로그인해 보세요.'},
  },
  cors_missing: {
    level: 'wrong',
    facts: ['site'],
    what: {
      en: 'Browsers do not let pages of {site} use the endpoint (CORS).',
      ko: '브라우저가 이 출처의 페이지에서 엔드포인트를 쓰지 못하게 막습니다(CORS): {site}',
    },
    fix: {
      en: 'Allow exactly this origin, credentials, and the headers content-type and x-kakao-sync. The kit does it for allowedOrigins.',
      ko: '바로 이 출처와 credentials, content-type과 x-kakao-sync 헤더를 허용하세요. 서버 키트는 allowedOrigins에 대해 그렇게 합니다.',
    },
  },
  cors_open: {
    level: 'wrong',
    facts: [],
    what: {
      en: 'The endpoint lets pages of any site read who is signed in (CORS).',
      ko: '어느 사이트의 페이지든 누가 로그인했는지 읽을 수 있습니다(CORS).',
    },
    fix: {
      en: 'Allow the site’s own origins only: neither * nor whatever Origin the request names.',
      ko: '사이트의 출처만 허용하세요. *를 쓰거나 요청의 Origin을 그대로 돌려주면 안 됩니다.',
    },
  },
  cookie_prefix_broken: {
    level: 'wrong',
    facts: ['name'],
    what: {
      en: 'Browsers refuse the cookie {name}: its name promises what its attributes do not keep.',
      ko: '이름의 조건에 맞지 않아 브라우저가 거부하는 쿠키입니다: {name}',
    },
    fix: {
      en: '__Host- needs Secure, Path=/ and no Domain; __Secure- needs Secure.',
      ko: '__Host-는 Secure와 Path=/가 있고 Domain이 없어야 하며, __Secure-는 Secure가 있어야 합니다.',
    },
  },
  cookie_dropped: {
    level: 'wrong',
    facts: ['name'],
    what: {
      en: 'Browsers drop the cookie {name}: SameSite=None without Secure.',
      ko: 'SameSite=None인데 Secure가 없어 브라우저가 버리는 쿠키입니다: {name}',
    },
    fix: {en: 'Use SameSite=Lax; Secure.', ko: 'SameSite=Lax와 Secure를 쓰세요.'},
  },
  cookie_insecure: {
    level: 'wrong',
    facts: ['name'],
    what: {
      en: 'The session cookie {name} lacks Secure: it is sent over plain http too.',
      ko: '세션 쿠키에 Secure가 없어 http로도 전송됩니다: {name}',
    },
    fix: {en: 'Add Secure.', ko: 'Secure를 추가하세요.'},
  },
  cookie_readable: {
    level: 'wrong',
    facts: ['name'],
    what: {
      en: 'Scripts can read the session cookie {name}: it lacks HttpOnly.',
      ko: '세션 쿠키에 HttpOnly가 없어 스크립트가 읽을 수 있습니다: {name}',
    },
    fix: {en: 'Add HttpOnly.', ko: 'HttpOnly를 추가하세요.'},
  },
  cookie_cross_site: {
    level: 'wrong',
    facts: ['name'],
    what: {
      en: 'The session cookie {name} goes with requests of any site (SameSite=None).',
      ko: '세션 쿠키가 다른 사이트의 요청에도 전송됩니다(SameSite=None): {name}',
    },
    fix: {en: 'Use SameSite=Lax.', ko: 'SameSite=Lax를 쓰세요.'},
  },
  callback_guarded: {
    level: 'wrong',
    facts: ['to'],
    what: {
      en: 'The callback page redirects to {to}: the login code is lost on the way.',
      ko: '콜백 페이지가 다른 곳으로 넘어가 로그인 코드를 잃습니다: {to}',
    },
    fix: {
      en: 'Exempt this path from the login guard, from locale prefixes and from rewriting.',
      ko: '이 경로를 로그인 검사, 언어 경로, 주소 변경 규칙에서 빼세요.',
    },
  },
  callback_missing: {
    level: 'wrong',
    facts: ['status'],
    what: {en: 'The callback page does not open ({status}).', ko: '콜백 페이지가 열리지 않습니다({status}).'},
    fix: {
      en: 'Make a page at this path. If a route of the server takes the code, run the doctor with --callback-mode server.',
      ko: '이 경로에 페이지를 만드세요. 서버의 라우트가 코드를 받는다면 --callback-mode server를 붙여 점검하세요.',
    },
  },
  callback_not_page: {
    level: 'wrong',
    facts: [],
    what: {en: 'The callback address is no HTML page.', ko: '콜백 주소가 HTML 페이지가 아닙니다.'},
    fix: {
      en: 'Make a page at this path. If a route of the server takes the code, run the doctor with --callback-mode server.',
      ko: '이 경로에 페이지를 만드세요. 서버의 라우트가 코드를 받는다면 --callback-mode server를 붙여 점검하세요.',
    },
  },
  notices_open: {
    level: 'wrong',
    facts: ['status'],
    what: {
      en: 'The address for notices answers {status} to a wrong key: anybody could unlink members.',
      ko: '알림 주소가 틀린 키에도 {status} 응답을 보냅니다. 누구나 회원의 연결을 끊을 수 있습니다.',
    },
    fix: {
      en: 'Compare the Authorization header with the admin key, and answer 401 to any other.',
      ko: 'Authorization 헤더를 어드민 키와 비교해, 다르면 401로 응답하세요.',
    },
  },
  notices_odd: {
    level: 'wrong',
    facts: ['status'],
    what: {
      en: 'The address for notices answers {status} to a wrong key, where 401 is right: Kakao’s notices may not arrive.',
      ko: '알림 주소가 틀린 키에 401이 아니라 {status} 응답을 보냅니다. 카카오의 알림이 도착하지 않을 수 있습니다.',
    },
    fix: {
      en: 'Check the address, and exempt it from the login guard and from CSRF protection.',
      ko: '주소를 확인하고, 로그인 검사와 CSRF 보호에서 이 경로를 빼세요.',
    },
  },
} as const satisfies Readonly<Record<string, FindingText>>;
