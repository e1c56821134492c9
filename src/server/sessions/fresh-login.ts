import type {LoginRequest} from '../../shared/wire.js';
import type {LinkKeys} from './link-keys.js';
import type {StoredSession} from '../options/session-port.js';
import {RequestError} from '../base/request-error.js';

/** How old a login may be for what decides who can sign in, in milliseconds. */
export const FRESH_LOGIN = 600_000;
/** How long a visitor may take from a page with a link's key to the answer, in milliseconds. */
const LINK_LIFETIME = 3_600_000;
/** By how much the clocks of two servers may differ, in milliseconds. */
const TOLERANCE = 5000;

type Login = Pick<StoredSession, 'authenticatedAt' | 'issuedAt' | 'tx'>;

/**
 * When the person of a session last proved who they are, in milliseconds since the epoch; null if that is not known, as
 * after an auto-login. A session that the site made itself says so by having no `tx`: it is as old as its login.
 */
export function readAuthenticatedAt({authenticatedAt, issuedAt, tx}: Login): number | null {
  return authenticatedAt === undefined ? (tx === undefined ? issuedAt : null) : authenticatedAt;
}

/**
 * Whether the login of a session is at most ten minutes old at `time` (milliseconds since the epoch). One in the future
 * is not: by a clock that was wrong, or in another unit, it would stay fresh for as long as that takes.
 */
export function isFreshLogin(session: Login, time: number): boolean {
  const at = readAuthenticatedAt(session);
  return at !== null && time - at <= FRESH_LOGIN && at - time <= TOLERANCE;
}

/**
 * Lets only a login of the last ten minutes decide who can sign in: neither an open device nor a copied cookie is enough.
 *
 * @param time milliseconds since the epoch
 * @throws RequestError `login_too_old`
 */
export function requireFreshLogin(session: Login, time: number): void {
  if (isFreshLogin(session, time)) return;
  throw new RequestError(
    'login_too_old',
    'The member’s last login by a press is more than 10 minutes old, or it was an auto-login: have the member log in again.',
  );
}

/**
 * Checks that a `link` was begun by this very session, soon after its login, from a page of this site: its `nonceSecret`
 * is made with the key that only this session was given.
 *
 * @param now milliseconds since the epoch
 * @throws RequestError `login_too_old`, `link_unproven`
 */
export async function requireLinkProof(
  keys: LinkKeys,
  session: StoredSession,
  {t, tx, nonceSecret}: Pick<LoginRequest, 't' | 'tx' | 'nonceSecret'>,
  now: number,
): Promise<void> {
  const begun = t === undefined ? now : t * 1000;
  const at = readAuthenticatedAt(session);
  // A page from before the login does not make that too old: it is refused below.
  requireFreshLogin(session, Math.max(Math.min(begun, now), at ?? -Infinity));
  const isInTime =
    t !== undefined &&
    begun <= now + TOLERANCE &&
    now <= begun + LINK_LIFETIME &&
    (at ?? Infinity) <= begun + TOLERANCE;
  if (isInTime && (await keys.verify(session, t, {tx, nonceSecret}))) return;
  throw new RequestError(
    'link_unproven',
    'The session did not begin this link: it belongs to another session or member, the page is older than an hour, or somebody planted it. Nothing was changed.',
  );
}
