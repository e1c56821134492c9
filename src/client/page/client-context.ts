import {readReturnTarget} from '../../shared/return-target.js';
import {toOutcomeEvent} from '../state/events.js';
import {createBackend, type Backend} from './backend/backend.js';
import {consumeDeveloperHint} from './backend/developer-hint.js';
import type {CoreContext} from './core-context.js';
import {deferSuccess, releaseSuccess} from './kept/deferred-success.js';
import {loadReport} from './developer/load-report.js';
import {createLaterPorts} from './ports/later-ports.js';
import {createLinkOffers, type LinkOffers} from './kept/link-offer.js';
import type {ClientPorts} from './ports/ports.js';
import type {ReadConfig} from '../state/config.js';
import type {Problem} from '../state/problem.js';
import {
  isUnderWay,
  toSession,
  type FailedOutcome,
  type FlowState,
  type KakaoSyncState,
  type Outcome,
} from '../state/state.js';
import {separateVisits} from './visit-history.js';

/** What the use cases of one client share. */
export interface ClientContext extends CoreContext<ClientPorts> {
  readonly backend: Backend;
  readonly linkOffers: LinkOffers;
  /**
   * Shows how a flow ended, and dispatches its event on the element that was pressed, else as a return's.
   *
   * @param isAnswered the backend itself has told this end, so that it need not hear of it
   */
  deliver(outcome: Outcome, source?: EventTarget, isAnswered?: boolean): void;
  /** Tells the backend of a failure that it has not heard of, where the site wants that. */
  tellBackend(outcome: Outcome): void;
}

type Parts = Pick<ClientContext, 'ports' | 'store' | 'backend' | 'config'>;

const contexts = new WeakMap<CoreContext, ClientContext>();

/** A client's context, with all that the parts of its code share: made by the first of them. */
export function toClientContext(core: CoreContext): ClientContext {
  // Made by another copy of this code.
  if ('backend' in core) return core as ClientContext;
  const context = contexts.get(core) ?? createClientContext(core);
  contexts.set(core, context);
  return context;
}

function createClientContext(core: CoreContext): ClientContext {
  const {store, config} = core;
  const settings = (): ReadConfig['settings'] => config().settings;
  const ports = separateVisits({...createLaterPorts(), ...core.ports}, () => settings().endpoint);
  const reported = new Set<string>();
  const backend = createBackend(ports, settings, (outcome) => tellBackend(parts, outcome, reported));
  const parts: Parts = {ports, store, backend, config};
  return {
    ...core,
    ...parts,
    linkOffers: createLinkOffers(ports, store),
    tellBackend: (outcome) => tellBackend(parts, outcome, reported),
    deliver(given, source, isAnswered) {
      const causes = findCauses(parts, given);
      const ref = causes.length > 0 && core.explain(causes, true);
      const offered = checkOffer(parts, given);
      const outcome = ref ? {...offered, ref} : offered;
      const {flow} = store.state;
      // A press that is under way goes on, though a logout fails meanwhile.
      const goesOn = outcome.purpose === 'logout' && isUnderWay(flow);
      if (!goesOn) core.rest();
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
