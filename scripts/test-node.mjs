// Runs node:test on test/<part>/**/*.test.ts for each part named, through tsx, and prints one closing line.
import {readdirSync, existsSync} from 'node:fs';
import {join} from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {readFactor, settleSeed} from './generated-inputs.mjs';

const parts = process.argv.slice(2);
const files = parts.flatMap((part) => {
  const folder = join('test', part);
  if (part.endsWith('.test.ts')) return [part];
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true})
    .filter((name) => /\.test\.tsx?$/.test(name))
    .sort()
    .map((name) => join(folder, name));
});

settleSeed(); // one for all files
let passed = 0;
let failed = 0;
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import ${import.meta.resolve('tsx')}`.trim();
const stream = run({files, concurrency: 2, timeout: 600_000 * readFactor()});
const isLeaf = (data) => data.details?.type !== 'suite' && data.file !== data.name;
stream.on('test:pass', (data) => {
  if (!isLeaf(data)) return;
  if (data.skip !== undefined || data.todo !== undefined)
    failed++; // nothing is left behind
  else passed++;
});
stream.on('test:fail', (data) => {
  // A file that dies outside a test is reported under its own name, and counts.
  if (isLeaf(data) || data.details?.type !== 'suite') failed++;
  process.exitCode = 1;
});
stream.compose(new spec()).pipe(process.stdout);
stream.on('end', () => {
  if (failed > 0 || passed === 0) process.exitCode = 1;
  setImmediate(() => console.log(`\n${parts.join(' ')} tests: ${passed} passed, ${failed} failed`));
});
