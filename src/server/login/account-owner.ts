import type {CheckedMember, MemberOrAction} from '../options/hook-results.js';
import type {ServerContext} from './server-context.js';
import {callChangingHook} from '../options/call-hook.js';
import type {SignInOptions} from './kakao-server.js';
import type {RequestContext} from '../options/hook-types.js';
import type {PendingLogin} from '../sessions/pending-logins.js';
import {RequestError} from '../base/request-error.js';
import {confirmCurrentMember, type CurrentMember} from './current-session.js';

/** A pending login that is to sign a member in. */
interface Finish {
  readonly pending: PendingLogin;
  readonly member: CheckedMember;
  /** Who is signed in, for the purposes that need a session. */
  readonly current: CurrentMember | null;
  readonly connect: SignInOptions['connect'];
}

/** Whose a Kakao account is, as far as `findMember` says: null for nobody's, undefined where an action names nobody. */
export function toOwnerId(found: MemberOrAction | null): string | null | undefined {
  if (!found) return null;
  return 'member' in found ? found.member.id : found.memberId;
}

/**
 * Makes sure that the Kakao account of a pending login is the member's, by the word of the site's hooks. An account that
 * is nobody's is connected here, after everything else was checked, so that nothing is stored in vain.
 *
 * @returns whether it is the member's; false where it is nobody's, and the site connects nothing
 * @throws RequestError `already_linked`, `different_account`, `pending_changed`, `session_required`, `session_changed`,
 * `purpose_unsupported`, `hook_failed`
 */
export async function settleAccount(server: ServerContext, finish: Finish, context: RequestContext): Promise<boolean> {
  const {pending, member, current, connect} = finish;
  const {purpose, profile} = pending;
  const owner = await findOwner(server, pending, context);
  if (owner === member.id) return true;
  if (purpose === 'terms') {
    throw new RequestError('different_account', 'The Kakao account that agreed is not the one of the member any more.');
  }
  if (owner !== null)
    throw new RequestError('already_linked', 'The Kakao account is another member’s: nobody is signed in.');
  if (purpose === 'link' && current) {
    const {linkMember} = server.hooks;
    if (!linkMember)
      throw new RequestError('purpose_unsupported', 'A link has waited, and there is no linkMember any more.');
    await confirmCurrentMember(server, current, context);
    await linkMember(member.id, {...profile, raw: undefined}, context);
    return true;
  }
  if (!connect) return false;
  // A site without types may return anything.
  const isConnected: unknown = await callChangingHook('connect', (signal) => connect(profile, {signal}));
  if (isConnected !== true) {
    throw new RequestError(
      'already_linked',
      'connect did not return true: the member or the Kakao account is taken, and nobody is signed in.',
    );
  }
  if ((await findOwner(server, pending, context)) === member.id) return true;
  throw new RequestError(
    'hook_failed',
    'connect returned true, and findMember does not say that the account is the member’s.',
  );
}

/** Whose the account is by now; null for nobody's. */
async function findOwner(
  server: ServerContext,
  {profile, action}: PendingLogin,
  context: RequestContext,
): Promise<string | null> {
  const found = await server.hooks.findMember({...profile, raw: undefined}, context);
  const owner = toOwnerId(found);
  if (owner !== undefined && !(found && 'action' in found && found.action !== action)) return owner;
  const hint =
    'findMember still requires an action: have it return the member once that is done, or name memberId beside it.';
  throw new RequestError('pending_changed', hint);
}
