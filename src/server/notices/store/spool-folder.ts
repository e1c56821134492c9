import type {NoticeSpool, SpooledNotice} from '../notice-spool.js';

/** The most notices that lie in a spool. */
const MAX_ENTRIES = 10_000;
/** A file that is still being written has no name yet that counts. */
const UNFINISHED = '.part';
const FINISHED = '.json';
/** How long a file may be unfinished, in milliseconds: its writer is dead after that. */
const MAX_WRITING = 60_000;

/**
 * A spool in a folder: one file for each notice, which is written, flushed to the disk and then given its name, so that
 * none is ever half there. Several processes may share the folder.
 *
 * @param folder of this site alone; it is made when it is first needed
 * @param now in milliseconds since the epoch
 */
export function createSpoolFolder(folder: string, now: () => number): NoticeSpool {
  return {
    async append(entry) {
      const {mkdir, rename} = await import('node:fs/promises');
      const {join} = await import('node:path');
      await mkdir(folder, {recursive: true, mode: 0o700});
      if ((await listNames(folder)).length >= MAX_ENTRIES) return false;
      // Names sort by age.
      const path = join(folder, `${String(now()).padStart(15, '0')}-${entry.notice.eventId}`);
      await writeFlushed(path + UNFINISHED, JSON.stringify(entry));
      await rename(path + UNFINISHED, path + FINISHED);
      await flushFolder(folder);
      return true;
    },
    async drain(hand) {
      const {readFile, rename, rm} = await import('node:fs/promises');
      const {join} = await import('node:path');
      await removeUnfinished(folder, now());
      for (const name of await listNames(folder)) {
        const path = join(folder, name);
        const text = await readFile(path, 'utf8').catch(() => null);
        // Another process was first.
        if (text === null) continue;
        const entry = readEntry(text);
        if (entry) {
          await hand(entry);
          await rm(path, {force: true});
          continue;
        }
        await rename(path, `${path}.unreadable`);
        throw new Error(`a file of the spool cannot be read, and is set aside: ${name}.unreadable`);
      }
    },
  };
}

/** The finished files, the oldest first; none if there is no folder. */
async function listNames(folder: string): Promise<readonly string[]> {
  const {readdir} = await import('node:fs/promises');
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(FINISHED)).sort();
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const {open} = await import('node:fs/promises');
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a new name outlive a power cut. Windows cannot open folders, and needs no such thing. */
async function flushFolder(folder: string): Promise<void> {
  const {open} = await import('node:fs/promises');
  const file = await open(folder, 'r').catch(() => null);
  try {
    await file?.sync();
  } catch {
    // Some file systems refuse it for folders; the file itself is on the disk.
  } finally {
    await file?.close();
  }
}

async function removeUnfinished(folder: string, now: number): Promise<void> {
  const {readdir, rm, stat} = await import('node:fs/promises');
  const {join} = await import('node:path');
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith(UNFINISHED)) continue;
    const path = join(folder, name);
    const written = await stat(path).catch(() => null);
    if (written && now - written.mtimeMs > MAX_WRITING) await rm(path, {force: true});
  }
}

function readEntry(text: string): SpooledNotice | null {
  try {
    const entry = JSON.parse(text) as SpooledNotice;
    return typeof entry.notice.eventId === 'string' && typeof entry.notice.kakaoId === 'string' ? entry : null;
  } catch {
    return null;
  }
}
