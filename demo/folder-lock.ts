import {readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

const LOCK_FILE = 'lock';

/** After a restart, a container gives out the same process numbers again: our number in the file may be an old one. */
const ours = new Set<string>();

/**
 * Keeps a folder for this process alone: the embedded database must not be open twice.
 * @returns a function that releases the folder
 * @throws Error naming the process that has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, LOCK_FILE);
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  if (holder === process.pid ? ours.has(file) : isRunning(holder)) {
    throw new Error(
      `${folder} is in use by process ${holder}. Stop it, choose another folder with DEMO_DATA, or delete ${file} if it is no demo shop.`,
    );
  }
  await rm(file, {force: true});
  await writeFile(file, String(process.pid), {flag: 'wx'});
  ours.add(file);
  return async () => {
    ours.delete(file);
    await rm(file, {force: true});
  };
}

function isRunning(id: number): boolean {
  if (!Number.isSafeInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
