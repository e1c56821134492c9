import {find, type Finding} from '../base/finding.js';
import {BackendAwayError, describe} from '../network/browser.js';
import {EmulatorAwayError, type Target} from '../network/target.js';
import {BackendFixture} from './backend-fixture.js';
import type {Forgery, Trial} from './forge.js';
import {FORGERIES} from './forgeries.js';
import {COURTESIES} from './honest.js';

/** A request, and what its trial means. */
interface Step {
  readonly name: string;
  readonly attempt: Forgery['attempt'];
  readonly judge: (trial: Trial) => Finding | null;
}

/** Sends a backend honest requests, and then every forgery that needs no clock. The emulator forgets what it had. */
export async function runForgeries(target: Target): Promise<readonly Finding[]> {
  const honest = Object.entries(COURTESIES).map(([name, attempt]) => toHonestStep(name, attempt, target));
  const forged = FORGERIES.filter(({needsClock}) => !needsClock).map((forgery) => toForgedStep(forgery, target));
  const total = honest.length + forged.length;
  const findings: Finding[] = [];
  let done = 0;
  for (const step of [...honest, ...forged]) {
    // Who refuses everything refuses forgeries too: that proves nothing.
    if (done === honest.length && findings.length > 0) return findings;
    try {
      const finding = step.judge(await step.attempt(await BackendFixture.open(target)));
      if (finding) findings.push(finding);
    } catch (error) {
      return [...findings, toStop(error, target, {done: `${done}`, total: `${total}`, last: step.name})];
    }
    done++;
  }
  return findings.length > 0 ? findings : [find('forgeries_refused', target.url, {count: `${forged.length}`})];
}

function toHonestStep(name: string, attempt: Forgery['attempt'], {url}: Target): Step {
  return {
    name,
    attempt,
    judge: ({answer, problems}) =>
      problems.length === 0
        ? null
        : find('honest_refused', url, {request: name, answer: describe(answer), problems: problems.join(', ')}),
  };
}

function toForgedStep({must, name, attempt}: Forgery, {url}: Target): Step {
  return {
    name,
    attempt,
    judge: ({problems}) =>
      problems.length === 0 ? null : find(`must_${must}`, url, {forgery: name, problems: problems.join(', ')}),
  };
}

/** Why it cannot go on. */
function toStop(
  error: unknown,
  {url, emulator}: Target,
  facts: Readonly<Record<'done' | 'total' | 'last', string>>,
): Finding {
  if (error instanceof BackendAwayError) return find('backend_went_down', url, facts);
  if (error instanceof EmulatorAwayError) return find('emulator_went_down', emulator, facts);
  return find('emulator_refused', emulator, {reason: error instanceof Error ? error.message : String(error)});
}
