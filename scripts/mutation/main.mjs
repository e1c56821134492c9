// Changes the security modules in every small way that Stryker knows, and counts the changes that no test notices.
//   node scripts/mutation/main.mjs [file…]  all modules, or the named ones
// What has not changed since the last run is not tried again (.stryker-tmp/); --force tries everything.
import {basename} from 'node:path';
import {Stryker} from '@stryker-mutator/core';
import {settleSeed} from '../generated-inputs.mjs';
import {MODULES} from './modules.mjs';

const FLOOR = 90;
const NOTICED = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];
/** Told one by one: a change that only takes too long may be one that a busy machine had no time for. */
const DOUBTFUL = ['Timeout', ...MISSED];

process.env.SEED ??= '1'; // the same inputs for every mutant, and in every run: a score is a fact
settleSeed();
const force = process.argv.includes('--force');
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = named.filter((file) => !(file in MODULES));
if (unknown.length > 0) throw new Error(`Not in scripts/mutation/modules.mjs: ${unknown.join(', ')}`);

const rows = [];
for (const file of named.length > 0 ? named : Object.keys(MODULES)) {
  const mutants = await new Stryker({
    mutate: [file],
    testRunner: 'mocha',
    testRunnerNodeArgs: ['--import', 'tsx', '--import', './scripts/mutation/in-mocha.mjs'],
    mochaOptions: {spec: MODULES[file]},
    coverageAnalysis: 'perTest',
    ignorePatterns: ['**', '!src/**', '!test/**', '!scripts/mutation/**', '!package.json', '!tsconfig.json'],
    tempDirName: '.stryker-tmp/sandboxes',
    incremental: true,
    incrementalFile: `.stryker-tmp/${basename(file, '.ts')}.json`,
    force,
    reporters: process.env.PROGRESS ? ['progress-append-only'] : [],
    logLevel: 'error',
    concurrency: 1,
    timeoutMS: 120_000,
    dryRunTimeoutMinutes: 60,
  }).runMutationTest();
  const count = (kinds) => mutants.filter(({status}) => kinds.includes(status)).length;
  for (const {location, mutatorName, replacement, status} of mutants) {
    if (!DOUBTFUL.includes(status)) continue;
    console.log(`${file}:${location.start.line}:${location.start.column} ${status} ${mutatorName}: ${replacement}`);
  }
  const [noticed, missed] = [count(NOTICED), count(MISSED)];
  rows.push({file, noticed, missed, equal: count(['Ignored']), score: (100 * noticed) / (noticed + missed)});
}

// Equal: changes that make no difference to anybody, each with its reason where it stands in the source.
console.log(`\n${'file'.padEnd(40)} noticed missed equal   score`);
for (const {file, noticed, missed, equal, score} of rows) {
  const figures = [String(noticed).padStart(7), String(missed).padStart(6), String(equal).padStart(5)];
  console.log([file.padEnd(40), ...figures, `${score.toFixed(1)} %`.padStart(8)].join(' '));
}
// Not a number, where nothing was tried, is no pass either.
const low = rows.filter(({score}) => !(score >= FLOOR));
if (low.length > 0) console.error(`\nBelow ${FLOOR} %: ${low.map(({file}) => file).join(', ')}`);
process.exitCode = low.length > 0 ? 1 : 0;
