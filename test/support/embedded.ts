import {cpSync, existsSync, rmSync} from 'node:fs';
import {appendFile, mkdir, mkdtemp, readFile, rename, rm} from 'node:fs/promises';
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
    const template = join(own, 'template');
    await mkdir(template);
    const pglite = await PGlite.create(template);
    await pglite.close();
    // Each start clears these buffers: of 128 MB, that takes longer than all else.
    await appendFile(join(template, 'postgresql.conf'), '\nshared_buffers = 4MB\n');
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
  const template = join(CACHE, `embedded-4mb-${await readVersion()}`);
  if (!existsSync(template)) await makeTemplate(template);
  return template;
}

/** Fills a folder with an embedded database that has nothing in it, as PGlite makes it at its first start there, but for its buffers. */
export async function seedFolder(folder: string): Promise<void> {
  // A thousand small files: to wait for each would take six times as long.
  cpSync(await findTemplate(), folder, {recursive: true, errorOnExist: true, force: false});
}

const opened: string[] = [];
process.on('exit', () => opened.forEach((folder) => rmSync(folder, {recursive: true, force: true})));

/** An embedded database with nothing in it. In memory it would start five times as slowly, as its files are unpacked there. */
export async function openPGlite(): Promise<PGlite> {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-'));
  opened.push(folder);
  await seedFolder(join(folder, 'data'));
  return PGlite.create(join(folder, 'data'));
}
