import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BackendFixture} from '../../src/doctor/forgeries/backend-fixture.js';
import {describe as describeAnswer} from '../../src/doctor/network/browser.js';
import {toVerdict} from '../../src/doctor/forgeries/forge.js';
import {FORGERIES} from '../../src/doctor/forgeries/forgeries.js';
import {COURTESIES} from '../../src/doctor/forgeries/honest.js';
import type {Target} from '../../src/doctor/network/target.js';

/**
 * Defines a test for each honest request and each forgery.
 *
 * @param getTarget called when a test begins
 * @param hasClock whether the backend's clock can be set
 * @param isTold whether each verdict is printed, for whoever wrote the backend
 */
export function defineTrials(
  getTarget: () => Target,
  {hasClock, isTold}: {readonly hasClock: boolean; readonly isTold: boolean},
): void {
  for (const [name, attempt] of Object.entries(COURTESIES)) {
    test(name, async () => {
      const {answer, problems} = await attempt(await BackendFixture.open(getTarget()));

      assert.deepEqual(problems, [], `the backend answered ${describeAnswer(answer)}: ${problems.join(', ')}`);
    });
  }

  for (const forgery of FORGERIES.filter(({needsClock}) => !needsClock || hasClock)) {
    test(`MUST ${forgery.must}: ${forgery.name}`, async (t) => {
      const trial = await forgery.attempt(await BackendFixture.open(getTarget()));
      const verdict = toVerdict(forgery, trial);

      if (isTold) t.diagnostic(verdict);
      assert.deepEqual(trial.problems, [], verdict);
    });
  }
}
