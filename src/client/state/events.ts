import {omitUndefined} from '../../shared/fields.js';
import type {KakaoChannelResultEvent} from './channel-event.js';
import {
  KakaoAutoLoginSkipEvent,
  KakaoLoginErrorEvent,
  KakaoSyncEvent,
  type KakaoLoginStartEvent,
  type KakaoStateChangeEvent,
} from './first-events.js';
import type {ActionRequiredOutcome, CancelledOutcome, ConsentOutcome, Outcome, SignedInOutcome} from './state.js';

// It comes with what adds a channel.
export {KakaoChannelResultEvent, type ChannelResult} from './channel-event.js';
// The others are on the page before anything has happened.
export {
  KakaoAutoLoginSkipEvent,
  KakaoLoginErrorEvent,
  KakaoLoginStartEvent,
  KakaoStateChangeEvent,
} from './first-events.js';

/** `kakao-login-success`: the backend has made a session. Once a login, on the page where the visitor ends up. */
export class KakaoLoginSuccessEvent extends KakaoSyncEvent<SignedInOutcome> {
  constructor(outcome: SignedInOutcome) {
    super('login-success', outcome);
  }
}

/** `kakao-login-cancel`: the visitor turned back on Kakao's screen. */
export class KakaoLoginCancelEvent extends KakaoSyncEvent<CancelledOutcome> {
  constructor(outcome: CancelledOutcome) {
    super('login-cancel', outcome);
  }
}

/** `kakao-action-required`: the backend knows who it is, and needs something more; `code` says what. */
export class KakaoActionRequiredEvent extends KakaoSyncEvent<ActionRequiredOutcome> {
  constructor(outcome: ActionRequiredOutcome) {
    super('action-required', outcome);
  }
}

/**
 * `kakao-terms-missing`: somebody has arrived who has not agreed to a required term. Prevented, `kakao-login-success` is
 * held back until they have.
 */
export class KakaoTermsMissingEvent extends KakaoSyncEvent<Pick<SignedInOutcome, 'purpose' | 'ref' | 'missingTerms'>> {
  constructor({purpose, ref, missingTerms}: SignedInOutcome) {
    super('terms-missing', {purpose, ref, ...omitUndefined({missingTerms})}, true);
  }
}

/** `kakao-terms-result`: what came of a consent, for each term and consent item that was asked for. */
export class KakaoTermsResultEvent extends KakaoSyncEvent<ConsentOutcome> {
  constructor(outcome: ConsentOutcome) {
    super('terms-result', outcome);
  }
}

/**
 * `kakao-logout`: the session was ended from this page; with `kakaoAccount`, the visitor is back from Kakao's logout page,
 * where they could also have logged out of their Kakao account.
 */
export class KakaoLogoutEvent extends KakaoSyncEvent<{readonly kakaoAccount: boolean}> {
  constructor(kakaoAccount: boolean) {
    super('logout', {kakaoAccount});
  }
}

/**
 * `kakao-return`: the callback is done, and the visitor is about to be sent to `to`, a path of this origin. Prevented, the
 * page stays and gets the outcome here: a router navigates by itself. `outcome` is null where there is nothing to tell:
 * another tab, or this one before a reload, has told it.
 */
export class KakaoReturnEvent extends KakaoSyncEvent<{readonly to: string; readonly outcome: Outcome | null}> {
  constructor(to: string, outcome: Outcome | null) {
    super('return', {to, outcome}, true);
  }
}

/** The event that tells an outcome. */
export function toOutcomeEvent(outcome: Outcome): Event {
  switch (outcome.end) {
    case 'signed-in':
      return new KakaoLoginSuccessEvent(outcome);
    case 'cancelled':
      return new KakaoLoginCancelEvent(outcome);
    case 'action-required':
      return new KakaoActionRequiredEvent(outcome);
    case 'consent':
      return new KakaoTermsResultEvent(outcome);
    case 'logged-out':
      return new KakaoLogoutEvent(true);
    case 'skipped':
      return new KakaoAutoLoginSkipEvent(outcome);
    default:
      return new KakaoLoginErrorEvent(outcome);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'kakao-login-start': KakaoLoginStartEvent;
    'kakao-login-success': KakaoLoginSuccessEvent;
    'kakao-login-cancel': KakaoLoginCancelEvent;
    'kakao-login-error': KakaoLoginErrorEvent;
    'kakao-action-required': KakaoActionRequiredEvent;
    'kakao-auto-login-skip': KakaoAutoLoginSkipEvent;
    'kakao-terms-missing': KakaoTermsMissingEvent;
    'kakao-terms-result': KakaoTermsResultEvent;
    'kakao-channel-result': KakaoChannelResultEvent;
    'kakao-logout': KakaoLogoutEvent;
    'kakao-return': KakaoReturnEvent;
    'kakao-state-change': KakaoStateChangeEvent;
  }
}
