import {toClientContext} from './page/client-context.js';
import type {CoreContext} from './page/core-context.js';
import * as visits from './page/visit-history.js';
import {toMemberActions} from './member/member.js';
import {tellAfterAction} from './return/after-action.js';
import * as back from './return/handle-callback.js';
import * as tell from './return/tell-outcome.js';

/** What a return needs, whoever is signed in or may be, and what tells how a flow has ended. */
export {startAutoLogin} from './start-auto-login.js';
// With all of the first load, so that bundlers leave that in one piece.
export {createKakaoSync} from './create-kakao-sync.js';
export {deliverFailure} from './leave/failed-press.js';
export {requestConsent} from './leave/request-consent.js';
export {isArrivalOrLogout} from './page/other-tabs.js';
export {toClientContext, toMemberActions};

export const handleRedirectCallback = async (core: CoreContext, address: URL): Promise<boolean> => {
  const context = toClientContext(core);
  const isReturn = await back.handleRedirectCallback(context, address);
  return isReturn || tellAfterAction(context, toMemberActions(core).readSession);
};
export const resumeRestored = (core: CoreContext): Promise<void> => back.resumeRestored(toClientContext(core));
export const tellWaiting = (core: CoreContext): Promise<boolean> => tell.tellWaiting(toClientContext(core));
export const forgetFuture = (core: CoreContext): void => visits.forgetFuture(toClientContext(core).ports);
