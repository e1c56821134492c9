import {type ClientPorts} from './ports.js';
import {type Outcome} from './state.js';

const OUTCOME_KEY = 'ks.outcome';
const ENDS: readonly unknown[] = ['signed-in', 'cancelled', 'retry', 'continue-here', 'help', 'action-required'];

/** Keeps an outcome for the page this tab goes to next; false where there is no storage. */
export function keepOutcome({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>, outcome: Outcome): boolean {
  return sessionStorage.set(OUTCOME_KEY, JSON.stringify(outcome));
}

/** The outcome that was kept for this page, once. */
export function takeOutcome({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>): Outcome | null {
  const text = sessionStorage.get(OUTCOME_KEY);
  sessionStorage.remove(OUTCOME_KEY);
  try {
    const outcome = JSON.parse(text ?? 'null') as Outcome | null;
    return ENDS.includes(outcome?.end) ? outcome : null;
  } catch {
    return null;
  }
}
