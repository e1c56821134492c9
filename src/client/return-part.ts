import {deliverFailure} from './leave/failed-press.js';
import type {EndSteps} from './leave/press.js';
import * as steps from './on-server/return-steps.js';
import {toClientContext, type ClientContext} from './page/client-context.js';
import type {CoreContext} from './page/core-context.js';
import {hasServerResult} from './page/has-server-result.js';
import * as visits from './page/visit-history.js';
import {toMemberActions} from './member/member.js';
import {tellAfterAction} from './return/after-action.js';
import {LEAVE_TIMEOUT, STUCK_AFTER, withTimeout} from './page/with-timeout.js';
import {ON_SERVER} from './parts.js';
import * as back from './return/handle-callback.js';
import * as tell from './return/tell-outcome.js';

/** What a return needs, whoever is signed in or may be, and what tells how a flow has ended. */
export {startAutoLogin} from './start-auto-login.js';
// With all of the first load, so that bundlers leave that in one piece.
export {createKakaoSync} from './create-kakao-sync.js';
export {requestConsent} from './leave/request-consent.js';
export {isArrivalOrLogout} from './page/other-tabs.js';
export {deliverFailure, toClientContext, toMemberActions};

export const handleRedirectCallback = async (core: CoreContext, address: URL): Promise<boolean> => {
  const context = toClientContext(core);
  // Nothing is waited for before an answer is taken out of the address.
  const isEnded = hasServerResult(context) && (await tellServerResult(context));
  const isReturn = isEnded || (await back.handleRedirectCallback(context, address));
  return isReturn || tellAfterAction(context, toMemberActions(core).readSession);
};
export const resumeRestored = (core: CoreContext): Promise<void> => back.resumeRestored(toClientContext(core));
export const tellWaiting = (core: CoreContext): Promise<boolean> => tell.tellWaiting(toClientContext(core));
export const forgetFuture = (core: CoreContext): void => visits.forgetFuture(toClientContext(core).ports);

export const prepareOnServer: EndSteps['prepareOnServer'] = () => ON_SERVER.load();

export const goByServer: EndSteps['goByServer'] = (core, press, goOn) => {
  const go = ({goByServer: leave}: NonNullable<typeof ON_SERVER.content>): void => {
    if (press.isCurrent()) leave(toClientContext(core), steps, press, goOn);
  };
  // At once if it is there: KakaoTalk opens only while the press lasts.
  if (ON_SERVER.content) go(ON_SERVER.content);
  else withTimeout(core.ports, LEAVE_TIMEOUT, 'part_unavailable', ON_SERVER.load()).then(go, press.fail);
};

/** Tells how a login ended that a route of the server has completed, and answers whether there is one. */
async function tellServerResult(context: ClientContext): Promise<boolean> {
  const {ports} = context;
  const part = await withTimeout(ports, STUCK_AFTER, 'part_unavailable', ON_SERVER.load()).catch((error: unknown) => {
    // The result stays for the next page.
    deliverFailure(context, {purpose: 'login', options: {}}, error);
    return null;
  });
  return part ? part.tellServerResult(context, steps) : true;
}
