import {createHash, createHmac, randomUUID} from 'node:crypto';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text as readText} from 'node:stream/consumers';
import {createLocalJWKSet, decodeJwt, type JSONWebKeySet, type JWTPayload, jwtVerify} from 'jose';
import type CARELESSNESS from './carelessness.json';
import type {Target} from '../../src/doctor/network/target.js';

/** The ways in which a backend can look right and break one MUST. carelessness.json says which. */
export type Carelessness = keyof typeof CARELESSNESS;

export interface Backend {
  readonly url: string;
  close(): Promise<void>;
}

interface Session {
  readonly member: string;
  readonly tx: string;
  readonly isNewMember: boolean;
  /** When the member last logged in by a press, in milliseconds since the epoch; null after an auto-login. */
  readonly authenticatedAt: number | null;
}

const COOKIE = 'shop_sid';
const FRESH = 600_000;
const HOUR = 3_600_000;
/** Whose knowledge makes the keys of links. */
const LINK_SECRET = randomUUID();

type Fields = Readonly<Partial<Record<string, unknown>>>;

/** Why a request is refused. */
class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/**
 * A backend as somebody would write it by the documents alone, without the kit: plain node:http, sessions in memory.
 * It does all that it must, or all but what `careless` names.
 */
export async function startBackend(
  target: () => Omit<Target, 'url'> & {readonly secret: string},
  careless: Carelessness | null,
  now: () => number,
): Promise<Backend> {
  const is = (name: Carelessness): boolean => name === careless;
  /** Who is which member: a member is named after the first account. */
  const members = new Map<string, string>();
  const sessions = new Map<string, Session>();
  const known = new Map<string, string>();
  let keys: ReturnType<typeof createLocalJWKSet> | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {origin} = target();
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Cache-Control', 'no-store');
    const from = request.headers.origin;
    if (from !== undefined && (from === origin || is('lets every origin read'))) {
      response.setHeader('Access-Control-Allow-Origin', from);
      response.setHeader('Access-Control-Allow-Credentials', 'true');
    }
    try {
      response.end(JSON.stringify(await handle(request, response)));
    } catch (error) {
      const {status, code} = error instanceof Refused ? error : new Refused(502, 'provider_refused');
      response.statusCode = status;
      response.setHeader('Content-Type', 'application/problem+json');
      response.end(JSON.stringify({type: 'about:blank', title: code, status, code}));
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<object> {
    const body = await readText(request);
    const query = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams);
    const said = request.headers['x-http-method-override'];
    const method = is('lets a header change the method') && typeof said === 'string' ? said : request.method;
    const sessionId = readSessionId(request.headers.cookie ?? '');
    const isLogout = request.method === 'DELETE' || /^(logout|unlink)$/.test(query['purpose'] ?? '');
    if (is('logs out by whatever method') && isLogout) return logOut(sessionId, response);
    if (is('reads the login from the query') && query['code'] !== undefined) return logIn(query, sessionId, response);
    const acts = method === 'POST' || (is('logs in by whatever method') && body !== '');
    if (!acts) {
      if (method === 'OPTIONS' || method === 'HEAD') return {};
      if (method !== 'GET') throw new Refused(405, 'request_invalid');
      // As frameworks do that begin a session with the first request.
      if (is('keeps the session that was there') && sessionId === undefined) setSession(response, randomUUID());
      const session = sessions.get(sessionId ?? '');
      return session ? {...toAnswer(session), link: toOffer(session)} : {status: 'signed-out'};
    }
    checkOrigin(request);
    if (!is('asks for no header of the widget') && request.headers['x-kakao-sync'] !== '1') {
      throw new Refused(400, 'request_invalid');
    }
    const fields = await readBody(request.headers['content-type'] ?? '', body);
    const {purpose} = fields;
    if (purpose === 'unlink') unlink(sessionId, fields['tx']);
    return purpose === 'logout' || purpose === 'unlink'
      ? logOut(sessionId, response)
      : logIn(fields, sessionId, response);
  }

  function readSessionId(header: string): string | undefined {
    if (is('looks for its cookie anywhere in the header'))
      return new RegExp(`${COOKIE}[^=]*=([^;"]+)`).exec(header)?.[1];
    const [first, ...others] = header
      .split(';')
      .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ''))
      .filter((pair) => toName(pair.slice(0, Math.max(pair.indexOf('='), 0))) === COOKIE)
      .map((pair) => pair.slice(pair.indexOf('=') + 1));
    if (is('takes the first of two cookies')) return first;
    if (is('takes the last of two cookies')) return others.at(-1) ?? first;
    return others.length === 0 ? first : undefined;
  }

  function toName(name: string): string {
    if (is('takes whatever is blank off a cookie’s name')) return Buffer.from(name, 'latin1').toString().trim();
    if (is('reads cookies’ names without their case')) return name.toLowerCase();
    if (is('renames cookies as PHP does')) return decodeURIComponent(name).replace(/[. [\]]/g, '_');
    return name;
  }

  function checkOrigin({headers}: IncomingMessage): void {
    const {origin: own} = target();
    const {origin, 'sec-fetch-site': site} = headers;
    const host = new URL(own).hostname;
    if (is('asks for no origin') || origin === own) return;
    if (origin === undefined || origin === 'null') {
      if (site === 'same-origin' || is('takes no origin, or null, for its own')) return;
    } else if (
      (is('takes an origin that begins as its own') && origin.startsWith(own)) ||
      (is('takes an origin that ends as its own host') && origin.endsWith(new URL(own).host)) ||
      (is('takes any origin of its own host') && new URL(origin).hostname === host)
    ) {
      return;
    }
    throw new Refused(403, 'origin_refused');
  }

  async function readBody(type: string, text: string): Promise<Fields> {
    if (is('reads whatever body it can')) {
      try {
        return JSON.parse(text) as Fields;
      } catch {
        return Object.fromEntries(await new Response(text, {headers: {'Content-Type': type}}).formData());
      }
    }
    const isJson = is('finds JSON anywhere in the content type')
      ? type.includes('application/json')
      : /^application\/json(;|$)/.test(type);
    if (!isJson) throw new Refused(415, 'request_invalid');
    return JSON.parse(text) as Fields;
  }

  function logOut(sessionId: string | undefined, response: ServerResponse): object {
    sessions.delete(sessionId ?? '');
    response.setHeader('Set-Cookie', `${COOKIE}=; Path=/; Max-Age=0; HttpOnly`);
    return {status: 'signed-out'};
  }

  function unlink(sessionId: string | undefined, shown: unknown): void {
    const session = readSession(sessionId);
    const {member, tx} = session;
    if (shown !== tx && !is('unlinks whoever is signed in now')) throw new Refused(409, 'session_changed');
    requireFresh(session, now());
    for (const [account, owner] of members) if (owner === member) members.delete(account);
  }

  function readSession(sessionId: string | undefined): Session {
    const session = sessions.get(sessionId ?? '');
    if (!session) throw new Refused(401, 'session_required');
    return session;
  }

  function requireFresh({authenticatedAt}: Session, time: number): void {
    if (authenticatedAt !== null && time - authenticatedAt <= FRESH) return;
    if (authenticatedAt === null || !is('takes an old login for a fresh one')) throw new Refused(403, 'login_too_old');
  }

  function toOffer(session: Session): object {
    const t = Math.floor(now() / 1000);
    try {
      requireFresh(session, t * 1000);
    } catch {
      return {};
    }
    return {key: toKey(session, t), t, expiresIn: FRESH / 1000};
  }

  /** The key of a session at one second. Nothing is kept: it is made again to be compared. */
  function toKey({tx, member}: Session, t: number): string {
    const owner = is('gives all sessions one key') ? '' : is('gives all sessions of a member one key') ? member : tx;
    return createHmac('sha256', LINK_SECRET).update(`${owner}|${t}`).digest('base64url');
  }

  /** Only the session that began a link may finish it: its key made the secret, within the last hour. */
  function proveLink(session: Session, {t, tx, nonceSecret}: Fields): void {
    const begun = Number(t) * 1000;
    requireFresh(session, Math.min(begun || now(), now()));
    const isOver = now() - begun > HOUR && !is('never looks how old a key is');
    const proof = createHmac('sha256', toKey(session, Number(t)))
      .update(String(tx))
      .digest('base64url');
    if (!Number.isInteger(t) || begun > now() + 5000 || isOver || nonceSecret !== proof) {
      throw new Refused(409, 'link_unproven');
    }
  }

  /** When the member of a new session last logged in by a press. */
  function toAuthenticatedAt(purpose: unknown, former: Session | undefined): number | null {
    const isFresh =
      purpose === 'login' ||
      (purpose === 'auto-login' && is('takes an auto-login for a fresh login')) ||
      (purpose === 'terms' && is('takes a consent for a fresh login'));
    if (isFresh) return now();
    return purpose === 'auto-login' ? null : (former?.authenticatedAt ?? null);
  }

  async function logIn(fields: Fields, sessionId: string | undefined, response: ServerResponse): Promise<object> {
    const {purpose} = fields;
    const {tx, code, nonceSecret = ''} = fields;
    if (typeof tx !== 'string' || typeof code !== 'string' || typeof nonceSecret !== 'string')
      throw new Refused(400, 'request_invalid');
    const isLogin = purpose === 'login' || purpose === 'auto-login' || is('takes every purpose for a login');
    if (!isLogin && purpose !== 'terms' && purpose !== 'link') throw new Refused(400, 'purpose_unsupported');
    const isTrusting = is('takes terms from whoever has a cookie') && sessionId !== undefined;
    if (!isLogin && !isTrusting) readSession(sessionId);
    const former = sessions.get(sessionId ?? '');
    const prove = (): void => {
      if (purpose === 'link' && former && !is('takes a link without a proof')) proveLink(former, fields);
    };
    const isLate = is('looks for the proof of a link after Kakao');
    if (!isLate) prove();
    const before = known.get(tx);
    if (is('answers a known login from memory') && before !== undefined) {
      setSession(response, before);
      return toAnswer(sessions.get(before)!);
    }
    const {clientId, redirectUri} = readKey(fields);
    const person = await exchange(code, clientId, redirectUri, nonceSecret);
    if (isLate) prove();
    const isNewMember = isLogin && !members.has(person);
    if (!isLogin) checkOwner(purpose, person, former?.member ?? person);
    if (isNewMember && purpose === 'auto-login' && !is('signs everybody up')) {
      return {status: 'signed-out', tx, reason: 'not_a_member'};
    }
    const member = members.get(person) ?? person;
    members.set(person, member);
    const session = {member, tx, isNewMember, authenticatedAt: toAuthenticatedAt(purpose, former)};
    const id = is('keeps the session that was there') && sessionId !== undefined ? sessionId : randomUUID();
    sessions.set(id, session);
    known.set(tx, id);
    setSession(response, id);
    return toAnswer(session);
  }

  /** Whose the account is that agreed to terms, or is to be linked. */
  function checkOwner(purpose: unknown, person: string, member: string): void {
    const owner = members.get(person);
    if (purpose === 'terms' && owner !== member && !is('takes anybody’s terms')) {
      throw new Refused(409, 'different_account');
    }
    if (purpose === 'link' && owner !== undefined && owner !== member && !is('links what another member has')) {
      throw new Refused(409, 'already_linked');
    }
    members.set(person, owner ?? member);
  }

  function readKey(fields: Fields): {clientId: string; redirectUri: string} {
    const own = target();
    const clientId = String(fields['clientId']);
    const redirectUri = String(fields['redirectUri']);
    const isOurs = clientId === own.clientId;
    if (!isOurs && is('takes its own key for the one that it was given')) {
      return {clientId: own.clientId, redirectUri: own.redirectUri};
    }
    if (!isOurs && !is('asks Kakao with whatever key it is given')) throw new Refused(400, 'client_unknown');
    if (redirectUri !== own.redirectUri && !is('asks Kakao with whatever redirect URI it is given')) {
      throw new Refused(400, 'redirect_uri_unknown');
    }
    return {clientId, redirectUri};
  }

  async function exchange(code: string, clientId: string, redirectUri: string, nonceSecret: string): Promise<string> {
    const {emulator, secret, fetch: ask = fetch} = target();
    const response = await ask(`${emulator}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        client_secret: secret,
        redirect_uri: redirectUri,
        code,
      }),
    });
    if (!response.ok) throw new Refused(502, 'provider_refused');
    const {id_token: idToken} = (await response.json()) as {id_token: string};
    const claims = await readIdToken(idToken, clientId);
    const hash = createHash('sha256').update(nonceSecret).digest('base64url');
    const nonces = is('takes the nonce itself for its secret') ? [hash, nonceSecret] : [hash];
    const isNonce = nonces.includes(String(claims['nonce']));
    if (!isNonce && !is('forgets the nonce')) throw new Refused(403, 'id_token_invalid');
    return claims.sub ?? '';
  }

  async function readIdToken(idToken: string, clientId: string): Promise<JWTPayload> {
    const {emulator, fetch: ask = fetch} = target();
    if (is('reads the ID token without its signature')) {
      const claims = decodeJwt(idToken);
      const isWhole = claims.iss === emulator && claims.aud === clientId && Number(claims.exp) > Date.now() / 1000;
      if (!isWhole) throw new Refused(403, 'id_token_invalid');
      return claims;
    }
    keys ??= createLocalJWKSet((await (await ask(`${emulator}/.well-known/jwks.json`)).json()) as JSONWebKeySet);
    const isLoose = is('reads the ID token’s signature, not its claims');
    const {payload} = await jwtVerify(idToken, keys, {
      algorithms: ['RS256'],
      ...(!isLoose && {issuer: emulator}),
      ...(isLoose && {currentDate: new Date(0)}),
    }).catch(() => {
      throw new Refused(403, 'id_token_invalid');
    });
    const {aud} = payload;
    const isForUs = is('takes an ID token that is also for others')
      ? [aud].flat().includes(clientId)
      : aud === clientId;
    if (!isForUs && !is('does not look for whom the ID token is')) throw new Refused(403, 'id_token_invalid');
    return payload;
  }

  return serve(createServer((request, response) => void answer(request, response)));
}

/** Lets a server listen on a port of this machine. */
export async function serve(server: Server): Promise<Backend> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function setSession(response: ServerResponse, id: string): void {
  response.setHeader('Set-Cookie', `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`);
}

function toAnswer({tx, isNewMember}: Session): object {
  return {status: 'signed-in', tx, isNewMember};
}
