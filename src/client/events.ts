import {type ErrorCode} from '../shared/errors.js';
import {type Purpose} from '../shared/transaction-cookie.js';
import {type Member, type MissingTerm, type RequiredAction} from '../shared/wire.js';
import {type FlowState, type Outcome, type SessionState} from './state.js';

/**
 * An event of this package: bubbles, crosses shadow roots, and its `detail` is read-only. No detail ever holds a code, a
 * token, a `state` or personal data beyond the member's name and picture.
 */
class KakaoSyncEvent<Detail> extends Event {
  readonly detail: Readonly<Detail>;

  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, {bubbles: true, composed: true, cancelable});
    this.detail = Object.freeze(detail);
  }
}

/** A login is about to leave the page. Preventing it stops it. */
export class KakaoLoginStartEvent extends KakaoSyncEvent<{readonly purpose: Purpose}> {
  constructor(purpose: Purpose) {
    super('kakao-login-start', {purpose}, true);
  }
}

export interface LoginSuccessDetail {
  readonly purpose: Purpose;
  readonly isNewMember: boolean;
  readonly member: Member;
  readonly missingTerms: readonly MissingTerm[];
  readonly scope?: readonly string[];
  readonly ref?: string;
}

/** The backend has made a session. Dispatched once a login, on the page where the visitor ends up. */
export class KakaoLoginSuccessEvent extends KakaoSyncEvent<LoginSuccessDetail> {
  constructor(detail: LoginSuccessDetail) {
    super('kakao-login-success', detail);
  }
}

/** The visitor turned back on Kakao's screen. */
export class KakaoLoginCancelEvent extends KakaoSyncEvent<{readonly purpose: Purpose; readonly ref?: string}> {
  constructor(detail: {purpose: Purpose; ref?: string}) {
    super('kakao-login-cancel', detail);
  }
}

/** A login failed. `code` is one of the published error codes. */
export class KakaoLoginErrorEvent extends KakaoSyncEvent<{
  readonly purpose: Purpose;
  readonly code: ErrorCode;
  readonly ref?: string;
}> {
  constructor(detail: {purpose: Purpose; code: ErrorCode; ref?: string}) {
    super('kakao-login-error', detail);
  }
}

/** The backend knows who it is, and needs something more before it makes a session. */
export class KakaoActionRequiredEvent extends KakaoSyncEvent<{
  readonly purpose: Purpose;
  readonly action: RequiredAction;
  readonly message?: string;
  readonly ref?: string;
}> {
  constructor(detail: {purpose: Purpose; action: RequiredAction; message?: string; ref?: string}) {
    super('kakao-action-required', detail);
  }
}

/** The session was ended by {@link KakaoSync.logout}. */
export class KakaoLogoutEvent extends KakaoSyncEvent<null> {
  constructor() {
    super('kakao-logout', null);
  }
}

/**
 * The callback is done, and the visitor is about to be sent to `to`, a path of this origin. Prevented, the page stays and
 * gets the outcome here: a router navigates by itself.
 */
export class KakaoReturnEvent extends KakaoSyncEvent<{readonly to: string; readonly outcome: Outcome}> {
  constructor(detail: {to: string; outcome: Outcome}) {
    super('kakao-return', detail, true);
  }
}

/** Session or flow has changed. */
export class KakaoStateChangeEvent extends KakaoSyncEvent<{readonly session: SessionState; readonly flow: FlowState}> {
  constructor(detail: {session: SessionState; flow: FlowState}) {
    super('kakao-state-change', detail);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'kakao-login-start': KakaoLoginStartEvent;
    'kakao-login-success': KakaoLoginSuccessEvent;
    'kakao-login-cancel': KakaoLoginCancelEvent;
    'kakao-login-error': KakaoLoginErrorEvent;
    'kakao-action-required': KakaoActionRequiredEvent;
    'kakao-logout': KakaoLogoutEvent;
    'kakao-return': KakaoReturnEvent;
    'kakao-state-change': KakaoStateChangeEvent;
  }
}
