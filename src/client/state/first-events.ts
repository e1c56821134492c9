import type {Purpose} from '../../shared/transaction.js';
import type {FailedOutcome, FlowState, SessionState, SkippedOutcome} from './state.js';

/** The browser's `Event`: an old library may have another under that name (MooTools). */
const OwnEvent = (typeof CustomEvent === 'undefined' ? Event : Object.getPrototypeOf(CustomEvent)) as typeof Event;

/**
 * An event of this package: bubbles, crosses shadow roots, and its `detail` is read-only. No detail ever holds a code, a
 * token, a `state` or personal data beyond the member's name and picture.
 */
export class KakaoSyncEvent<Detail> extends OwnEvent {
  declare readonly detail: Readonly<Detail>;

  constructor(type: string, detail: Detail, cancelable = false) {
    super(`kakao-${type}`, {bubbles: true, composed: true, cancelable});
    this.detail = Object.freeze(detail);
  }
}

/** `kakao-login-start`: a login is about to leave the page. Preventing it stops it. */
export class KakaoLoginStartEvent extends KakaoSyncEvent<{readonly purpose: Purpose}> {
  constructor(purpose: Purpose) {
    super('login-start', {purpose}, true);
  }
}

/** `kakao-login-error`: a login failed, or with `purpose` `logout` the end of a session. `code` is one of the published error codes. */
export class KakaoLoginErrorEvent extends KakaoSyncEvent<FailedOutcome> {
  constructor(outcome: FailedOutcome) {
    super('login-error', outcome);
  }
}

/** `kakao-auto-login-skip`: auto-login signed nobody in, and the page is as if nothing had happened; `reason` says why. */
export class KakaoAutoLoginSkipEvent extends KakaoSyncEvent<SkippedOutcome> {
  constructor(outcome: SkippedOutcome) {
    super('auto-login-skip', outcome);
  }
}

/** `kakao-state-change`: session or flow has changed. */
export class KakaoStateChangeEvent extends KakaoSyncEvent<{readonly session: SessionState; readonly flow: FlowState}> {
  constructor(session: SessionState, flow: FlowState) {
    super('state-change', {session, flow});
  }
}
