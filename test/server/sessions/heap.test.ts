import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {factor} from '../../support/family.js';

/** 200,000 in a deep run. */
const READS = 20_000 * Math.min(factor, 10);
const MEGABYTE = 1_000_000;
const PROCESS = join(import.meta.dirname, 'support/heap-process.ts');

test(`${READS} reads of a session leave no memory in use`, async () => {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const {stdout} = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', tsx, PROCESS, `${READS}`]);
  const {early, end, read, refused} = JSON.parse(stdout) as Record<'early' | 'end' | 'read' | 'refused', number>;
  console.log(`in use after ${READS / 10} reads: ${early} bytes, after ${READS}: ${end}`);

  assert.deepEqual([read, refused], [READS, READS / 4]);
  assert.ok(end <= early + MEGABYTE, `${end - early} bytes more`);
});
