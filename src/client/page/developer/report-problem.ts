import type {Problem} from '../../state/problem.js';
import {loadReport} from './load-report.js';

/** Lines are printed one after the other, in the order in which things happened. */
let printed: Promise<void> = Promise.resolve();

/** Prints one line for the developer. If its sentence cannot be fetched, the line is the code and its reference alone. */
export function reportProblem(problem: Problem): void {
  printed = printed
    .then(loadReport)
    .then(({toLine}) => toLine(problem))
    .catch(() => toCode(problem))
    // eslint-disable-next-line no-console
    .then((line) => console.error(`[kakao-sync] ${line} (docs/en/error-codes.md)`));
}

/** The code of a problem, with its reference if there is one. */
function toCode(problem: Problem): string {
  const text = typeof problem === 'string' ? problem : problem.code;
  return String(/^(auto-login: )?\w+( KS-[\w-]+)?/.exec(text)?.[0]);
}
