import type {TestContext} from 'node:test';

/** A seed for generated inputs, printed, and taken from `SEED` where a run is to be repeated. */
export function drawSeed(t: TestContext): number {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 0x7fffffff));
  t.diagnostic(`seed ${seed}`);
  return seed;
}
