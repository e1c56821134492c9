// A backend for the widget on Node 20, without any package: node server.mjs
import assert from 'node:assert/strict';
import {randomBytes, randomUUID} from 'node:crypto';
import {createServer, STATUS_CODES} from 'node:http';
import {createCallback} from './callback.mjs';
import {createKakao, isText, parseObject, Refusal, toS256} from './kakao.mjs';
import {createUnlinkNotice} from './unlink-notice.mjs';

const read = (name) => process.env[name] || assert.fail(`${name} has no value.`);
const PORT = Number(read('PORT'));
const SITE = new URL(read('SITE_ORIGIN')).origin;
const REDIRECT_URI = `${SITE}/kakao/callback`;
const REST_API_KEY = read('KAKAO_REST_API_KEY');
/** What pages may ask Kakao with. A JavaScript key exchanges no codes: the REST API key does it. */
const KEYS = new Set([REST_API_KEY, process.env.KAKAO_JAVASCRIPT_KEY].filter(Boolean));

const IS_HTTPS = SITE.startsWith('https:');
const IS_LOCAL = ['localhost', '127.0.0.1'].includes(new URL(SITE).hostname);
assert(IS_HTTPS || IS_LOCAL, 'SITE_ORIGIN must be https.');
/** The emulator, for tests. It signs anybody in as anybody. */
const EMULATOR = process.env.KAKAO_ORIGIN || null;
assert(IS_LOCAL || !EMULATOR, 'KAKAO_ORIGIN is for a site on this machine only.');
const ISSUER = EMULATOR ?? 'https://kauth.kakao.com';
const kakao = createKakao({
  kauth: ISSUER,
  kapi: EMULATOR ?? 'https://kapi.kakao.com',
  restApiKey: REST_API_KEY,
  clientSecret: read('KAKAO_CLIENT_SECRET'),
  redirectUri: REDIRECT_URI,
});

// Browsers take a cookie `__Host-…` from this host alone, and over https alone.
const COOKIE = IS_HTTPS ? '__Host-shop_session' : 'shop_session';
const SESSION_SECONDS = 30 * 24 * 3600;
const TOKEN = /^[\w-]{43}$/;

// Your database. An account is Kakao's, a member is yours: who unlinks and comes back is another member here.
const accounts = new Map(); // Kakao's user id → member id
const members = new Map(); // member id → {name, picture}
const sessions = new Map(); // SHA-256 of the session id → {memberId, tx, isNewMember, missingTerms, expiresAt}

async function handleSession(request, response) {
  let ref = toReference(randomBytes(5));
  response.setHeader('Vary', 'Origin, Cookie');
  if (request.headers.origin === SITE) {
    // For pages on another host of the site, such as www.shop.example for api.shop.example.
    response.setHeader('Access-Control-Allow-Origin', SITE);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type, X-Kakao-Sync');
  }
  try {
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (request.method === 'GET' || request.method === 'HEAD') return answer(response, 200, showSession(request));
    if (request.method !== 'POST') throw new Refusal(405, 'request_invalid');
    const body = await readPost(request);
    if (isText(body.tx, TOKEN)) ref = toReference(Buffer.from(body.tx, 'base64url'));
    answer(response, 200, await change(body, request, response));
  } catch (error) {
    const {code, status} = report(error, ref);
    const problem = {type: 'about:blank', title: STATUS_CODES[status], status, code, ref};
    answer(response, status, problem, 'application/problem+json');
  }
}

/** Never the body, a token or another error's words: they can hold codes and personal data. */
function report(error, ref) {
  const refusal = error instanceof Refusal ? error : new Refusal(500, 'hook_failed', error.name);
  console.warn(JSON.stringify({ref, code: refusal.code, reason: refusal.reason}));
  return refusal;
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
  const {memberId, tx, isNewMember, missingTerms, expiresAt} = session;
  const member = members.get(memberId);
  // The `tx` of a member who has left tells the page that its cookie did arrive.
  if (!member) return {status: 'signed-out', tx};
  const expiresIn = Math.floor((expiresAt - Date.now()) / 1000);
  return {status: 'signed-in', tx, isNewMember, member, missingTerms, expiresIn};
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
  const body = parseObject(Buffer.concat(chunks).toString());
  if (!body) throw new Refusal(400, 'request_invalid');
  return body;
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

  const login = await kakao.exchangeCode(body);
  const [member, terms] = await Promise.all([kakao.readProfile(login), readTerms(login, purpose)]);
  // Nothing waits from here on: who logs out or unlinks while Kakao is asked stays out, and nobody signs up twice.
  const known = accounts.get(login.kakaoId);
  if (purpose === 'terms' && known !== requireMember(request)) throw new Refusal(409, 'different_account');
  if (purpose === 'auto-login' && !known) return {status: 'signed-out', tx, reason: 'not_a_member'};
  const memberId = known ?? randomUUID();
  accounts.set(login.kakaoId, memberId);
  members.set(memberId, member);
  sessions.delete(readSessionKey(request));
  const missingTerms = terms?.filter(({agreed}) => !agreed).map(({tag, required}) => ({tag, required}));
  startSession(response, {memberId, tx, isNewMember: !known, missingTerms});
  const session = {status: 'signed-in', tx, isNewMember: !known, member, missingTerms, expiresIn: SESSION_SECONDS};
  if (purpose !== 'terms') return session;
  const asked = terms.filter(({tag}) => body.terms?.includes(tag));
  return {...session, terms: asked.map(({tag, agreed}) => ({tag, agreed}))};
}

function readTerms(login, purpose) {
  const terms = kakao.readTerms(login);
  // That Kakao cannot tell them keeps nobody out. Then nobody says either that none is missing.
  return purpose === 'terms' ? terms : terms.catch(() => undefined);
}

function checkLogin({tx, code, redirectUri, clientId, nonceSecret, codeVerifier, terms = []}) {
  const isVerifier = codeVerifier === undefined || isText(codeVerifier, /^[\w.~-]{43,128}$/);
  const isWhole = isText(tx, TOKEN) && isText(code, /^[\x21-\x7e]{1,1024}$/) && isText(nonceSecret, TOKEN);
  if (!isWhole || !isVerifier || !Array.isArray(terms)) throw new Refusal(400, 'request_invalid');
  if (!KEYS.has(clientId)) throw new Refusal(400, 'client_unknown');
  if (redirectUri !== REDIRECT_URI) throw new Refusal(400, 'redirect_uri_unknown');
}

/** The values of the cookies of exactly that name. */
function readCookies(request, name) {
  return (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** The key of the session whose cookie the request has, once. */
function readSessionKey(request) {
  const values = readCookies(request, COOKIE);
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
  response.appendHeader(
    'Set-Cookie',
    `${COOKIE}=${value}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  );
}

/** Ends the sessions of somebody who has unlinked the app: their member is gone. */
function unlink(kakaoId) {
  members.delete(accounts.get(kakaoId));
  accounts.delete(kakaoId);
}

const callback = createCallback({
  redirectUri: REDIRECT_URI,
  issuer: ISSUER,
  act: change,
  showSession,
  readCookies,
  report: (error, tx) => report(error, toReference(Buffer.from(tx, 'base64url'))).code,
});

const ROUTES = new Map([
  ['/api/kakao/session', handleSession],
  [new URL(REDIRECT_URI).pathname, callback],
  ['/kakao/unlinked', createUnlinkNotice({adminKey: read('KAKAO_ADMIN_KEY'), unlink})],
]);

createServer((request, response) => {
  const route = ROUTES.get(request.url.split('?')[0]);
  // A request that breaks off must not end the process.
  if (route) route(request, response).catch(() => response.destroy());
  else response.writeHead(404).end();
}).listen(PORT, '127.0.0.1', () => console.info(`http://localhost:${PORT}`));
