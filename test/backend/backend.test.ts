import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import {startKit} from './backends.js';
import {describe as describeAnswer} from './browser.js';
import {toVerdict} from './forge.js';
import {FORGERIES} from './forgeries.js';
import {COURTESIES} from './honest.js';
import {BackendFixture} from './backend-fixture.js';
import {readTarget} from './target.js';

// BACKEND_URL names a backend in any language; docs/en/backend/any-backend.md tells what else there is to set.
const given = readTarget(process.env);
const {target, close} = given ? {target: given, close: () => Promise.resolve()} : await startKit();

describe(`the backend${given ? ` at ${given.url}` : ' of the server kit'}`, () => {
  after(close);

  for (const [name, attempt] of Object.entries(COURTESIES)) {
    test(name, async () => {
      const {answer, problems} = await attempt(await BackendFixture.open(target));

      assert.deepEqual(problems, [], `the backend answered ${describeAnswer(answer)}: ${problems.join(', ')}`);
    });
  }

  for (const forgery of FORGERIES.filter(({needsClock}) => !needsClock || target.setClock)) {
    test(`MUST ${forgery.must}: ${forgery.name}`, async (t) => {
      const trial = await forgery.attempt(await BackendFixture.open(target));
      const verdict = toVerdict(forgery, trial);

      if (given) t.diagnostic(verdict);
      assert.deepEqual(trial.problems, [], verdict);
    });
  }
});
