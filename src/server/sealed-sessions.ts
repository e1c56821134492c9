import {createRandomToken} from '../shared/random.js';
import {MAX_COOKIE, readCookie, toSetCookie} from './cookies.js';
import {isText} from './fields.js';
import type {SessionTerm} from './options.js';
import {Refusal} from './refusal.js';
import {createSeal} from './seal.js';
import type {NewSession, Session, Sessions} from './sessions.js';

/** What sealed sessions need to know. */
export interface SealedSessionSettings {
  readonly sessionKeys: readonly string[];
  /** Whether the site is on https. Plain http is for loopback only. */
  readonly secure: boolean;
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  readonly now: () => number;
}

/** The share of the idle time after which a session can be renewed. */
const RENEWAL_SHARE = 0.1;

/** What is sealed, all times in milliseconds since the epoch. */
interface SealedSession extends NewSession {
  readonly id: string;
  readonly issuedAt: number;
  readonly renewedAt: number;
}

/**
 * Sessions that live in one sealed cookie, without a store. They end after the idle time without a renewal, after the
 * absolute time at the latest, and whenever `readMember` says so. The server keeps nothing: who copied a cookie can use
 * it until one of these ends it, a logout notwithstanding.
 */
export function createSealedSessions(settings: SealedSessionSettings): Sessions {
  const {secure, now} = settings;
  const name = `${secure ? '__Host-' : ''}kakao_sync_session`;
  const idle = settings.idleSeconds * 1000;
  const absolute = settings.absoluteSeconds * 1000;
  const seal = createSeal(settings.sessionKeys, 'session');
  const toExpiry = ({issuedAt, renewedAt}: SealedSession): number => Math.min(renewedAt + idle, issuedAt + absolute);

  const toCookie = async (session: SealedSession): Promise<string> => {
    const {id, memberId, issuedAt, renewedAt, tx, isNewMember, authenticatedAt, kakaoId, missingTerms} = session;
    const expiresAt = toExpiry(session);
    const claims = {
      jti: id,
      sub: memberId,
      at: issuedAt,
      seen: renewedAt,
      tx,
      new: isNewMember,
      auth: authenticatedAt,
      kid: kakaoId,
      terms: missingTerms?.map(({tag, required}) => [tag, required]),
    };
    const value = await seal.seal(claims, expiresAt);
    const cookie = toSetCookie(name, value, Math.floor((expiresAt - now()) / 1000), secure);
    // What is still to be agreed to can be asked for at the next login; a member cannot do without a session.
    if (cookie.length > MAX_COOKIE && missingTerms) return toCookie({...session, missingTerms: undefined});
    if (cookie.length > MAX_COOKIE) {
      const hint = `The session cookie would have ${cookie.length} bytes of ${MAX_COOKIE}: give members shorter ids.`;
      throw new Refusal('session_too_large', hint);
    }
    return cookie;
  };

  return {
    async read(request) {
      const value = readCookie(request, name);
      const claims = value === null ? null : await seal.open(value, now());
      const session = claims && readSealedSession(claims);
      // Checked against today's limits too: they may have been shortened since.
      if (!session || now() >= toExpiry(session)) return null;
      const {memberId, issuedAt, tx, isNewMember, authenticatedAt, kakaoId, missingTerms, renewedAt} = session;
      const stored = {memberId, issuedAt, tx, isNewMember, authenticatedAt, kakaoId, missingTerms};
      const result: Session = {...stored, expiresAt: toExpiry(session)};
      const renewed = {...session, renewedAt: now()};
      const isDue = now() - renewedAt >= idle * RENEWAL_SHARE && toExpiry(renewed) > toExpiry(session);
      return isDue ? {...result, renewal: {cookie: await toCookie(renewed), expiresAt: toExpiry(renewed)}} : result;
    },
    async create(made, {responseHeaders}) {
      const time = now();
      const session = {...made, id: createRandomToken(), issuedAt: time, renewedAt: time};
      responseHeaders.append('Set-Cookie', await toCookie(session));
      return {...made, issuedAt: time, expiresAt: toExpiry(session)};
    },
    destroy({responseHeaders}) {
      responseHeaders.append('Set-Cookie', toSetCookie(name, '', 0, secure));
      return Promise.resolve();
    },
  };
}

function readSealedSession(claims: Readonly<Record<string, unknown>>): SealedSession | null {
  const {jti: id, sub: memberId, at: issuedAt, seen: renewedAt, tx, new: isNewMember, auth, kid, terms} = claims;
  if (!isText(id) || !isText(memberId) || !isText(tx) || typeof isNewMember !== 'boolean') return null;
  if (typeof issuedAt !== 'number' || typeof renewedAt !== 'number') return null;
  return {
    id,
    memberId,
    issuedAt,
    renewedAt,
    tx,
    isNewMember,
    authenticatedAt: typeof auth === 'number' ? auth : null,
    ...(isText(kid) && {kakaoId: kid}),
    ...(Array.isArray(terms) && {missingTerms: terms.flatMap(readTerm)}),
  };
}

function readTerm(value: unknown): readonly SessionTerm[] {
  const [tag, required] = Array.isArray(value) ? (value as unknown[]) : [];
  return isText(tag) && typeof required === 'boolean' ? [{tag, required}] : [];
}
