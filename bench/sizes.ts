import {readFileSync} from 'node:fs';
import {transform} from 'esbuild';
import {build, type Rolldown} from 'vite';
import {toSize, type Size} from './compress.js';

/** What a page can load: modules as a site's own build (Vite) would bundle and minify them, with Lit inside. */
export const ENTRIES = {
  headless: () => bundle('bench/headless.js'),
  'button and sync': () => bundle('bench/button-and-sync.js'),
  'all elements': () => bundle('dist/define.js'),
  'script tag': () => Promise.resolve(readFileSync('dist/kakao-sync.min.js', 'utf8')),
  'host entry': () => Promise.resolve(readFileSync('dist/kakao-sync-host.min.js', 'utf8')),
  report: () => Promise.resolve(readFileSync('dist/kakao-sync-report.min.js', 'utf8')),
  analytics: () => Promise.resolve(readFileSync('dist/kakao-sync-analytics.min.js', 'utf8')),
  check: () => Promise.resolve(readFileSync('dist/kakao-sync-check.min.js', 'utf8')),
  attribution: () => Promise.resolve(readFileSync('dist/kakao-sync-attribution.min.js', 'utf8')),
  sheet: () => Promise.resolve(readFileSync('dist/kakao-sync-sheet.min.js', 'utf8')),
  'on the server': () => Promise.resolve(readFileSync('dist/kakao-sync-on-server.min.js', 'utf8')),
  'head entry': () => Promise.resolve(readFileSync('dist/kakao-auto-login.min.js', 'utf8')),
  'reserve.css': async () =>
    (await transform(readFileSync('dist/reserve.css', 'utf8'), {loader: 'css', minify: true})).code,
} as const satisfies Record<string, () => Promise<string>>;

export type EntryName = keyof typeof ENTRIES;

export async function measureSize(name: EntryName): Promise<Size> {
  return toSize(await ENTRIES[name]());
}

/** Lit's smallest possible element, bundled in the same way: what of the figures is not ours. */
export async function measureLit(): Promise<Size> {
  return toSize(await bundle('bench/lit-alone.js'));
}

async function bundle(entry: string): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      // The parts that are fetched only where there is something to say to the developer or the visitor.
      rolldownOptions: {external: /report-part|messages\/part/},
      lib: {entry, formats: ['iife'], name: 'bundle', fileName: 'bundle'},
    },
  })) as Rolldown.RolldownOutput[];
  return result[0]?.output[0].code ?? '';
}
