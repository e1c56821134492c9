import {isText, parseObject, Refusal} from './kakao.mjs';

const TOKEN = /^[\w-]{43}$/;
const [RESULT_SECONDS, RECORD_SECONDS] = [60, 3600];
const [MAX_QUERY, MAX_RECORD, MAX_CONSUMED, MAX_TARGET] = [8192, 2000, 600, 2048];
const NAMES = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];
const LEFTOVERS = ['token', 'id_token', 'access_token', 'response'];
const PURPOSES = ['login', 'auto-login', 'terms', 'link'];
const NEEDS_SCREEN = ['consent_required', 'login_required', 'interaction_required'];
const ERRORS = new Map([
  ['server_error', 'kakao_unavailable'],
  ['temporarily_unavailable', 'kakao_unavailable'],
  ['timeout', 'kakao_timeout'],
  ...NEEDS_SCREEN.map((error) => [error, 'kakao_interaction_required']),
]);

const refuse = (code) => new Refusal(400, code);

/**
 * The route of the redirect URI where a page has `callback-mode="server"`: it completes the login, and sends the visitor
 * on. The contract is docs/en/backend/server-callback.md.
 *
 * @param {{redirectUri: string, issuer: string, act: Function, showSession: Function, readCookies: Function,
 *   report: Function}} shop `act` is given the fields of a page's POST, and answers as it does
 */
export function createCallback(shop) {
  const {origin, protocol} = new URL(shop.redirectUri);
  const isHttps = protocol === 'https:';
  return async (request, response) => {
    response.setHeader('Cache-Control', 'no-store').setHeader('Referrer-Policy', 'no-referrer');
    const status = refuseNavigation(request);
    if (status) return void response.writeHead(status, {Allow: 'GET'}).end();
    const query = new URL(request.url, origin).searchParams;
    // What follows in it is a path that whoever made the link chose.
    const [, tx] = /^ks1\.([\w-]{43})\.[\w-]{0,200}$/.exec(query.get('state') ?? '') ?? [];
    if (!tx) return void response.writeHead(303, {Location: '/'}).end(); // nobody's login, so nobody is told
    const name = `${isHttps ? '__Host-' : ''}ks.${tx.slice(0, 6)}`;
    const {end, consumed, targets} = await endLogin(shop, tx, name, query, request, response);
    const tell = (cookie, value, seconds) => {
      const secure = isHttps ? '; Secure' : '';
      response.appendHeader('Set-Cookie', `${cookie}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax${secure}`);
    };
    tell('ks_result', `${end}.${tx.slice(0, 6)}`, RESULT_SECONDS);
    if (consumed) tell(name, consumed, RECORD_SECONDS);
    const paths = targets.map((target) => toSafePath(target, shop.redirectUri));
    response.writeHead(303, {Location: paths.find((path) => path !== null) ?? '/'}).end();
  };
}

/** The status to refuse with; 0 for a navigation of the whole window, which alone may spend a code. */
function refuseNavigation({method, headers}) {
  const purposes = ['sec-purpose', 'purpose', 'x-moz'].map((name) => headers[name]);
  if (/prefetch|prerender/i.test(purposes.join())) return 503;
  if (method !== 'GET') return 405;
  return (headers['sec-fetch-dest'] ?? 'document') === 'document' ? 0 : 403;
}

/** How a login ends, what stays of its record if its answer was taken, and where the visitor goes on, best first. */
async function endLogin(shop, tx, name, query, request, response) {
  let record = null;
  let consumed;
  try {
    record = findRecord(tx, new Set(shop.readCookies(request, name)));
    const answer = readAnswer(query, shop.issuer);
    if (!record) throw refuse('other_browser');
    if (!('used' in record)) {
      if (record.redirectUri !== shop.redirectUri) throw refuse('redirect_uri_unknown');
      consumed = toConsumed(record);
    }
    const {end, targets} = await finish(shop, answer, record, request, response);
    return {end, consumed, targets: [...targets, record.from]};
  } catch (error) {
    return {end: `error.${shop.report(error, tx)}`, consumed, targets: [record?.from]};
  }
}

/** @throws {Refusal} what is not of the form that Kakao answers in */
function readAnswer(query, issuer) {
  const isTwice = NAMES.some((name) => query.getAll(name).length > 1);
  const [code, error] = [query.get('code'), query.get('error')];
  const isValid =
    query.toString().length < MAX_QUERY &&
    !isTwice &&
    !LEFTOVERS.some((name) => query.has(name)) &&
    (query.get('iss') ?? issuer) === issuer &&
    (code === null) !== (error === null) &&
    (code === null || isText(code, /^[\x21-\x7e]{1,1024}$/));
  if (!isValid) throw refuse('callback_invalid');
  return {code, error, description: query.get('error_description') ?? ''};
}

/** What the browser keeps of a login under way, or of one whose answer was taken; null if it keeps nothing of it. */
function findRecord(tx, values) {
  const [value = '', ...others] = values;
  if (others.length > 0 || value.length > MAX_RECORD) throw refuse('callback_invalid');
  const record = parseObject(Buffer.from(value, 'base64url').toString());
  const time = record?.used ?? record?.time;
  const isLive = Number.isFinite(time) && Math.abs(Date.now() - time) < RECORD_SECONDS * 1000;
  if (record?.tx !== tx || !isLive || typeof (record.from ?? '') !== 'string') return null;
  const {nonceSecret, codeVerifier = tx, redirectUri, clientId, from, purpose, used} = record;
  const isOpen =
    [nonceSecret, codeVerifier].every((text) => isText(text, TOKEN)) &&
    [redirectUri, clientId, from].every((text) => typeof text === 'string') &&
    PURPOSES.includes(purpose);
  return used !== undefined || isOpen ? record : null;
}

async function finish(shop, {code, error, description}, record, request, response) {
  const {purpose, returnTo, tx} = record;
  if ('used' in record) {
    const session = shop.showSession(request); // a reload, the Back button, a second tab: the code was spent before
    if (session.status !== 'signed-in' || session.tx !== tx) throw refuse('login_unfinished');
    return {end: 'known', targets: []};
  }
  if (error !== null) return {end: endByError(error, description, purpose), targets: []};
  const session = await shop.act({...record, code}, request, response);
  if (session.status !== 'signed-in') return {end: 'out', targets: []};
  return {end: session.isNewMember ? 'new' : 'known', targets: purpose === 'login' ? [returnTo] : []};
}

/** `out`: nobody, and no failure. */
function endByError(error, description, purpose) {
  if (error === 'access_denied' && !/under age 14/i.test(description)) return 'out';
  if (purpose === 'auto-login' && NEEDS_SCREEN.includes(error)) return 'out';
  throw refuse(error === 'access_denied' ? 'under_age' : (ERRORS.get(error) ?? 'kakao_refused'));
}

/** By it, the page knows the result as its own, and nobody exchanges the code again. */
function toConsumed({tx, from, purpose}) {
  const toValue = (kept) =>
    Buffer.from(JSON.stringify({tx, used: Date.now(), from: kept, purpose})).toString('base64url');
  return [from, from.replace(/\?.*/s, ''), '/'].map(toValue).find(({length}) => length <= MAX_CONSUMED);
}

/** A path of this site that nothing reads as another host, and not this route; null for anything else. */
function toSafePath(target, redirectUri) {
  if (typeof target !== 'string' || target.length > MAX_TARGET) return null;
  // A page's own query may have backslashes.
  const encoded = target.replace(/[?#].*/s, (rest) => rest.replaceAll('\\', '%5C'));
  if (!/^\/(?!\/)[^\0-\x1f\x7f\\]*$/.test(encoded)) return null;
  const here = new URL(redirectUri);
  const {origin, pathname, search, hash} = new URL(encoded, here);
  const isElsewhere = origin !== here.origin || pathname.startsWith('//');
  return isElsewhere || pathname.replace(/\/$/, '') === here.pathname ? null : pathname + search + hash;
}
