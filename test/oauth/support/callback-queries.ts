/**
 * What can stand behind the redirect URI, each row different in kind from the others. `{c}` is an authorization code,
 * `{s}` a `state` of ours and `{t}` the transaction in it: {@link fill} puts them in.
 */

/** A name, what follows the redirect URI, and what it must be read as. */
type Row<Expected extends unknown[] = []> = readonly [id: string, rest: string, ...Expected];

export function fill(rest: string, values: {readonly c: string; readonly s: string; readonly t: string}): string {
  return rest.replace(/\{([cst])\}/g, (_, name: 'c' | 's' | 't') => values[name]);
}

const many = (count: number): string => Array.from({length: count}, (_, index) => `k${index}=`).join('&');

/** Answers with a code, and the code. */
export const CODES: readonly Row<[code: string]>[] = [
  ['code-first', '?code={c}&state={s}', '{c}'],
  ['state-first', '?state={s}&code={c}', '{c}'],
  ['issuer-named', '?code={c}&state={s}&iss=https%3A%2F%2Fkauth.kakao.com', '{c}'],
  ['facebook-fragment', '?code={c}&state={s}#_=_', '{c}'],
  ['fragment-kept', '?code={c}&state={s}#top', '{c}'],
  ['fragment-empty', '?code={c}&state={s}#', '{c}'],
  ['among-campaign-parameters', '?utm_source=talk&code={c}&state={s}&utm_medium=chat', '{c}'],
  ['bracketed-twin', '?code={c}&state={s}&code[]=evil', '{c}'],
  ['twins-in-other-case', '?code={c}&state={s}&Code=evil&STATE=evil&ERROR=evil', '{c}'],
  ['leftovers-in-longer-names', '?code={c}&state={s}&my_token=x&token_type=y&responses=z', '{c}'],
  ['error-code-beside', '?code={c}&state={s}&error_code=1', '{c}'],
  ['prototype-keys-beside', '?code={c}&state={s}&__proto__=x&constructor=y', '{c}'],
  ['empty-pairs', '?&&code={c}&&state={s}&', '{c}'],
  ['semicolon-is-no-separator', '?code={c};state=evil&state={s}', '{c};state=evil'],
  ['escaped-names', '?co%64e={c}&st%61te={s}', '{c}'],
  ['first-and-last-visible-character', '?code=%21%7E&state={s}', '!~'],
  ['escaped-separators', '?code={c}%2Bb%26c%3Dd&state={s}', '{c}+b&c=d'],
  ['markup-in-code', '?code=%3Cscript%3E{c}&state={s}', '<script>{c}'],
  ['code-is-constructor', '?code=constructor&state={s}', 'constructor'],
  ['code-is-proto', '?code=__proto__&state={s}', '__proto__'],
  ['longest-code', `?code=${'a'.repeat(1024)}&state={s}`, 'a'.repeat(1024)],
  ['700-parameters', `?${many(700)}&code={c}&state={s}`, '{c}'],
];

/** Answers with an error: the error, its description, and how a login ends by it (docs/en/error-codes.md). */
export const ERRORS: readonly Row<[error: string, description: string, end: string]>[] = [
  ['denied', '?error=access_denied&state={s}', 'access_denied', '', 'cancelled'],
  [
    'denied-described',
    '?error=access_denied&error_description=User+denied&state={s}',
    'access_denied',
    'User denied',
    'cancelled',
  ],
  [
    'denied-for-age',
    '?error=access_denied&error_description=Not+allowed+under+age+14&state={s}',
    'access_denied',
    'Not allowed under age 14',
    'under_age',
  ],
  [
    'unavailable-with-uri',
    '?state={s}&error=server_error&error_uri=https%3A%2F%2Fx.example',
    'server_error',
    '',
    'kakao_unavailable',
  ],
  [
    'unavailable-for-now',
    '?error=temporarily_unavailable&state={s}',
    'temporarily_unavailable',
    '',
    'kakao_unavailable',
  ],
  ['timeout', '?error=timeout&state={s}', 'timeout', '', 'kakao_timeout'],
  [
    'login-required',
    '?error=login_required&state={s}&iss=https://kauth.kakao.com',
    'login_required',
    '',
    'kakao_interaction_required',
  ],
  ['error-is-constructor', '?error=constructor&state={s}', 'constructor', '', 'kakao_refused'],
  ['error-is-proto', '?error=__proto__&state={s}', '__proto__', '', 'kakao_refused'],
  ['error-is-empty', '?error=&state={s}', '', '', 'kakao_refused'],
  [
    'error-is-markup',
    '?error=%3Cimg+src%3Dx%20onerror%3Dalert(1)%3E&state={s}',
    '<img src=x onerror=alert(1)>',
    '',
    'kakao_refused',
  ],
  [
    'hostile-description',
    '?error=access_denied&error_description=%3Cb%3E%00%E2%80%AE&state={s}',
    'access_denied',
    '<b>\0\u202e',
    'cancelled',
  ],
  [
    'auto-login-outside-kakaotalk',
    '?error=auto_login&error_description=NOT_SUPPORTED_BROWSER&state={s}',
    'auto_login',
    'NOT_SUPPORTED_BROWSER',
    'kakao_interaction_required',
  ],
];

/** Ours by a whole `state`, but never of the form that Kakao sends. */
export const INVALID: readonly Row[] = [
  // Duplicates
  ['code-twice-equal', '?code={c}&code={c}&state={s}'],
  ['code-twice', '?code={c}&state={s}&code=evil'],
  ['code-twice-escaped', '?code={c}&co%64e=evil&state={s}'],
  ['code-twice-once-empty', '?code={c}&code=&state={s}'],
  ['state-twice-equal', '?code={c}&state={s}&state={s}'],
  ['state-of-another-beside', `?code={c}&state={s}&state=ks1.${'b'.repeat(43)}.Lw`],
  ['error-twice', '?error=access_denied&error=server_error&state={s}'],
  ['error-and-state-twice', '?error=access_denied&state={s}&state={s}'],
  ['description-twice', '?error=x&error_description=a&error_description=b&state={s}'],
  ['error-uri-twice', '?error=x&error_uri=a&error_uri=b&state={s}'],
  ['description-twice-beside-code', '?code={c}&state={s}&error_description=a&error_description=b'],
  ['issuer-twice-equal', '?code={c}&state={s}&iss=https://kauth.kakao.com&iss=https://kauth.kakao.com'],
  ['issuer-twice', '?code={c}&state={s}&iss=https://kauth.kakao.com&iss=https://evil.example'],
  // Code and error, or neither
  ['code-then-error', '?code={c}&error=access_denied&state={s}'],
  ['error-then-code', '?error=access_denied&code={c}&state={s}'],
  ['code-and-empty-error', '?code={c}&error=&state={s}'],
  ['empty-code-and-error', '?code=&error=x&state={s}'],
  ['state-alone', '?state={s}'],
  ['description-alone', '?state={s}&error_description=x'],
  ['code-as-list', '?state={s}&code[]=x'],
  ['code-as-list-escaped', '?state={s}&code%5B%5D=x'],
  ['code-with-index', '?state={s}&code.0=x'],
  ['code-capital', '?state={s}&Code=x'],
  ['code-in-capitals', '?state={s}&CODE=x'],
  ['code-after-blank', '?state={s}& code=x'],
  ['code-before-nul', '?state={s}&code%00=x'],
  // Another issuer
  ['issuer-other', '?code={c}&state={s}&iss=https://evil.example'],
  ['issuer-with-slash', '?code={c}&state={s}&iss=https://kauth.kakao.com/'],
  ['issuer-plain-http', '?code={c}&state={s}&iss=http://kauth.kakao.com'],
  ['issuer-in-capitals', '?code={c}&state={s}&iss=HTTPS://KAUTH.KAKAO.COM'],
  ['issuer-as-subdomain', '?code={c}&state={s}&iss=https://kauth.kakao.com.evil.example'],
  ['issuer-empty', '?code={c}&state={s}&iss='],
  ['issuer-without-value', '?code={c}&state={s}&iss'],
  ['issuer-other-of-error', '?error=x&state={s}&iss=https://evil.example'],
  // Leftovers of other flows
  ['id-token', '?code={c}&state={s}&id_token=x'],
  ['token', '?code={c}&state={s}&token=x'],
  ['access-token', '?code={c}&state={s}&access_token=x'],
  ['response', '?code={c}&state={s}&response=x'],
  ['access-token-without-value', '?code={c}&state={s}&access_token'],
  ['id-token-beside-error', '?error=x&state={s}&id_token=x'],
  ['id-token-in-fragment', '?code={c}&state={s}#id_token=x'],
  ['token-in-fragment', '?code={c}&state={s}#token=x'],
  ['access-token-in-fragment', '?code={c}&state={s}#access_token=x&token_type=bearer'],
  ['access-token-last-in-fragment', '?code={c}&state={s}#token_type=bearer&access_token=x'],
  ['response-in-fragment', '?code={c}&state={s}#response=x'],
  ['access-token-escaped-in-fragment', '?code={c}&state={s}#a=b&acc%65ss_token=x'],
  ['access-token-in-fragment-of-error', '?error=x&state={s}#access_token=x'],
  // No code at all
  ['code-empty', '?code=&state={s}'],
  ['code-without-value', '?code&state={s}'],
  ['code-is-nul', '?code=%00&state={s}'],
  ['code-ends-in-nul', '?code={c}%00&state={s}'],
  ['code-with-plus', '?code={c}+b&state={s}'],
  ['code-begins-with-blank', '?code=%20{c}&state={s}'],
  ['code-ends-in-newline', '?code={c}%0A&state={s}'],
  ['code-splits-header', '?code={c}%0D%0ASet-Cookie:a&state={s}'],
  ['code-is-delete', '?code=%7F&state={s}'],
  ['code-is-c1-control', '?code=%C2%80&state={s}'],
  ['code-is-escaped-surrogate', '?code=%ED%A0%80&state={s}'],
  ['code-is-lone-surrogate', '?code=\ud800&state={s}'],
  ['code-is-overlong-utf-8', '?code=%C0%AF&state={s}'],
  ['code-is-hangul', '?code=코드&state={s}'],
  ['code-is-emoji', '?code=%F0%9F%98%80&state={s}'],
  ['code-after-writing-direction', '?code=%E2%80%AE{c}&state={s}'],
  ['code-is-broken-escape', '?code=%&state={s}&code=x'],
  ['code-one-too-long', `?code=${'a'.repeat(1025)}&state={s}`],
  ['code-of-8-kib', `?code=${'a'.repeat(8192)}&state={s}`],
  // Longer than anything Kakao sends
  ['junk-of-8-kib', `?code={c}&state={s}&junk=${'a'.repeat(8192)}`],
  ['description-of-8-kib', `?error=x&state={s}&error_description=${'a'.repeat(8192)}`],
  ['2000-parameters', `?code={c}&state={s}&${many(2000)}`],
];

/** Values of `state` that claim to be ours and are spoiled. */
export const SPOILED_STATES: readonly Row[] = [
  ['state-prefix-alone', 'ks1.'],
  ['state-parts-too-short', 'ks1.a.b'],
  ['state-without-path', 'ks1.{t}'],
  ['state-padded', '{s}='],
  ['state-with-fourth-part', '{s}.x'],
  ['state-ends-in-nul', '{s}%00'],
  ['state-path-with-stray-bits', 'ks1.{t}.Lx'],
  ['state-path-of-broken-utf-8', 'ks1.{t}._w'],
  ['state-path-of-201-characters', `ks1.{t}.${'L'.repeat(201)}`],
  ['state-ends-in-blank', '{s}+'],
  ['state-of-constructor', 'ks1.constructor.Lw'],
  ['state-of-8000-characters', `ks1.${'a'.repeat(8000)}.Lw`],
];

/** The answer to another login on the same page. */
export const FOREIGN: readonly Row[] = [
  ['state-other', '?code={c}&state=other'],
  ['state-empty', '?code={c}&state='],
  ['state-without-value', '?code={c}&state'],
  ['state-is-constructor', '?code={c}&state=constructor'],
  ['state-is-proto', '?code={c}&state=__proto__'],
  ['state-is-to-string', '?code={c}&state=toString'],
  ['state-is-has-own-property', '?code={c}&state=hasOwnProperty'],
  ['state-is-nul', '?code={c}&state=%00'],
  ['state-is-escaped-surrogate', '?code={c}&state=%ED%A0%80'],
  ['state-after-blank', '?code={c}&state=%20{s}'],
  ['state-in-capitals', '?code={c}&state=KS1.{t}.L2NhcnQ'],
  ['state-of-another-version', '?code={c}&state=ks2.{t}.L2NhcnQ'],
  ['state-in-json', '?code={c}&state=%7B%22state%22%3A%22{s}%22%7D'],
  ['state-of-a-shop', '?state=Seoul'],
  ['error-of-another-login', '?error=access_denied&state=other'],
  ['state-other-then-ours', '?code={c}&state=other&state={s}'],
  ['state-ours-then-other', '?code={c}&state={s}&state=other'],
  ['state-of-9000-characters', `?code={c}&state=${'x'.repeat(9000)}`],
];

/** Answers that name no transaction. */
export const STATELESS: readonly Row[] = [
  ['code-alone', '?code={c}'],
  ['code-alone-empty', '?code='],
  ['code-alone-without-value', '?code'],
  ['error-alone', '?error=access_denied'],
  ['error-alone-described', '?error=access_denied&error_description=x'],
  ['auto-login-alone', '?error=auto_login&error_description=NOT_SUPPORTED_BROWSER'],
  ['code-alone-twice', '?code={c}&code=def'],
  ['code-and-error-alone', '?code={c}&error=x'],
  ['state-capital', '?code={c}&State=ks1.x'],
  ['state-as-list', '?code={c}&state[]=ks1.x'],
  ['state-in-fragment', '?code={c}#state={s}'],
  ['state-after-semicolon', '?code={c};state={s}'],
  ['state-after-html-escape', '?code={c}&amp;state=ks1.x'],
  ['issuer-and-code', '?iss=https://kauth.kakao.com&code={c}'],
];

/** No answer to any login. */
export const NONE: readonly Row[] = [
  ['nothing', ''],
  ['query-empty', '?'],
  ['fragment-empty-alone', '#'],
  ['facebook-fragment-alone', '#_=_'],
  ['parameter-of-the-site', '?a=1'],
  ['code-list-alone', '?code[]={c}'],
  ['code-capital-alone', '?Code={c}'],
  ['description-without-error', '?error_description=x'],
  ['issuer-alone', '?iss=https://kauth.kakao.com'],
  ['access-token-alone', '?access_token=x'],
  ['access-token-in-fragment-alone', '#access_token=x'],
  ['answer-in-fragment', '#code={c}&state={s}'],
  ['answer-inside-a-value', '?q=code%3D{c}%26state%3D{s}'],
  ['prototype-keys-alone', '?__proto__=x&constructor=y'],
  ['second-question-mark', '??code={c}&q={s}'],
];
