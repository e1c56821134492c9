// Runs node:test on test/<part>/**/*.test.ts for each part named, through tsx, and prints one closing line.
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {pathToFileURL} from 'node:url';
import {findTemplate} from './databases/embedded.mjs';
import {readFactor, settleSeed} from './generated-inputs.mjs';
import {startPostgres} from './databases/postgres.mjs';

/**
 * How many files one process runs at most, one after the other. To start it, and to read and compile what all tests share,
 * takes seconds.
 */
const FILES = 20;
const FOLDER = resolve('node_modules/.cache/kakao-sync-widget/tests', String(process.pid));

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

/**
 * Writes, for each process, a file that imports its test files. Neighbours go to different processes: those that take long
 * are often in one folder, and one core would have nothing left to do while the other runs them.
 */
function writeGroups() {
  mkdirSync(FOLDER, {recursive: true});
  const count = files.length === 1 ? 1 : 2 * Math.ceil(files.length / (2 * FILES)); // for two at a time
  return Array.from({length: count}, (_, index) => {
    const own = files.filter((_file, place) => place % count === index);
    const path = join(FOLDER, `${index + 1}.mjs`);
    writeFileSync(path, own.map((file) => `import ${JSON.stringify(pathToFileURL(resolve(file)).href)};\n`).join(''));
    return path;
  });
}

/** One PostgreSQL for all files, if any needs it: those that name it in their own text. */
async function startDatabase() {
  if (!files.some((file) => readFileSync(file, 'utf8').includes('openServer'))) return null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  const server = await startPostgres();
  process.env.TEST_POSTGRES = server.url;
  return server;
}

settleSeed(); // one for all files
await findTemplate();
const database = await startDatabase();
let passed = 0;
let failed = 0;
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import ${import.meta.resolve('tsx')}`.trim();
const groups = writeGroups();
const stream = run({files: groups, concurrency: 2, timeout: 1_800_000 * readFactor()});
const isLeaf = (data) => data.details?.type !== 'suite' && !groups.includes(data.name);
stream.on('test:pass', (data) => {
  if (!isLeaf(data)) return;
  if (data.skip !== undefined || data.todo !== undefined)
    failed++; // nothing is left behind
  else passed++;
});
stream.on('test:fail', (data) => {
  // A process that dies outside a test is reported under its own name, and counts.
  if (isLeaf(data) || data.details?.type !== 'suite') failed++;
  process.exitCode = 1;
});
stream.compose(new spec()).pipe(process.stdout);
stream.on('end', async () => {
  rmSync(FOLDER, {recursive: true, force: true});
  await database?.stop();
  if (failed > 0 || passed === 0) process.exitCode = 1;
  setImmediate(() => console.log(`\n${parts.join(' ')} tests: ${passed} passed, ${failed} failed`));
});
