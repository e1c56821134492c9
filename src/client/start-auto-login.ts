import {toClientContext} from './page/client-context.js';
import type {CoreContext} from './page/core-context.js';
import {forgetFuture} from './page/visit-history.js';
import {toOutcomeEvent} from './state/events.js';
import type {SkipReason} from './state/skip-reason.js';
import type {Outcome} from './state/state.js';
import {autoLoginBySdk, type LoadAuthorize} from './auto-login/auto-login-by-sdk.js';
import {autoLogin} from './auto-login/auto-login.js';

/**
 * Leaves for Kakao if a member can be signed in without a press; else tells why not.
 *
 * @param isReady whether the configuration is complete
 * @param decided what the script in `<head>` has decided
 */
export async function startAutoLogin(
  core: CoreContext,
  isReady: boolean,
  decided: Promise<SkipReason | null> | undefined,
  loadAuthorize: LoadAuthorize,
): Promise<void> {
  const {ports, store, config} = toClientContext(core);
  const found = ports.findSource();
  // Where nothing may be kept yet, the page of the return decides: this visitor has had no chance to consent.
  const source = found.attribution === null ? undefined : found;
  const settings = {...config().settings, source};
  forgetFuture(ports);
  const ask = (): Promise<SkipReason | null> =>
    settings.restApiKey ? autoLogin(ports, settings) : autoLoginBySdk(ports, settings, loadAuthorize);
  const reason = !isReady ? 'not-configured' : !decided && settings.paused ? 'paused' : await (decided ?? ask());
  if (!reason) return;
  await ports.listening();
  const outcome: Outcome = {end: 'skipped', purpose: 'auto-login', reason};
  store.update({outcome});
  ports.dispatch(toOutcomeEvent(outcome));
}
