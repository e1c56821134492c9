import {randomBytes} from 'node:crypto';
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';

/**
 * A secret of the shop, made once: a restart signs nobody out, and gives nobody a second coupon.
 *
 * @param name of its file
 */
export async function readSecret(folder: string, name: 'session-key' | 'coupon-key'): Promise<string> {
  const file = join(folder, name);
  const kept = await readText(file);
  if (kept !== null) return kept;
  const key = randomBytes(32).toString('base64url');
  await mkdir(folder, {recursive: true});
  await writeFile(file, key, {mode: 0o600});
  return key;
}

/** Something that can be put aside and taken up again, such as the emulator. */
interface Restorable {
  snapshot(): unknown;
  restore(snapshot: unknown): void;
}

/** Keeps the emulator's links in a file. */
export interface SavedState {
  /** Writes the present state; calls that overlap are written one after the other. */
  save(): Promise<void>;
}

/** Restores what an earlier run has saved in the file, if there is one. */
export async function restoreState(emulator: Restorable, file: string): Promise<SavedState> {
  const kept = await readText(file);
  if (kept !== null) {
    try {
      emulator.restore(JSON.parse(kept));
    } catch {
      // Ignore a file that is broken or of another version: the members are in the database.
    }
  }
  let last = Promise.resolve();
  return {
    save: () => {
      last = last.catch(() => undefined).then(() => write(file, JSON.stringify(emulator.snapshot())));
      return last;
    },
  };
}

/** Never leaves half a file behind. */
async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), {recursive: true});
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
