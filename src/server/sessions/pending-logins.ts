import {omitUndefined} from '../../shared/fields.js';
import {toS256} from '../../shared/encoding/hashes.js';
import type {Purpose} from '../../shared/transaction.js';
import type {ActionRequiredAnswer, PendingAction, RequiredAction} from '../../shared/wire.js';
import {MAX_COOKIE} from '../base/cookies.js';
import {type UnknownRecord, isRecord, isNonEmptyString} from '../base/validate.js';
import type {RequestContext} from '../options/hook-types.js';
import type {PendingProfile} from '../kakao/profile.js';
import {RequestError} from '../base/request-error.js';
import {type CookieSettings, createEncryptedCookie} from '../base/encrypted-cookie.js';
import type {ServiceTerm} from '../kakao/api/terms.js';

/** How long a visitor has to do what is required, in milliseconds. */
const LIFETIME = 15 * 60_000;

/** A login that waits for the visitor to do something. Times are in milliseconds since the epoch. */
export interface PendingLogin {
  readonly tx: string;
  readonly purpose: Purpose;
  readonly action: PendingAction;
  /** Who was signed in, for the purposes that need a session. */
  readonly beganBy?: string | undefined;
  /** The only member whom it can sign in, where the site has said who. */
  readonly memberId?: string | undefined;
  readonly profile: PendingProfile;
  /** What the page was told with the action: a GET tells a page that has lost the answer. Left out where it does not fit. */
  readonly redirectTo?: string | undefined;
  readonly message?: string | undefined;
  /** What Kakao said of the app's terms, where it did. */
  readonly terms?: readonly ServiceTerm[];
  /** When Kakao was asked. */
  readonly readAt: number;
  readonly expiresAt: number;
  /** Tells it from every other, one of the same transaction too. Without the cookie it is worth nothing. */
  readonly reference: string;
}

/** Whether a login can wait for it: what is final, nobody can fulfil. */
export function isPendingAction(action: RequiredAction): action is PendingAction {
  return action !== 'rejoin-blocked';
}

/** What a page is told of an action that is required. */
export function toActionRequired({
  tx,
  action,
  redirectTo,
  message,
}: Pick<ActionRequiredAnswer, 'action'> & {
  readonly tx: string;
  readonly redirectTo?: string | undefined;
  readonly message?: string | undefined;
}): ActionRequiredAnswer {
  return {status: 'action-required', tx, action, ...omitUndefined({redirectTo, message})};
}

/** Logins that wait, each in the visitor's own browser. */
export interface PendingLogins {
  /** The pending login of a request, or null. Changes nothing. */
  read(request: Request): Promise<PendingLogin | null>;
  /** @throws RequestError `session_too_large` */
  save(pending: Omit<PendingLogin, 'expiresAt' | 'reference'>, context: RequestContext): Promise<void>;
  /** Removes what the request has, if anything. */
  clear(context: RequestContext): Promise<void>;
}

/**
 * Pending logins in one sealed cookie. Nothing is kept here, so that what was copied from a browser can be used
 * elsewhere until it is too old, also after {@link PendingLogins.clear}.
 *
 * @param settings without session keys, nothing is kept at all
 */
export function createPendingLogins(settings: CookieSettings): PendingLogins {
  const {sessionKeys, now} = settings;
  const kept = createEncryptedCookie('pending', settings, ({until}) => (until as number) - LIFETIME);
  return {
    async read(request) {
      const found = await kept.read(request);
      return found && readPendingLogin(found.claims, await toS256(found.value));
    },
    async save(pending, {responseHeaders}) {
      const {tx, purpose, action, beganBy, memberId, profile, terms, readAt, redirectTo, message} = pending;
      if (sessionKeys.length === 0) return;
      const expiresAt = now() + LIFETIME;
      const claims = {
        tx,
        purpose,
        action,
        member: beganBy,
        of: memberId,
        // Addresses and channels may not fit.
        profile: {...profile, raw: undefined, addresses: undefined, channels: undefined},
        terms: terms?.map(toShortTerm),
        at: readAt,
        until: expiresAt,
      };
      const whole = await kept.write({...claims, to: redirectTo, text: message}, expiresAt);
      const cookie = whole.length > MAX_COOKIE ? await kept.write(claims, expiresAt) : whole;
      if (cookie.length > MAX_COOKIE) {
        const hint = `The cookie of the pending login would have ${cookie.length} bytes of ${MAX_COOKIE}: ask Kakao for less.`;
        throw new RequestError('session_too_large', hint);
      }
      responseHeaders.append('Set-Cookie', cookie);
    },
    async clear({request, responseHeaders}) {
      for (const cookie of await kept.remove(request)) responseHeaders.append('Set-Cookie', cookie);
    },
  };
}

/** What was sealed here is whole: only its dates need reading. */
function readPendingLogin(claims: UnknownRecord, reference: string): PendingLogin | null {
  const {tx, purpose, action, member, of, profile, terms, at, until, to, text} = claims;
  if (!isNonEmptyString(tx) || !isRecord(profile) || typeof at !== 'number' || typeof until !== 'number') return null;
  if (!isPendingAction(action as RequiredAction)) return null;
  const {connectedAt, synchedAt, ...rest} = profile as unknown as PendingProfile &
    Record<'connectedAt' | 'synchedAt', unknown>;
  return {
    tx,
    purpose: purpose as Purpose,
    action: action as PendingAction,
    ...(isNonEmptyString(member) && {beganBy: member}),
    ...(isNonEmptyString(of) && {memberId: of}),
    ...(isNonEmptyString(to) && {redirectTo: to}),
    ...(isNonEmptyString(text) && {message: text}),
    profile: {
      ...rest,
      ...(isNonEmptyString(connectedAt) && {connectedAt: new Date(connectedAt)}),
      ...(isNonEmptyString(synchedAt) && {synchedAt: new Date(synchedAt)}),
    },
    ...(Array.isArray(terms) && {terms: terms.map(readShortTerm)}),
    readAt: at,
    expiresAt: until,
    reference,
  };
}

/** A term in a cookie has to be short. */
function toShortTerm({tag, required, agreed, agreedAt, agreedBy}: ServiceTerm): readonly unknown[] {
  return [tag, Number(required), Number(agreed), agreedAt?.getTime() ?? 0, agreedBy ?? ''];
}

function readShortTerm([tag, required, agreed, agreedAt, agreedBy]: [
  string,
  number,
  number,
  number,
  string,
]): ServiceTerm {
  return {
    tag,
    required: required === 1,
    agreed: agreed === 1,
    ...(agreedAt > 0 && {agreedAt: new Date(agreedAt)}),
    ...(agreedBy !== '' && {agreedBy}),
  };
}
