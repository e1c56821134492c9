import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {vitestFixtures} from 'kakao-sync-widget/testing';
import {createBackend} from '../../demo/snippets/testing/vitest/backend.js';
import {runAlone} from './support/run-alone.js';

const VITEST = 'node_modules/vitest/vitest.mjs';

describe('the fixture of Vitest', () => {
  it('runs the tests of the documents', async () => {
    const {code, output} = await runAlone([
      VITEST,
      'run',
      '--root',
      'demo/snippets/testing/vitest',
      '--reporter',
      'json',
    ]);

    assert.equal(code, 0, output);
    const report = JSON.parse(output.slice(output.indexOf('{'))) as Record<string, unknown>;
    assert.deepEqual([report['numPassedTests'], report['numTotalTests']], [3, 3]);
  });

  it('fails a test whose planned failure never happened', async () => {
    const {kakao} = vitestFixtures({backend: createBackend});

    const test = kakao({}, async ({failNextLogin}) => {
      await Promise.resolve();
      failNextLogin('code_used');
    });

    await assert.rejects(test, /Planned failures that never happened: token \{"koe":"KOE320"\}/);
  });

  it('gives each test a Kakao of its own', async () => {
    const {kakao} = vitestFixtures({backend: createBackend});
    const seen: unknown[] = [];

    for (let count = 0; count < 2; count++) {
      await kakao({}, async ({logIn}) => {
        seen.push((await logIn()).body['isNewMember']);
      });
    }

    assert.deepEqual(seen, [true, true]);
  });
});
