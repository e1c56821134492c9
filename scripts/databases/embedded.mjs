// The embedded database of tests, as it is after its first start in an empty folder: made once, and copied from then on.
import {existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {appendFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {PGlite} from '@electric-sql/pglite';

const CACHE = resolve('node_modules/.cache/kakao-sync-widget');

function readVersion() {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  return JSON.parse(readFileSync(join(dirname(main), '../package.json'), 'utf8')).version;
}

async function makeTemplate(place) {
  mkdirSync(CACHE, {recursive: true});
  const own = mkdtempSync(join(CACHE, 'new-embedded-'));
  try {
    const template = join(own, 'template');
    const pglite = await PGlite.create(template);
    await pglite.close();
    // Each start clears these buffers: of 128 MB, that takes longer than all else.
    await appendFile(join(template, 'postgresql.conf'), '\nshared_buffers = 4MB\n');
    renameSync(template, place);
  } catch (error) {
    // Another process was first: its folder is as good, and was whole before it had this name.
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
  } finally {
    rmSync(own, {recursive: true, force: true});
  }
}

/** The template's folder. What makes it does nothing else for seconds, so it is to be there before tests begin. */
export async function findTemplate() {
  const template = join(CACHE, `embedded-4mb-${readVersion()}`);
  if (!existsSync(template)) await makeTemplate(template);
  return template;
}
