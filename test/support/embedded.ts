import {existsSync} from 'node:fs';
import {cp, mkdir, mkdtemp, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {PGlite} from '@electric-sql/pglite';

const CACHE = resolve('node_modules/.cache/kakao-sync-widget');
const DUMP = 'dump.tar';

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
    const template = join(own, 'template');
    await mkdir(template);
    const pglite = await PGlite.create(join(template, 'data'));
    const dump = await pglite.dumpDataDir('none');
    await pglite.close();
    await writeFile(join(template, DUMP), new Uint8Array(await dump.arrayBuffer()));
    await rename(template, place);
  } catch (error) {
    // Another process was first: its folder is as good, and was whole before it had this name.
    if (!['ENOTEMPTY', 'EEXIST'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  } finally {
    await rm(own, {recursive: true, force: true});
  }
}

/** The template's folder. It is made once for all tests; those of a folder's first start do without. */
async function findTemplate(): Promise<string> {
  const template = join(CACHE, `embedded-${await readVersion()}`);
  if (!existsSync(template)) await makeTemplate(template);
  return template;
}

/** Fills a folder with an embedded database that has nothing in it, as PGlite makes it at its first start there. */
export async function seedFolder(folder: string): Promise<void> {
  await cp(join(await findTemplate(), 'data'), folder, {recursive: true, errorOnExist: true, force: false});
}

/** An embedded database with nothing in it, in memory. */
export async function openPGlite(): Promise<PGlite> {
  const dump = await readFile(join(await findTemplate(), DUMP));
  return PGlite.create({loadDataDir: new Blob([dump])});
}
