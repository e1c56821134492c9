import {after} from '../../../shared/after.js';
import type {Problem} from '../../state/problem.js';
import {withTimeout} from '../with-timeout.js';
import {loadReport} from './load-report.js';

/** How long a sentence is waited for: a fetch may neither succeed nor fail. */
const PATIENCE = 30_000;

/** The last line: each waits for the one before it, so that they are printed in the order in which things happened. */
let last = Promise.resolve('');

/** Prints one line for the developer. If its sentence cannot be had, the line is the code and its reference alone. */
export function reportProblem(problem: Problem): void {
  const sentence = loadReport().then(({toLine}) => toLine(problem));
  // Whatever has failed, the line has no sentence: the code of that error is told to nobody.
  const text = withTimeout({after}, PATIENCE, 'sdk_timeout', sentence).catch(() => toCode(problem));
  last = last.then(() => text);
  // Not part of the chain: the page's console may be one that throws.
  // eslint-disable-next-line no-console
  void last.then((line) => line && console.error(`[kakao-sync] ${line} (docs/en/error-codes.md)`));
}

/** The code of a problem, with its reference if there is one. */
function toCode(problem: Problem): string {
  const text = typeof problem === 'string' ? problem : `${problem.code} ${problem.ref}`;
  return String(/^(auto-login: )?\w+( KS-[\w-]+)?/.exec(text)?.[0]);
}
