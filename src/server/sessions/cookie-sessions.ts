import type {JWTPayload} from 'jose';
import {createRandomToken} from '../../shared/encoding/random.js';
import {MAX_COOKIE} from '../base/cookies.js';
import {createEndedSessions, type EndedSessions, type SessionOrigin} from './ended-sessions.js';
import {isNonEmptyString} from '../base/validate.js';
import type {RequestContext} from '../options/hook-types.js';
import type {SessionTerm} from '../options/session-port.js';
import {RequestError} from '../base/request-error.js';
import {type CookieSettings, createEncryptedCookie, type EncryptedCookie} from '../base/encrypted-cookie.js';
import {NEEDS_SESSION, type NewSession, type Session, type Sessions} from './sessions.js';

/** What sealed sessions need to know. */
interface CookieSessionSettings extends CookieSettings {
  readonly idleSeconds: number;
}

/** The share of the idle time after which a session can be renewed. */
const RENEWAL_SHARE = 0.1;

/** What is sealed, all times in milliseconds since the epoch. */
interface SealedSession extends NewSession, SessionOrigin {
  readonly id: string;
  readonly issuedAt: number;
  readonly renewedAt: number;
}

/**
 * Sessions that live in one sealed cookie, without a store. They end after the idle time without a renewal, after the
 * absolute time at the latest, and whenever `readMember` says so. A logout, and a login in a session's place, end it in
 * their browser, whatever brings its cookie back there. The server keeps nothing: who copied a cookie can use it in
 * another browser until one of the former ends it.
 */
export function createCookieSessions(settings: CookieSessionSettings): Sessions {
  return new CookieSessions(settings);
}

class CookieSessions implements Sessions {
  readonly #settings: CookieSessionSettings;
  readonly #cookie: EncryptedCookie;
  readonly #ended: EndedSessions;

  constructor(settings: CookieSessionSettings) {
    this.#settings = settings;
    this.#cookie = createEncryptedCookie('session', settings, ({seen}) => seen);
    this.#ended = createEndedSessions(settings);
  }

  async read(request: Request): Promise<Session | null> {
    const session = await this.#open(request);
    if (!session || (await this.#ended.includes(request, session))) return null;
    const {memberId, issuedAt, tx, isNewMember, authenticatedAt, kakaoId, missingTerms} = session;
    const stored = {memberId, issuedAt, tx, isNewMember, authenticatedAt, kakaoId, missingTerms};
    const renewal = await this.#renew(request, session);
    return {...stored, expiresAt: this.#toExpiry(session), ...(renewal && {renewal})};
  }

  async create(made: NewSession, context: RequestContext): Promise<Session> {
    const {request, purpose, responseHeaders} = context;
    const former = await this.#open(request);
    // Stryker disable next-line ConditionalExpression: who has no session is not let in with such a purpose
    const isContinued = former !== null && NEEDS_SESSION.has(purpose);
    const added = former && !isContinued ? await this.#ended.add(former.root, context) : null;
    const [id, time] = [createRandomToken(), this.#settings.now()];
    const session: SealedSession = {
      ...made,
      id,
      issuedAt: time,
      renewedAt: time,
      root: isContinued ? former.root : id,
      lastEnded: purpose === 'login' ? undefined : (added ?? this.#ended.readLast(request)),
    };
    responseHeaders.append('Set-Cookie', await this.#seal(session));
    return {...made, issuedAt: time, expiresAt: this.#toExpiry(session)};
  }

  async destroy(context: RequestContext): Promise<void> {
    const {request, responseHeaders} = context;
    const session = await this.#open(request);
    for (const cookie of await this.#cookie.remove(request)) responseHeaders.append('Set-Cookie', cookie);
    if (!session || (await this.#ended.add(session.root, context)) === null) this.#ended.mark(context);
  }

  /** The session in a request's cookie, also one that has ended in its browser. */
  async #open(request: Request): Promise<SealedSession | null> {
    const found = await this.#cookie.read(request);
    const session = found && readSealedSession(found.claims);
    // Checked against today's limits too: they may have been shortened since.
    return session && this.#settings.now() < this.#toExpiry(session) ? session : null;
  }

  /** What prolongs a session, once it is time to. */
  async #renew(request: Request, session: SealedSession): Promise<Session['renewal']> {
    const {idleSeconds, now} = this.#settings;
    const renewed = {...session, renewedAt: now(), lastEnded: this.#ended.readLast(request)};
    const expiresAt = this.#toExpiry(renewed);
    const isDue = renewed.renewedAt - session.renewedAt >= idleSeconds * 1000 * RENEWAL_SHARE;
    if (!isDue || expiresAt <= this.#toExpiry(session)) return undefined;
    return {cookie: await this.#seal(renewed), expiresAt};
  }

  /** @throws RequestError `session_too_large` */
  async #seal(session: SealedSession): Promise<string> {
    const cookie = await this.#cookie.write(toClaims(session), this.#toExpiry(session));
    // What is still to be agreed to can be asked for at the next login; a member cannot do without a session.
    if (cookie.length > MAX_COOKIE && session.missingTerms) return this.#seal({...session, missingTerms: undefined});
    if (cookie.length > MAX_COOKIE) {
      const hint = `The session cookie would have ${cookie.length} bytes of ${MAX_COOKIE}: give members shorter ids.`;
      throw new RequestError('session_too_large', hint);
    }
    return cookie;
  }

  #toExpiry({issuedAt, renewedAt}: SealedSession): number {
    const {idleSeconds, absoluteSeconds} = this.#settings;
    return Math.min(renewedAt + idleSeconds * 1000, issuedAt + absoluteSeconds * 1000);
  }
}

function toClaims(session: SealedSession): JWTPayload {
  const {id, memberId, issuedAt, renewedAt, tx, isNewMember, authenticatedAt, kakaoId, missingTerms} = session;
  const {root, lastEnded} = session;
  return {
    jti: id,
    sub: memberId,
    at: issuedAt,
    seen: renewedAt,
    tx,
    new: isNewMember,
    auth: authenticatedAt,
    kid: kakaoId,
    terms: missingTerms?.map(({tag, required}) => [tag, required]),
    root: root === id ? undefined : root,
    last: lastEnded,
  };
}

function readSealedSession(claims: Readonly<Record<string, unknown>>): SealedSession | null {
  const {jti: id, sub: memberId, at: issuedAt, seen: renewedAt, tx, new: isNewMember, auth, kid, terms} = claims;
  const {root, last} = claims;
  if (!isNonEmptyString(id) || !isNonEmptyString(memberId) || !isNonEmptyString(tx) || typeof isNewMember !== 'boolean')
    return null;
  if (typeof issuedAt !== 'number' || typeof renewedAt !== 'number') return null;
  return {
    id,
    memberId,
    issuedAt,
    renewedAt,
    tx,
    isNewMember,
    authenticatedAt: typeof auth === 'number' ? auth : null,
    ...(isNonEmptyString(kid) && {kakaoId: kid}),
    ...(Array.isArray(terms) && {missingTerms: terms.flatMap(readTerm)}),
    root: isNonEmptyString(root) ? root : id,
    // Stryker disable next-line ConditionalExpression: only a text is ever sealed
    ...(typeof last === 'string' && {lastEnded: last}),
  };
}

function readTerm(value: unknown): readonly SessionTerm[] {
  // Stryker disable next-line ArrayDeclaration: what is no list names no term
  const [tag, required] = Array.isArray(value) ? (value as unknown[]) : [];
  return isNonEmptyString(tag) && typeof required === 'boolean' ? [{tag, required}] : [];
}
