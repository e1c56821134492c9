// Runs the forgeries, the conformance rows and a few honest logins against the small backends of demo/backends.
//   npm run test:languages [name…]  all of them, or those named
// They need Debian's packages: as root it installs what is missing, otherwise it says how. Nothing is left out.
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {needPackages} from '../debian/packages.mjs';

const BACKENDS = JSON.parse(readFileSync('test/languages/backends.json', 'utf8'));
const names = process.argv.slice(2);

function chooseBackends() {
  const unknown = names.filter((name) => !BACKENDS.some((backend) => backend.name === name));
  if (unknown.length > 0) {
    throw new Error(`No such backend: ${unknown.join(', ')}. There are ${BACKENDS.map(({name}) => name).join(', ')}.`);
  }
  return BACKENDS.filter(({name}) => names.length === 0 || names.includes(name));
}

/** Shows what a run says, and ends with its counts alone. */
function runTests(backends) {
  const env = {...process.env, LANGUAGES: backends.map(({name}) => name).join(',')};
  const args = ['scripts/test-node.mjs', 'test/languages/languages.test.ts'];
  const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit'], env});
  let tail = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    tail = (tail + text).slice(-4000);
  });
  child.on('close', (code) => {
    const [, passed = '0', failed = '1'] = /(\d+) passed, (\d+) failed\s*$/.exec(tail) ?? [];
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exitCode = code === 0 && failed === '0' ? 0 : 1;
  });
}

try {
  const backends = chooseBackends();
  needPackages(backends.flatMap(({packages}) => packages));
  runTests(backends);
} catch (error) {
  console.error(error.message);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
