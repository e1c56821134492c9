import {toJson} from '../../shared/fields.js';
import {createReference} from '../../shared/reference.js';
import {readReturnTarget} from '../../shared/return-target.js';
import {toOutcomeEvent} from '../state/events.js';
import {deferSuccess, releaseSuccess} from './deferred-success.js';
import type {Backend} from './backend/backend.js';
import type {ReadConfig} from '../state/config.js';
import {consumeDeveloperHint} from './backend/developer-hint.js';
import {loadReport} from './developer/load-report.js';
import type {LinkOffers} from './link-offer.js';
import type {ClientPorts} from './ports.js';
import type {Problem, ProblemFacts} from '../state/problem.js';
import {
  isUnderWay,
  toSession,
  type FailedOutcome,
  type FlowState,
  type KakaoSyncState,
  type Outcome,
  type StateStore,
} from '../state/state.js';
import type {TransactionStore} from './transactions/transaction-store.js';
import {STUCK_AFTER} from './with-timeout.js';

/** What the use cases of one client share. */
export interface ClientContext {
  readonly ports: ClientPorts;
  readonly store: StateStore;
  readonly backend: Backend;
  readonly transactions: TransactionStore;
  readonly linkOffers: LinkOffers;
  /** The configuration as it stands. */
  config(): ReadConfig;
  /** Enters a state of the flow. Where it is still there after 15 seconds, or `patience` in milliseconds, `onStuck` is called. */
  enterFlow(flow: FlowState, onStuck?: () => void, patience?: number): void;
  /**
   * Tells the developer each problem that was not told before.
   *
   * @param isFatal every press fails by them: they are told with a reference, which all those failures have
   * @returns the reference
   */
  explain(problems: readonly (Problem | null)[], isFatal?: boolean): string | undefined;
  /**
   * Shows how a flow ended, and dispatches its event on the element that was pressed, else as a return's.
   *
   * @param isAnswered the backend itself has told this end, so that it need not hear of it
   */
  deliver(outcome: Outcome, source?: EventTarget, isAnswered?: boolean): void;
  /** Tells the backend of a failure that it has not heard of, where the site wants that. */
  tellBackend(outcome: Outcome): void;
}

type Parts = Pick<ClientContext, 'ports' | 'store' | 'backend' | 'transactions' | 'linkOffers' | 'config'>;

export function createClientContext(parts: Parts): ClientContext {
  const {ports, store} = parts;
  let cancelStuck: (() => void) | undefined;
  /** The references of what was told. */
  const explained = new Map<string, string | false | undefined>();
  const reported = new Set<string>();

  function explain(problems: readonly (Problem | null)[], isFatal?: boolean): string | undefined {
    const keys = problems.map(toJson);
    const ref = isFatal && (keys.map((key) => explained.get(key)).find(Boolean) ?? createReference());
    problems.forEach((problem, index) => {
      const key = `${keys[index]}`;
      if (problem && !explained.has(key)) ports.report(ref ? {...(problem as ProblemFacts), ref} : problem);
      if (problem && !explained.get(key)) explained.set(key, ref);
    });
    return ref || undefined;
  }

  return {
    ...parts,
    explain,
    tellBackend: (outcome) => tellBackend(parts, outcome, reported),
    enterFlow(flow, onStuck, patience = STUCK_AFTER) {
      cancelStuck?.();
      cancelStuck = onStuck && ports.after(patience, onStuck);
      store.update(flow.status === 'starting' ? {flow, outcome: null} : {flow});
    },
    deliver(given, source, isAnswered) {
      const causes = findCauses(parts, given);
      const ref = causes.length > 0 && explain(causes, true);
      const offered = checkOffer(parts, given);
      const outcome = ref ? {...offered, ref} : offered;
      const {flow} = store.state;
      // A press that is under way goes on, though a logout fails meanwhile.
      const goesOn = outcome.purpose === 'logout' && isUnderWay(flow);
      if (!goesOn) cancelStuck?.();
      report(parts, outcome, !ref);
      store.update({...toChange(outcome), ...(goesOn && {flow})});
      if (!isAnswered) tellBackend(parts, outcome, reported);
      if (outcome.end === 'signed-in' && deferSuccess(ports, outcome, source)) return;
      ports.dispatch(toOutcomeEvent(outcome), source);
      if ('member' in outcome) releaseSuccess(ports, outcome, source);
    },
  };
}

/** What an outcome offers as a link may have come from an address, a storage or a backend. */
function checkOffer({ports, config}: Parts, outcome: Outcome): Outcome {
  if (!('to' in outcome)) return outcome;
  const {to, ...rest} = outcome;
  const {redirectUri, endpoint} = config().settings;
  const path = readReturnTarget(to, {origin: ports.address().origin, redirectUri, endpoint});
  return path ? {...rest, to: path} : rest;
}

/** The problems of the page's configuration that this failure comes from. */
function findCauses({config}: Parts, outcome: Outcome): Problem[] {
  const {code} = toFailed(outcome);
  const {isBroken, problems, missing} = config();
  return [...(isBroken ? problems : []), ...(missing ? [missing] : [])].filter((problem) => problem.code === code);
}

/** One line of a failure, and one of what a request did on the way to any end: the same one, where it is the same. */
function report({ports}: Parts, outcome: Outcome, isUnexplained: boolean): void {
  const {code, ref} = toFailed(outcome);
  const line = code && (ref ? `${code} ${ref}` : code);
  // An outcome that was kept without a reference gets one.
  const hint = consumeDeveloperHint(ports).replace(RegExp(`^${code}(?! KS-)`), `${line}`);
  const isSame = line && hint.startsWith(line);
  if (hint && !isSame) ports.report(hint);
  if (line && isUnexplained) ports.report((outcome.end === 'skipped' ? 'auto-login: ' : '') + (isSame ? hint : line));
}

/** Tells the backend of a failure that it has not heard of, where the site wants that. */
function tellBackend(parts: Parts, outcome: Outcome, reported: Set<string>): void {
  const {code, ref} = toFailed(outcome);
  if (!parts.config().settings.reportErrors || !code || !ref) return;
  loadReport().then(
    ({sendReport}) => sendReport(parts, {code, ref}, reported),
    () => undefined,
  );
}

/** The part of an outcome that describes a failure. */
function toFailed(outcome: Outcome): Partial<Pick<FailedOutcome, 'code' | 'ref'>> {
  return outcome.end === 'action-required' ? {} : (outcome as FailedOutcome);
}

/** What an outcome changes on the page. */
function toChange(outcome: Outcome): Partial<KakaoSyncState> {
  const member = 'member' in outcome && outcome.member;
  return {...(member && {session: toSession({...outcome, member})}), flow: toFlow(outcome), outcome};
}

/** What is left to be shown of it. */
export function toFlow({end, ...rest}: Outcome): FlowState {
  switch (end) {
    case 'signed-in':
    case 'consent':
    case 'logged-out':
    case 'skipped':
      return {status: 'idle'};
    default:
      return {status: end, ...(end === 'cancelled' && {code: end}), ...rest};
  }
}
