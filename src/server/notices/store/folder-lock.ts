import {KakaoSyncError} from '../../../shared/kakao-sync-error.js';
import {toS256} from '../../../shared/encoding/hashes.js';

const PREFIX = 'lock-';
/** What a socket's address may hold on every system. */
const MAX_PATH = 100;
/** How often a folder is tried: two that start at once may each see the other, and both step back. */
const ATTEMPTS = 4;

/** Gives a folder back. */
export type Unlock = () => Promise<void>;

/**
 * Keeps a folder for one store: a database that is open twice destroys itself.
 *
 * A process listens on a socket of its own in the folder, and then looks whether anybody answers on another one. The
 * system ends a socket with its process, however that ends; and numbers of processes, which containers share, do not
 * matter. Of two that both listen before they look, at least one sees the other.
 *
 * @throws KakaoSyncError `config_invalid`: another one has it, or it can hold no socket
 */
export async function lockFolder(folder: string): Promise<Unlock> {
  const {mkdir} = await import('node:fs/promises');
  await mkdir(folder, {recursive: true, mode: 0o700});
  for (let attempt = 1; ; attempt++) {
    const unlock = await tryLock(folder);
    if (unlock) return unlock;
    if (attempt === ATTEMPTS) throw inUse(folder);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * attempt));
  }
}

const inUse = (folder: string): KakaoSyncError =>
  new KakaoSyncError(
    'config_invalid',
    `openNotices: store.folder (${JSON.stringify(folder)}) is in use by another process or another store: give a ` +
      'PostgreSQL address as store if several processes share the notices, else stop the other one or choose another folder.',
  );

const unfit = (folder: string, cause: unknown): KakaoSyncError =>
  new KakaoSyncError(
    'config_invalid',
    `openNotices: store.folder (${JSON.stringify(folder)}) cannot be locked: choose a folder with a shorter path, on a ` +
      'disk of this machine, that this process may write to.',
    cause,
  );

const isWindows = (globalThis as {process?: {platform?: string}}).process?.platform === 'win32';

/** Windows has names for pipes in the place of sockets in folders, each of one process at a time. */
async function tryPipe(folder: string): Promise<Unlock | null> {
  const {realpath} = await import('node:fs/promises');
  const name = await toS256((await realpath(folder)).toLowerCase());
  try {
    return await listen(`\\\\.\\pipe\\kakao-sync-${name}`);
  } catch (error) {
    if ((error as {code?: string}).code === 'EADDRINUSE') return null;
    throw unfit(folder, error);
  }
}

async function tryLock(folder: string): Promise<Unlock | null> {
  if (isWindows) return tryPipe(folder);
  const {readdir, rm} = await import('node:fs/promises');
  const {join, relative} = await import('node:path');
  /** A socket's address is short: the shorter way to it. */
  const toAddress = (path: string): string => {
    const fromHere = relative('.', path);
    return fromHere.length < path.length ? fromHere : path;
  };
  const own = join(folder, `${PREFIX}${crypto.randomUUID().slice(0, 8)}`);
  if (toAddress(own).length > MAX_PATH) throw unfit(folder, null);
  const close = await listen(toAddress(own)).catch((error: unknown) => {
    throw unfit(folder, error);
  });
  const unlock = async (): Promise<void> => {
    await close();
    await rm(own, {force: true});
  };
  for (const name of await readdir(folder)) {
    const other = join(folder, name);
    if (!name.startsWith(PREFIX) || other === own) continue;
    if (await isAnswered(toAddress(other))) {
      await unlock();
      return null;
    }
    await rm(other, {force: true});
  }
  return unlock;
}

async function listen(address: string): Promise<() => Promise<void>> {
  const {createServer} = await import('node:net');
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // A worker of a cluster would listen in its parent's name.
    server.listen({path: address, exclusive: true}, resolve);
  });
  server.unref();
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
    });
}

/** Whether a process listens on a socket. One that is stopped or busy does so too. */
async function isAnswered(address: string): Promise<boolean> {
  const {connect} = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(address);
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    // Nobody listens, or the socket has gone. Whatever else it is, somebody may be there.
    socket.once('error', (error: Error & {code?: string}) =>
      end(!['ECONNREFUSED', 'ENOENT'].includes(error.code ?? '')),
    );
  });
}
