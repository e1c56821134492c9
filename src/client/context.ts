import {type ErrorCode} from '../shared/errors.js';
import {toReference, type Purpose} from '../shared/transaction-cookie.js';
import {type SessionAnswer} from '../shared/wire.js';
import {type Backend} from './backend.js';
import {type ReadConfig} from './config.js';
import {
  KakaoActionRequiredEvent,
  KakaoLoginCancelEvent,
  KakaoLoginErrorEvent,
  KakaoLoginSuccessEvent,
} from './events.js';
import {readMemory, remember} from './memory.js';
import {type ClientPorts} from './ports.js';
import {type Dead, type FlowCode, type FlowState, type Outcome, type SessionState, type StateStore} from './state.js';
import {type Transactions} from './transactions.js';

/** What the use cases of one client share. */
export interface Context {
  readonly ports: ClientPorts;
  readonly store: StateStore;
  readonly backend: Backend;
  readonly transactions: Transactions;
  /** The configuration as it stands. */
  config(): ReadConfig;
  /** Enters a state of the flow. `starting` and `completing` call `onStuck` after 15 seconds. */
  enterFlow(flow: FlowState, onStuck?: () => void): void;
  /** Shows how a flow ended, and dispatches its event on the element that was pressed, else as a return's. */
  deliver(outcome: Outcome, source?: EventTarget): void;
  setSession(answer: SessionAnswer): void;
}

export const KAKAO = 'https://kauth.kakao.com';
const STUCK_AFTER = 15_000;
/** Failures that another press would only repeat. */
const NEED_HELP: readonly FlowCode[] = [
  'not_configured',
  'config_incomplete',
  'config_invalid',
  'insecure_origin',
  'cookies_blocked',
  'sdk_conflict',
  'sdk_failed',
  'under_age',
  'kakao_refused',
  'session_cookie_blocked',
  'origin_refused',
  'request_invalid',
  'purpose_unsupported',
  'client_unknown',
  'redirect_uri_unknown',
  'redirect_uri_mismatch',
  'client_secret_wrong',
  'app_key_wrong',
  'platform_unregistered',
  'clock_skew',
  'id_token_missing',
  'account_restricted',
  'session_too_large',
];

/** The outcome of a login that failed, or was cancelled, with a code. */
export function toFailure(code: ErrorCode | 'cancelled', purpose: Purpose, tx?: string, ref?: string): Outcome {
  const end = code === 'cancelled' ? code : code === 'other_browser' ? 'continue-here' : toDeadEnd(code);
  const reference = ref ?? (tx === undefined ? undefined : toReference(tx));
  return {purpose, end, code, ...(reference !== undefined && {ref: reference})};
}

function toDeadEnd(code: FlowCode): Dead {
  return NEED_HELP.includes(code) ? 'help' : 'retry';
}

/** The outcome of an answer of the backend to a login. */
export function toOutcome(answer: SessionAnswer, purpose: Purpose, tx: string): Outcome {
  const ref = toReference(tx);
  if (answer.status === 'signed-in') {
    const {isNewMember, member = {}, missingTerms = [], scope} = answer;
    return {purpose, end: 'signed-in', ref, isNewMember, member, missingTerms, ...(scope && {scope})};
  }
  if (answer.status === 'action-required') {
    const {action, message} = answer;
    return {purpose, end: 'action-required', ref, code: action, ...(message !== undefined && {message})};
  }
  return toFailure('login_unfinished', purpose, tx);
}

export function createContext(
  parts: Pick<Context, 'ports' | 'store' | 'backend' | 'transactions' | 'config'>,
): Context {
  const {ports, store} = parts;
  let cancelStuck = (): void => undefined;

  return {
    ...parts,
    enterFlow(flow, onStuck) {
      cancelStuck();
      if (onStuck) cancelStuck = ports.after(STUCK_AFTER, onStuck);
      const isStart = flow.status === 'starting';
      store.update(isStart ? {flow, outcome: null} : {flow});
    },
    deliver(outcome, source) {
      const {purpose, end, code, ref, isNewMember = false, member = {}, missingTerms = [], scope, message} = outcome;
      const common = {purpose, ...(ref !== undefined && {ref})};
      cancelStuck();
      if (end === 'signed-in') {
        const session: SessionState = {status: 'signed-in', member, missingTerms};
        store.update({session, flow: {status: 'idle'}, outcome});
        const detail = {...common, isNewMember, member, missingTerms, ...(scope && {scope})};
        ports.dispatch(new KakaoLoginSuccessEvent(detail), source);
        return;
      }
      const flow = {...common, status: end, ...(code && {code}), ...(message !== undefined && {message})};
      store.update({flow, outcome});
      if (end === 'cancelled') ports.dispatch(new KakaoLoginCancelEvent(common), source);
      else if (end === 'action-required') {
        const action = code as KakaoActionRequiredEvent['detail']['action'];
        const detail = {...common, action, ...(message !== undefined && {message})};
        ports.dispatch(new KakaoActionRequiredEvent(detail), source);
      } else {
        ports.report(`${code}${ref ? ` (${ref})` : ''}. See README, "Error codes".`);
        ports.dispatch(new KakaoLoginErrorEvent({...common, code: code as ErrorCode}), source);
      }
    },
    setSession(answer) {
      if (answer.status === 'signed-in') {
        const {member = {}, missingTerms = [], expiresIn} = answer;
        store.update({session: {status: 'signed-in', member, missingTerms}});
        const until = expiresIn === undefined ? undefined : ports.now() + expiresIn * 1000;
        // Written only when it says something new: other tabs listen.
        const known = readMemory(ports);
        const isNews = !known.until || known.until < ports.now() || known.out;
        if (isNews && until !== undefined) remember(ports, {until, known: true, out: false});
        else if (!known.known || known.out) remember(ports, {known: true, out: false});
      } else if (answer.status === 'signed-out') {
        store.update({session: {status: 'signed-out'}});
        if (readMemory(ports).until) remember(ports, {until: 0});
      }
    },
  };
}
