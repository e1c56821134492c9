import {cpSync, rmSync} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PGlite} from '@electric-sql/pglite';
import {findTemplate} from '../../scripts/databases/embedded.mjs';

/**
 * Fills a folder with an embedded database that has nothing in it, as PGlite makes it at its first start there, but for the
 * size of its buffers. The tests of a folder's first start do without.
 */
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
