// Everything, in the order in which a failure is cheapest to learn of. Ends with one line: N passed, N failed.
//   node scripts/test.mjs --deep  only the tests that hold a family of inputs, with DEEP (20) times as many of them
//   node scripts/test.mjs --all   likewise the journeys in Chromium with its windows; in Firefox and WebKitGTK the
//                                 component tests, and the journeys that can be
import {spawn} from 'node:child_process';
import {needBrowser, needChromium} from './browsers.mjs';
import {LeftOut, toEngineSteps} from './engines/steps.mjs';
import {Families, findFamilyFiles, settleSeed} from './generated-inputs.mjs';

/** `isBeside`: needs one core for long, so it runs beside the steps that follow it, and is told when it has ended. */
const EVERYTHING = [
  // First, because the demo imports the package by its own name.
  ['build', ['node', 'scripts/build.mjs', '--quiet']],
  ['types and lint', ['npm', 'run', '-s', 'lint'], {isBeside: true}],
  ['package tests', ['node', 'scripts/test-node.mjs', 'package']],
  [
    'server, conformance, backend, emulator, testing, demo and doctor tests',
    ['node', 'scripts/test-node.mjs', 'server', 'conformance', 'backend', 'emulator', 'testing', 'demo', 'doctor'],
  ],
  ['component tests', ['npx', 'wtr']],
  ['journeys', ['node', 'scripts/test-node.mjs', 'journeys']],
];

const isDeep = process.argv.includes('--deep');
if (isDeep) process.env.DEEP ??= '20';
const isAll = process.argv.includes('--all');
const steps = isDeep ? findFamilySteps() : isAll ? [...EVERYTHING, ...toEngineSteps()] : EVERYTHING;
const families = new Families();
const leftOut = new LeftOut();

function findFamilySteps() {
  const {onNode, inBrowser} = findFamilyFiles();
  return [
    ['families of inputs on Node', ['node', 'scripts/test-node.mjs', ...onNode]],
    ['families of inputs in a browser', ['npx', 'wtr', '--files', ...inBrowser]],
  ];
}

function runStep([command, ...args], environment, show) {
  return new Promise((resolve) => {
    const env = {...process.env, ...environment};
    const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'inherit'], env});
    let tail = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      show(chunk);
      tail = (tail + chunk).slice(-4000);
    });
    child.on('close', (code) => resolve({code, tail}));
  });
}

async function play([name, command, {isBeside, ...environment} = {}]) {
  const started = Date.now();
  let text = `\n── ${name}\n`;
  const show = (chunk) => {
    if (isBeside) return void (text += chunk);
    process.stdout.write(chunk);
    if (Object.keys(environment).length === 0) families.read(chunk); // another engine's are the same ones
    leftOut.read(chunk);
  };
  if (!isBeside) process.stdout.write(text);
  const {code, tail} = await runStep(command, environment, show);
  const counts = [...tail.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  if (counts) {
    passed += Number(counts[1]);
    failed += Number(counts[2]);
    if (code !== 0 && counts[2] === '0') failed++;
  } else if (code === 0) passed++;
  else failed++;
  show(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s\n`);
  if (isBeside) process.stdout.write(text);
}

process.env.HEADLESS_SHELL_PATH = needChromium(); // looked for once
console.log(
  `Browsers: ${process.env.HEADLESS_SHELL_PATH}, and ${needBrowser('chromium')} where a test needs windows or the Back button`,
);
console.log(`Seed of generated inputs: ${settleSeed()} (set SEED to repeat them)`);
let passed = 0;
let failed = 0;
const beside = [];
for (const step of steps) {
  if (step[2]?.isBeside) beside.push(play(step));
  else await play(step);
}
await Promise.all(beside);
if (isAll) console.log(`\n${leftOut.toText()}`);
console.log(`\n${families.toText()}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
