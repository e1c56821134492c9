import type {KakaoSync, PageClient} from '../client/page/page-client.js';
import type {KakaoLoginStartEvent} from '../client/state/first-events.js';
import type {FlowState, Outcome} from '../client/state/state.js';
import {toFields} from '../shared/fields.js';
import type {AnalyticsWindow} from './analytics-window.js';
import type {EventName, Values} from './events.js';
import type {KakaoPixel} from './kakao-pixel.js';

/**
 * Tells an event, once on this page of what it is an event of: a state of the flow and an outcome have the fields of a
 * journey themselves.
 */
export type Tell = <Name extends EventName>(of: object | undefined, name: Name, values?: Values<Name>) => void;

export interface Listeners {
  readonly tell: Tell;
  /** The client's state has changed; whether by a press. */
  readonly check: (isPressed: boolean) => void;
  readonly pixel: Pick<KakaoPixel, 'arrive'> | undefined;
}

const WAITING = 'waiting-for-talk';

/** Whether a flow or an outcome is a login's: consents, links and logouts are told to nobody. */
function isLogin({purpose}: FlowState | Outcome): boolean {
  return purpose === 'login' || purpose === 'auto-login';
}

/**
 * Tells the outcome of a login. Of auto-login only its success and its failures: whoever it does not sign in has noticed
 * nothing.
 *
 * @param isReturn where it failed: whether the visitor had been at Kakao
 */
function tellOutcome(outcome: Outcome, isReturn: boolean, {tell, pixel}: Listeners): void {
  const {end, code, afterAction} = toFields(outcome);
  const isFailure = !!code && end !== 'action-required';
  // What follows an action is an outcome of its own, whose return was told when the action was asked for.
  if (outcome.purpose === 'login' && (isReturn || !isFailure) && !afterAction) {
    tell(outcome, 'kakao_sync_return');
  }
  if (isFailure) tell(outcome, 'kakao_sync_error', {code});
  if (end === 'cancelled') tell(outcome, 'kakao_sync_cancel');
  if (outcome.end === 'signed-in') {
    tell(outcome, outcome.isNewMember ? 'sign_up' : 'login', {method: 'kakao'});
    pixel?.arrive(outcome, outcome.isNewMember);
  }
}

/** Follows presses, the flow and its outcomes. The returned functions end it, but for presses. */
export function watchJourneys(client: KakaoSync, page: AnalyticsWindow, listeners: Listeners): readonly (() => void)[] {
  const {tell, check} = listeners;
  /** A press is under way that has not come back. */
  let isAway = false;
  let flow: FlowState | undefined;

  function onPress(event: KakaoLoginStartEvent): void {
    const {purpose} = event.detail;
    // Whoever goes on in the browser has begun before.
    if (purpose !== 'login' || flow?.status === WAITING) return;
    check(true);
    tell(event, 'kakao_sync_press', {purpose});
  }

  page.addEventListener('kakao-login-start', onPress, true);
  return [
    client.subscribe((state) => {
      const before = flow;
      flow = state.flow;
      const {status} = flow;
      const isStart = flow !== before && status === 'starting' && isLogin(flow) && before?.status !== WAITING;
      isAway = status === 'starting' || (isAway && status !== 'idle' && status !== 'completing');
      check(isStart);
      if (isStart) tell(flow, 'kakao_sync_start');
    }),
    client.onOutcome((outcome) => {
      // What fails before it can begin has a button that was pressed all the same.
      const isReturn = !isAway && !(client as Partial<PageClient>).source;
      isAway = false;
      if (isLogin(outcome)) tellOutcome(outcome, isReturn, listeners);
    }),
  ];
}
