import type {TestContext} from 'node:test';
import {seed} from '../../support/family.js';

/** The seed of the run's generated inputs, printed with the test. */
export function drawSeed(t: TestContext): number {
  t.diagnostic(`seed ${seed}`);
  return seed;
}
