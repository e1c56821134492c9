import {attempt} from '../../shared/attempt.js';
import {leaveForAccountLogout} from '../page/account-logout.js';
import {consumeDeveloperHint} from '../page/backend/developer-hint.js';
import type {ClientContext} from '../page/client-context.js';
import {forgetDeferredSuccess} from '../page/kept/deferred-success.js';
import {rememberLogout} from '../page/visit-history.js';
import {KakaoLogoutEvent} from '../state/events.js';
import {toFailure} from '../state/outcome.js';
import {isUnderWay} from '../state/state.js';

/** Makes the function that logs out: one logout for all who ask while it is under way. */
export function createLogout(context: ClientContext): (fromAccount: boolean) => Promise<void> {
  let leaving: Promise<void> | undefined;
  /** Whether anybody who waits for the logout asked for that of the Kakao account. */
  let includesAccount = false;

  async function logout(): Promise<void> {
    if ((await endSession(context)) && includesAccount) logoutOfAccount(context);
  }

  return (fromAccount) => {
    includesAccount ||= fromAccount;
    return (leaving ??= logout().finally(() => {
      leaving = undefined;
      includesAccount = false;
    }));
  };
}

/** Ends the session at the backend, and tells so; false where it failed. */
async function endSession({ports, store, backend, explain, deliver}: ClientContext): Promise<boolean> {
  const result = await backend.post({purpose: 'logout'});
  if ('code' in result) {
    // What cannot be read, or came too late, may have said that the session is over.
    const isUnknown = result.code === 'backend_bad_answer' || result.code === 'backend_timeout';
    const seen = isUnknown && (await backend.recover());
    if (!seen || seen.status !== 'signed-out') {
      deliver(toFailure(result.code, 'logout', result.ref), undefined, !result.isLost);
      return false;
    }
    explain([consumeDeveloperHint(ports)]);
  }
  rememberLogout(ports);
  // A press that is under way goes on.
  const {flow} = store.state;
  store.update({session: {status: 'signed-out'}, flow: isUnderWay(flow) ? flow : {status: 'idle'}});
  forgetDeferredSuccess(ports);
  ports.dispatch(new KakaoLogoutEvent(false));
  return true;
}

function logoutOfAccount({ports, config, explain}: ClientContext): void {
  const {settings} = config();
  if (settings.logoutRedirectUri) {
    const hasLeft = ports.topAddress() && attempt(() => (leaveForAccountLogout(ports, settings), true));
    // Nothing has: the session of the site is over all the same.
    if (!hasLeft) explain(['framed']);
  } else
    explain([{code: 'config_incomplete', kind: 'missing', name: 'logoutRedirectUri', here: ports.address().origin}]);
}
