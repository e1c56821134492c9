import {toJson} from '../../shared/fields.js';
import {createReference} from '../../shared/reference.js';
import type {ReadConfig} from '../state/config.js';
import type {Problem, ProblemFacts} from '../state/problem.js';
import type {FlowState, StateStore} from '../state/state.js';
import type {CorePorts} from './ports/ports.js';
import {createReloader} from './reload-once.js';
import type {TransactionStore} from './transactions/transaction-store.js';
import {STUCK_AFTER} from './with-timeout.js';

/** What a client has before any part of its code is there, and shares with all of them. */
export interface CoreContext<Ports extends CorePorts = CorePorts> {
  readonly ports: Ports;
  readonly store: StateStore;
  readonly transactions: TransactionStore;
  /** The configuration as it stands. */
  config(): ReadConfig;
  /** Enters a state of the flow. Where it is still there after 15 seconds, or `patience` in milliseconds, `onStuck` is called. */
  enterFlow(flow: FlowState, onStuck?: () => void, patience?: number): void;
  /** The state of the flow is an end: nothing waits for it any more. */
  rest(): void;
  /**
   * Tells the developer each problem that was not told before.
   *
   * @param isFatal every press fails by them: they are told with a reference, which all those failures have
   * @returns the reference
   */
  explain(problems: readonly (Problem | null)[], isFatal?: boolean): string | undefined;
  /** Loads the page anew where that may bring the part that could not be had. */
  reloadOnce(error: unknown): void;
}

export function createCoreContext<Ports extends CorePorts>(
  given: Pick<CoreContext<Ports>, 'ports' | 'store' | 'transactions' | 'config'>,
): CoreContext<Ports> {
  const {ports, store, config} = given;
  let cancelStuck: (() => void) | undefined;
  /** The references of what was told. */
  const explained = new Map<string, string | false | undefined>();

  return {
    ...given,
    reloadOnce: createReloader(ports, config),
    explain(problems, isFatal) {
      const keys = problems.map(toJson);
      const ref = isFatal && (keys.map((key) => explained.get(key)).find(Boolean) ?? createReference());
      problems.forEach((problem, index) => {
        const key = `${keys[index]}`;
        if (problem && !explained.has(key)) ports.report(ref ? {...(problem as ProblemFacts), ref} : problem);
        if (problem && !explained.get(key)) explained.set(key, ref);
      });
      return ref || undefined;
    },
    rest: () => cancelStuck?.(),
    enterFlow(flow, onStuck, patience = STUCK_AFTER) {
      cancelStuck?.();
      cancelStuck = onStuck && ports.after(patience, onStuck);
      store.update(flow.status === 'starting' ? {flow, outcome: null} : {flow});
    },
  };
}
