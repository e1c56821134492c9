import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {bundleProgram} from '../../support/bundle-program.js';
import {toPlainEnvironment} from '../../support/plain-environment.js';
import {factor} from '../../support/family.js';

/** 200,000 in a deep run. */
const READS = 20_000 * Math.min(factor, 10);
const MEGABYTE = 1_000_000;
const PROGRAM = bundleProgram(join(import.meta.dirname, 'support/heap-process.ts'));

test(`${READS} reads of a session leave no memory in use`, async () => {
  const {stdout} = await promisify(execFile)(process.execPath, ['--expose-gc', PROGRAM, `${READS}`], {
    env: toPlainEnvironment(),
  });
  const {early, end, read, refused} = JSON.parse(stdout) as Record<'early' | 'end' | 'read' | 'refused', number>;
  console.log(`in use after ${READS / 10} reads: ${early} bytes, after ${READS}: ${end}`);

  assert.deepEqual([read, refused], [READS, READS / 4]);
  assert.ok(end <= early + MEGABYTE, `${end - early} bytes more`);
});
