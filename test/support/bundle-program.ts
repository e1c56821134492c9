import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {after} from 'node:test';
import {buildSync} from 'esbuild';

const CACHE = resolve('node_modules/.cache/kakao-sync-widget');

/**
 * Makes one file of a program in TypeScript, for Node to run as it is: to read it file by file takes a second and a half of
 * each process. Packages are not in it. It is gone when the tests are over.
 *
 * @returns the file's path
 */
export function bundleProgram(path: string): string {
  mkdirSync(CACHE, {recursive: true});
  const folder = mkdtempSync(join(CACHE, 'program-'));
  after(() => rmSync(folder, {recursive: true}));
  const outfile = join(folder, basename(path).replace(/ts$/, 'mjs'));
  buildSync({
    ...{entryPoints: [path], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm'},
    ...{target: 'node20', logLevel: 'error'},
  });
  return outfile;
}
