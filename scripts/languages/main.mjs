// Runs the forgeries, the conformance rows and a few honest logins against the small backends of demo/backends.
//   npm run test:languages [name…]  all of them, or those named
// They need Debian's packages: as root it installs what is missing, otherwise it says how. Nothing is left out.
import {execFileSync, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';

const BACKENDS = JSON.parse(readFileSync('test/languages/backends.json', 'utf8'));
const names = process.argv.slice(2);

function chooseBackends() {
  const unknown = names.filter((name) => !BACKENDS.some((backend) => backend.name === name));
  if (unknown.length > 0) {
    throw new Error(`No such backend: ${unknown.join(', ')}. There are ${BACKENDS.map(({name}) => name).join(', ')}.`);
  }
  return BACKENDS.filter(({name}) => names.length === 0 || names.includes(name));
}

function isInstalled(name) {
  try {
    const status = execFileSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return String(status) === 'installed';
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new Error('This needs Debian or what derives from it, as there is no dpkg-query.', {cause: error});
    }
    return false;
  }
}

function install(backends) {
  const missing = [...new Set(backends.flatMap(({packages}) => packages))].filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) throw new Error(`Packages are missing. Run: sudo ${command.join(' ')}`);
  console.log(command.join(' '));
  execFileSync(command[0], command.slice(1), {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'},
  });
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
  install(backends);
  runTests(backends);
} catch (error) {
  console.error(error.message);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
