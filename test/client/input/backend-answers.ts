import type {ShopAnswer} from '../support/shop.js';

/** What an answer must do to a login that was begun on {@link BEGUN}: the outcome's code, or `signed-in`. */
export interface BackendAnswer {
  readonly id: string;
  readonly answer: ShopAnswer;
  readonly end: string;
  /** Where the visitor ends up, if not where it began. */
  readonly at?: string;
  /** What the page is told of the member, where that is the point. */
  readonly member?: Readonly<Record<string, unknown>>;
}

export const BEGUN = '/cart?id=1#reviews';
/** In an answer, and to be dropped there. */
export const STRAY = 'stray-access-token-canary';

const text = (body: string, status = 200): ShopAnswer => ({status, text: body});
const json = (body: unknown, status = 200): ShopAnswer => ({status, json: body});
const arrival = (more: Record<string, unknown>): ShopAnswer => json({status: 'signed-in', ...more});
const problem = (status: number, more: Record<string, unknown>): ShopAnswer =>
  json({type: 'about:blank', title: STRAY, status, ...more}, status);
const page = `<!doctype html><title>Login</title><p>${STRAY}`;

/** 200, and not of the contract. */
const BAD: readonly (readonly [id: string, body: string])[] = [
  ['nothing', ''],
  ['blanks', ' \n\t '],
  ['page', page],
  ['json-null', 'null'],
  ['json-number', '200'],
  ['json-text', '"signed-in"'],
  ['json-true', 'true'],
  ['json-list', '[{"status":"signed-in"}]'],
  ['json-empty', '{}'],
  ['json-cut', '{"status":"signed-in"'],
  ['json-with-trailing-comma', '{"status":"signed-in",}'],
  ['json-in-single-quotes', "{'status':'signed-in'}"],
  ['json-with-comment', '{"status":"signed-in"/* */}'],
  ['json-with-nan', '{"status":"signed-in","expiresIn":NaN}'],
  ['json-twice', '{"status":"signed-in"}{"status":"signed-in"}'],
  ['json-after-guard', ')]}\',\n{"status":"signed-in"}'],
  ['json-in-callback', 'cb({"status":"signed-in"})'],
  ['json-in-json', '"{\\"status\\":\\"signed-in\\"}"'],
  ['form', 'status=signed-in'],
  ['envelope', '{"data":{"status":"signed-in"},"success":true}'],
  ['status-in-capitals', '{"status":"SIGNED-IN"}'],
  ['status-with-blank', '{"status":"signed-in "}'],
  ['status-with-underscore', '{"status":"signed_in"}'],
  ['status-ok', '{"status":"ok"}'],
  ['status-number', '{"status":200}'],
  ['status-list', '{"status":["signed-in"]}'],
  ['status-object', '{"status":{"toString":"signed-in"}}'],
  ['status-constructor', '{"status":"constructor"}'],
  ['status-key-capital', '{"Status":"signed-in"}'],
  ['status-inherited', '{"__proto__":{"status":"signed-in"}}'],
  ['action-missing', '{"status":"action-required"}'],
  ['action-unknown', '{"status":"action-required","action":"pay"}'],
  ['action-constructor', '{"status":"action-required","action":"constructor"}'],
  ['action-list', '{"status":"action-required","action":["dormant"]}'],
  ['tx-of-another-login', `{"status":"signed-in","tx":"${'x'.repeat(43)}"}`],
  ['tx-of-another-login-signed-out', `{"status":"signed-out","tx":"${'x'.repeat(43)}"}`],
  ['10000-levels', `${'[['.repeat(5000)}${']]'.repeat(5000)}`],
  ['1-mb-of-blanks', ' '.repeat(1_000_000)],
  ['1-mb-of-page', page.padEnd(1_000_000, '<br>')],
];

/** Signed in, whatever is beside it. */
const GOOD: readonly (readonly [id: string, answer: ShopAnswer, more?: Partial<BackendAnswer>])[] = [
  ['status-alone', arrival({}), {member: {}}],
  ['tx-number', arrival({tx: 5})],
  ['tx-null', arrival({tx: null})],
  ['status-201', json({status: 'signed-in'}, 201)],
  ['keys-twice', text('{"status":"signed-out","status":"signed-in"}')],
  ['blanks-around', text(' \n{"status":"signed-in"}\n ')],
  ['fields-of-others', arrival({access_token: STRAY, member: {email: STRAY}, missingTerms: [{memo: STRAY}]})],
  ['prototype-key', text('{"status":"signed-in","__proto__":{"isNewMember":true},"constructor":1}')],
  ['prototype-key-of-member', text('{"status":"signed-in","member":{"__proto__":{"name":"x"}}}'), {member: {}}],
  ['member-null', arrival({member: null}), {member: {}}],
  ['member-text', arrival({member: 'Ryan'}), {member: {}}],
  ['member-list', arrival({member: ['Ryan']}), {member: {}}],
  ['name-object', arrival({member: {name: {first: 'Ryan'}}}), {member: {}}],
  ['name-markup', arrival({member: {name: '<b onclick=x>'}}), {member: {name: '<b onclick=x>'}}],
  ['name-of-100-kb', arrival({member: {name: 'x'.repeat(100_000)}}), {member: {name: 'x'.repeat(100_000)}}],
  ['name-lone-surrogate', text('{"status":"signed-in","member":{"name":"\\ud800"}}'), {member: {name: '\ud800'}}],
  ['picture-script', arrival({member: {picture: 'javascript:alert(1)'}}), {member: {}}],
  ['picture-plain-http', arrival({member: {picture: 'http://img.example/1.jpg'}}), {member: {}}],
  ['picture-data', arrival({member: {picture: 'data:image/svg+xml,<svg onload=x>'}}), {member: {}}],
  ['picture-after-blank', arrival({member: {picture: ' https://img.example/1.jpg'}}), {member: {}}],
  ['terms-text', arrival({missingTerms: 'marketing'})],
  ['terms-of-junk', arrival({missingTerms: [null, 1, 'x', [], {tag: 1}, {tag: 'a', required: 'yes'}]})],
  [
    '10000-terms',
    arrival({missingTerms: Array.from({length: 10_000}, (_, tag) => ({tag: `t${tag}`, required: true}))}),
  ],
  ['scope-text', arrival({scope: 'openid'})],
  ['expires-negative', arrival({expiresIn: -1})],
  ['expires-text', arrival({expiresIn: '3600'})],
  ['expires-beyond-numbers', text('{"status":"signed-in","expiresIn":1e999}')],
  ['expires-beyond-dates', arrival({expiresIn: Number.MAX_VALUE})],
  ['new-member-text', arrival({isNewMember: 'true'})],
  ['redirect-to-page', arrival({redirectTo: '/welcome?a=1#b'}), {at: '/welcome?a=1#b'}],
  ['redirect-to-other-site', arrival({redirectTo: 'https://evil.example/'})],
  ['redirect-to-own-site-absolute', arrival({redirectTo: 'https://shop.example/welcome'})],
  ['redirect-without-scheme', arrival({redirectTo: '//evil.example/'})],
  ['redirect-with-backslash', arrival({redirectTo: '/\\evil.example'})],
  ['redirect-through-dots', arrival({redirectTo: '/..//evil.example'})],
  ['redirect-with-tab', arrival({redirectTo: '/\t/evil.example'})],
  ['redirect-to-script', arrival({redirectTo: 'javascript:alert(1)'})],
  ['redirect-to-callback', arrival({redirectTo: '/kakao/callback?code=x&state=y'})],
  ['redirect-to-endpoint', arrival({redirectTo: '/api/kakao/session'})],
  ['redirect-list', arrival({redirectTo: ['/welcome']})],
];

/** Failures, and what is told of them. */
const FAILED: readonly (readonly [id: string, answer: ShopAnswer, end: string])[] = [
  ['signed-out', json({status: 'signed-out'}), 'login_unfinished'],
  ['signed-out-for-a-reason', json({status: 'signed-out', reason: 'constructor'}), 'login_unfinished'],
  ['redirected', text('', 0), 'backend_bad_answer'],
  ['status-204', text('', 204), 'backend_bad_answer'],
  ['status-304', text('', 304), 'backend_bad_answer'],
  ['problem-published', problem(429, {code: 'rate_limited'}), 'rate_limited'],
  ['problem-of-ours-alone', problem(400, {code: 'sdk_blocked'}), 'backend_refused'],
  ['problem-unpublished', problem(409, {code: 'member_suspended'}), 'backend_refused'],
  ['problem-constructor', problem(400, {code: 'constructor'}), 'backend_refused'],
  ['problem-proto', problem(500, {code: '__proto__'}), 'backend_failed'],
  ['problem-in-capitals', problem(409, {code: 'CODE_USED'}), 'backend_refused'],
  ['problem-with-blank', problem(409, {code: 'code_used '}), 'backend_refused'],
  ['problem-list', problem(409, {code: ['code_used']}), 'backend_refused'],
  ['problem-number', problem(400, {code: 320}), 'backend_refused'],
  ['problem-of-kakao', problem(400, {error: 'invalid_grant', error_code: 'KOE320'}), 'backend_refused'],
  ['problem-with-markup-ref', problem(400, {code: 'request_invalid', ref: '<img src=x>'}), 'request_invalid'],
  ['problem-with-secret-ref', problem(400, {code: 'request_invalid', ref: STRAY}), 'request_invalid'],
  ['problem-with-message', problem(403, {code: 'origin_refused', message: STRAY, detail: STRAY}), 'origin_refused'],
  ['problem-null', json(null, 400), 'backend_refused'],
  ['problem-text', json('rate_limited', 400), 'backend_refused'],
  ['session-beside-400', json({status: 'signed-in'}, 400), 'backend_refused'],
  ['session-beside-500', json({status: 'signed-in'}, 500), 'backend_failed'],
  ['page-401', text(page, 401), 'backend_refused'],
  ['page-429', text(page, 429), 'rate_limited'],
  ['page-503', text(page, 503), 'backend_failed'],
  ['page-504', text(page, 504), 'backend_failed'],
  ['status-999', text('', 999), 'backend_failed'],
  ['no-network', 'network-error', 'backend_unreachable'],
  ['never', 'hangs', 'backend_timeout'],
  ['body-never', {status: 200, body: 'hangs'}, 'backend_timeout'],
];

/** Something more is needed first. */
const ACTIONS: readonly (readonly [id: string, answer: Record<string, unknown>, at?: string])[] = [
  ['action-with-page', {action: 'additional-info', redirectTo: '/join'}, '/join'],
  ['action-with-other-site', {action: 'link-existing', redirectTo: 'https://evil.example/'}],
  ['action-with-markup', {action: 'dormant', message: '<img src=x onerror=alert(1)>'}],
  ['action-with-1-mb', {action: 'age-check', message: 'x'.repeat(1_000_000)}],
  ['action-with-object', {action: 'rejoin-blocked', message: {html: STRAY}}],
];

export const BACKEND_ANSWERS: readonly BackendAnswer[] = [
  ...BAD.map(([id, body]) => ({id, answer: text(body), end: 'backend_bad_answer'})),
  ...GOOD.map(([id, answer, more]) => ({id, answer, end: 'signed-in', ...more})),
  ...FAILED.map(([id, answer, end]) => ({id, answer, end})),
  ...ACTIONS.map(([id, answer, at = BEGUN]) => ({
    id,
    answer: json({status: 'action-required', ...answer}),
    end: answer['action'] as string,
    at,
  })),
];
