// A backend for the widget on Node 20, without any package: node server.mjs
import assert from 'node:assert/strict';
import {createHash, randomBytes, randomUUID} from 'node:crypto';
import {createServer} from 'node:http';
import {createIdTokenReader} from './id-token.mjs';
import {createUnlinkNotice} from './unlink-notice.mjs';

const read = (name) => process.env[name] || assert.fail(`${name} has no value.`);
const PORT = Number(read('PORT'));
const SITE = new URL(read('SITE_ORIGIN')).origin;
const REDIRECT_URI = `${SITE}/kakao/callback`;
const REST_API_KEY = read('KAKAO_REST_API_KEY');
const CLIENT_SECRET = read('KAKAO_CLIENT_SECRET');
/** What pages may ask Kakao with. A JavaScript key exchanges no codes: the REST API key does it. */
const KEYS = new Set([REST_API_KEY, process.env.KAKAO_JAVASCRIPT_KEY].filter(Boolean));
const KAUTH = process.env.KAKAO_ORIGIN || 'https://kauth.kakao.com';
const KAPI = process.env.KAKAO_ORIGIN || 'https://kapi.kakao.com';

const IS_HTTPS = SITE.startsWith('https:');
assert(IS_HTTPS || ['localhost', '127.0.0.1'].includes(new URL(SITE).hostname), 'SITE_ORIGIN must be https.');
// Browsers take a cookie `__Host-…` from this host alone, and over https alone.
const COOKIE = IS_HTTPS ? '__Host-shop_session' : 'shop_session';
const SESSION_SECONDS = 30 * 24 * 3600;
const TOKEN = /^[\w-]{43}$/;

// Your database. An account is Kakao's, a member is yours: who unlinks and comes back is another member here.
const accounts = new Map(); // Kakao's user id → member id
const members = new Map(); // member id → {name, picture}
const sessions = new Map(); // SHA-256 of the session id → {memberId, tx, isNewMember, expiresAt}

/** Why a request is refused: a code of docs/en/error-codes.md, and Kakao's own. */
class Refusal extends Error {
  constructor(status, code, kakaoCode) {
    super(code);
    Object.assign(this, {status, code, kakaoCode});
  }
}

async function handleSession(request, response) {
  let ref = toReference(randomBytes(5));
  try {
    if (request.method === 'GET' || request.method === 'HEAD') return answer(response, 200, showSession(request));
    if (request.method !== 'POST') throw new Refusal(405, 'request_invalid');
    const body = await readPost(request);
    if (isText(body.tx, TOKEN)) ref = toReference(Buffer.from(body.tx, 'base64url'));
    answer(response, 200, await change(body, request, response));
  } catch (error) {
    const {code, status, kakaoCode} = error instanceof Refusal ? error : new Refusal(500, 'hook_failed');
    // Never the body, a token or anybody's words: they can hold codes and personal data.
    console.warn(JSON.stringify({code, ref, kakaoCode, error: error.name}));
    answer(response, status, {type: 'about:blank', title: code, status, code, ref}, 'application/problem+json');
  }
}

function answer(response, status, body, type = 'application/json') {
  if (status === 405) response.setHeader('Allow', 'GET, POST');
  response.writeHead(status, {'Content-Type': type, 'Cache-Control': 'no-store'}).end(JSON.stringify(body));
}

/** The first five octets of a `tx`, so that they can be read over a telephone. */
function toReference(octets) {
  const bits = [...octets.subarray(0, 5)].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  const digits = bits.match(/.{5}/g).map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[parseInt(five, 2)]);
  return `KS-${digits.slice(0, 4).join('')}-${digits.slice(4).join('')}`;
}

/** Who is signed in. Changes nothing. */
function showSession(request) {
  const session = findSession(request);
  if (!session) return {status: 'signed-out'};
  const {memberId, tx, isNewMember} = session;
  // The `tx` of a member who has left tells the page that its cookie did arrive.
  const member = members.get(memberId);
  return member ? {status: 'signed-in', tx, isNewMember, member} : {status: 'signed-out', tx};
}

/** The JSON of a POST that only a page of this site can send. */
async function readPost(request) {
  const {origin, 'sec-fetch-site': site, 'x-kakao-sync': header, 'content-type': type = ''} = request.headers;
  const isHidden = origin === undefined || origin === 'null';
  if (origin !== SITE && !(isHidden && site === 'same-origin')) throw new Refusal(403, 'origin_refused');
  if (header !== '1') throw new Refusal(400, 'request_invalid');
  if (!/^application\/json[ \t]*(;|$)/i.test(type)) throw new Refusal(415, 'request_invalid');
  const chunks = [];
  let size = 0;
  for await (const chunk of request) if ((size += chunk.length) <= 65_536) chunks.push(chunk);
  if (size > 65_536) throw new Refusal(413, 'request_invalid');
  const body = parseJson(Buffer.concat(chunks).toString());
  if (!body) throw new Refusal(400, 'request_invalid');
  return body;
}

const isText = (value, pattern) => typeof value === 'string' && pattern.test(value);

function parseJson(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

async function change(body, request, response) {
  const {purpose, tx} = body;
  if (purpose === 'logout') {
    sessions.delete(readSessionKey(request));
    setCookie(response, '', 0);
    return {status: 'signed-out'};
  }
  if (typeof purpose !== 'string') throw new Refusal(400, 'request_invalid');
  if (!['login', 'auto-login', 'terms'].includes(purpose)) throw new Refusal(400, 'purpose_unsupported');
  checkLogin(body);
  if (purpose === 'terms') requireMember(request);

  const {kakaoId, accessToken} = await exchangeCode(body);
  // Kakao unlinks people of whom nobody reads the user information within a day.
  const member = await readProfile(kakaoId, accessToken);
  const terms = purpose === 'terms' ? await readTerms(body.terms, accessToken) : undefined;
  // Nothing waits from here on: who logs out or unlinks while Kakao is asked stays out, and nobody signs up twice.
  const known = accounts.get(kakaoId);
  if (purpose === 'terms' && known !== requireMember(request)) throw new Refusal(409, 'different_account');
  if (purpose === 'auto-login' && !known) return {status: 'signed-out', tx, reason: 'not_a_member'};
  const memberId = known ?? randomUUID();
  accounts.set(kakaoId, memberId);
  members.set(memberId, member);
  sessions.delete(readSessionKey(request));
  startSession(response, {memberId, tx, isNewMember: !known});
  return {status: 'signed-in', tx, isNewMember: !known, member, terms};
}

function checkLogin({tx, code, redirectUri, clientId, nonceSecret, codeVerifier, terms = []}) {
  const isVerifier = codeVerifier === undefined || isText(codeVerifier, /^[\w.~-]{43,128}$/);
  const isWhole = isText(tx, TOKEN) && isText(code, /^[\x21-\x7e]{1,1024}$/) && isText(nonceSecret, TOKEN);
  if (!isWhole || !isVerifier || !Array.isArray(terms)) throw new Refusal(400, 'request_invalid');
  if (!KEYS.has(clientId)) throw new Refusal(400, 'client_unknown');
  if (redirectUri !== REDIRECT_URI) throw new Refusal(400, 'redirect_uri_unknown');
}

/** The key of the session whose cookie the request has: that exact name, once. */
function readSessionKey(request) {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((pair) => pair.startsWith(`${COOKIE}=`))
    .map((pair) => pair.slice(COOKIE.length + 1));
  return values.length === 1 && TOKEN.test(values[0]) ? toS256(values[0]) : null;
}

function findSession(request) {
  const session = sessions.get(readSessionKey(request));
  return session && session.expiresAt > Date.now() ? session : null;
}

function requireMember(request) {
  const {memberId} = findSession(request) ?? {};
  if (!members.has(memberId)) throw new Refusal(401, 'session_required');
  return memberId;
}

function startSession(response, session) {
  for (const [key, {expiresAt}] of sessions) if (expiresAt <= Date.now()) sessions.delete(key);
  const id = randomBytes(32).toString('base64url');
  sessions.set(toS256(id), {...session, expiresAt: Date.now() + SESSION_SECONDS * 1000});
  setCookie(response, id, SESSION_SECONDS);
}

function setCookie(response, value, seconds) {
  const secure = IS_HTTPS ? '; Secure' : '';
  response.setHeader('Set-Cookie', `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`);
}

const toS256 = (text) => createHash('sha256').update(text).digest('base64url');

// A JavaScript key's codes are exchanged by the REST API key, so the token may be for either.
const readIdToken = createIdTokenReader({issuer: KAUTH, load: () => askKakao(`${KAUTH}/.well-known/jwks.json`)});

async function exchangeCode({code, clientId, nonceSecret, codeVerifier}) {
  const form = {grant_type: 'authorization_code', client_id: REST_API_KEY, client_secret: CLIENT_SECRET};
  Object.assign(form, {redirect_uri: REDIRECT_URI, code}, codeVerifier && {code_verifier: codeVerifier});
  const body = await askKakao(`${KAUTH}/oauth/token`, {method: 'POST', body: new URLSearchParams(form)});
  if (typeof body.access_token !== 'string') throw new Refusal(502, 'provider_bad_response');
  if (typeof body.id_token !== 'string') throw new Refusal(500, 'id_token_missing');
  const expected = {audiences: [clientId, REST_API_KEY], nonce: toS256(nonceSecret)};
  const kakaoId = await readIdToken(body.id_token, expected);
  if (!kakaoId) throw new Refusal(403, 'id_token_invalid');
  return {kakaoId, accessToken: body.access_token};
}

/** What Kakao's refusals mean: KOE… are of the token endpoint, numbers of the APIs. */
const KAKAO_CODES = new Map([
  ['KOE009', [500, 'platform_unregistered']],
  ['KOE010', [500, 'client_secret_wrong']],
  ['KOE101', [500, 'app_key_wrong']],
  ['KOE237', [429, 'rate_limited']],
  ['KOE303', [500, 'redirect_uri_mismatch']],
  ['KOE320', [409, 'code_used']],
  ['-4', [403, 'account_restricted']],
  ['-10', [429, 'rate_limited']],
  ['-406', [403, 'under_age']],
]);

async function askKakao(address, init) {
  let response, text;
  try {
    // Five requests at most for a login: the page waits ten seconds.
    response = await fetch(address, {...init, redirect: 'error', signal: AbortSignal.timeout(2000)});
    text = await response.text();
  } catch {
    throw new Refusal(503, 'provider_unavailable');
  }
  const body = parseJson(text);
  if (response.ok && body) return body;
  const kakaoCode = /^(KOE\d{3}|-\d{1,5})$/.exec(body?.error_code ?? body?.code)?.[0];
  if (response.status >= 500) throw new Refusal(503, 'provider_unavailable', kakaoCode);
  throw new Refusal(...(KAKAO_CODES.get(kakaoCode) ?? [502, 'provider_refused']), kakaoCode);
}

const bearer = (accessToken) => ({headers: {Authorization: `Bearer ${accessToken}`}});

async function readProfile(kakaoId, accessToken) {
  const {id, kakao_account: account} = await askKakao(`${KAPI}/v2/user/me?secure_resource=true`, bearer(accessToken));
  if (String(id) !== kakaoId) throw new Refusal(502, 'profile_mismatch');
  // Without the consent to it, Kakao leaves each of them out.
  return {name: account?.profile?.nickname, picture: account?.profile?.thumbnail_image_url};
}

async function readTerms(asked = [], accessToken) {
  const address = `${KAPI}/v2/user/service_terms?result=app_service_terms`;
  const {service_terms: terms = []} = await askKakao(address, bearer(accessToken));
  return terms.filter(({tag}) => asked.includes(tag)).map(({tag, agreed}) => ({tag, agreed}));
}

/** Ends the sessions of somebody who has unlinked the app: their member is gone. */
function unlink(kakaoId) {
  members.delete(accounts.get(kakaoId));
  accounts.delete(kakaoId);
}

const ROUTES = new Map([
  ['/api/kakao/session', handleSession],
  ['/kakao/unlinked', createUnlinkNotice({adminKey: read('KAKAO_ADMIN_KEY'), unlink})],
]);

createServer((request, response) => {
  const route = ROUTES.get(request.url.split('?')[0]);
  // A request that breaks off must not end the process.
  if (route) route(request, response).catch(() => response.destroy());
  else response.writeHead(404).end();
}).listen(PORT, '127.0.0.1', () => console.info(`http://localhost:${PORT}`));
