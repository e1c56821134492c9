import {cp, mkdir, mkdtemp, readFile, rename, rm} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {PGlite} from '@electric-sql/pglite';

const CACHE = resolve('node_modules/.cache/kakao-sync-widget');

async function readVersion(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const {version} = JSON.parse(await readFile(join(dirname(main), '../package.json'), 'utf8')) as {version: string};
  return version;
}

/** Makes what the first start in an empty folder makes: most of the time that a start takes. */
async function makeTemplate(place: string): Promise<void> {
  await mkdir(CACHE, {recursive: true});
  const own = await mkdtemp(join(CACHE, 'new-embedded-'));
  try {
    await (await PGlite.create(join(own, 'data'))).close();
    await rename(join(own, 'data'), place);
  } catch (error) {
    // Another process was first: its folder is as good, and was whole before it had this name.
    if (!['ENOTEMPTY', 'EEXIST'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  } finally {
    await rm(own, {recursive: true, force: true});
  }
}

/**
 * Fills a folder that does not exist yet with an embedded database that has nothing in it, as PGlite makes it at its first
 * start there. It is made once for all tests; those of a folder's first start do without.
 */
export async function seedFolder(folder: string): Promise<void> {
  const template = join(CACHE, `embedded-${await readVersion()}`);
  const copy = (): Promise<void> => cp(template, folder, {recursive: true, errorOnExist: true, force: false});
  try {
    await copy();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await makeTemplate(template);
    await copy();
  }
}

/** An embedded database of a test's own, and what closes it. */
export async function openPGlite(): Promise<{readonly pglite: PGlite; close(): Promise<void>}> {
  const place = await mkdtemp(join(tmpdir(), 'embedded-'));
  await seedFolder(join(place, 'data'));
  const pglite = await PGlite.create(join(place, 'data'));
  return {
    pglite,
    close: async () => {
      await pglite.close();
      await rm(place, {recursive: true, force: true});
    },
  };
}
