import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

/** One of the shop's own files. */
export interface Asset {
  readonly body: string;
  readonly type: string;
  readonly etag: string;
}

/** The shop's own files by name. */
export type Assets = ReadonlyMap<string, Asset>;

/** Reads the shop's files and bundles its style and its script. */
export async function loadAssets(): Promise<Assets> {
  const read = (url: string): Promise<string> => readFile(fileURLToPath(url), 'utf8');
  const here = (path: string): string => new URL(path, import.meta.url).href;
  const [styles, icon, reserve, tag, report, head, asKakaoTalk, scripts, chart] = await Promise.all([
    bundle(fileURLToPath(here('./assets/shop.css'))),
    read(here('./assets/icon.svg')),
    read(import.meta.resolve('kakao-sync-widget/reserve.css')),
    read(import.meta.resolve('kakao-sync-widget/kakao-sync.min.js')),
    read(import.meta.resolve('kakao-sync-widget/kakao-sync-report.min.js')),
    read(import.meta.resolve('kakao-sync-widget/kakao-auto-login.min.js')),
    read(here('./browser/as-kakaotalk.js')),
    bundle(fileURLToPath(here('./browser/shop.ts'))),
    bundle(fileURLToPath(here('./browser/funnel.ts'))),
  ]);
  return createAssets({
    ...styles,
    'icon.svg': icon,
    'reserve.css': reserve,
    'kakao-sync.min.js': tag,
    'kakao-sync-report.min.js': report,
    'kakao-auto-login.min.js': head,
    'as-kakaotalk.js': asKakaoTalk,
    ...scripts,
    ...chart,
  });
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Files to serve, from their texts. */
export function createAssets(files: Readonly<Record<string, string>>): Assets {
  return new Map(
    Object.entries(files).map(([name, body]) => {
      const version = createHash('sha256').update(body).digest('base64url').slice(0, 12);
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain; charset=utf-8';
      return [name, {body, type, etag: `"${version}"`}];
    }),
  );
}

/** A file's address. It names the version, so that browsers keep the file until there is another. */
export function toAssetAddress(assets: Assets, name: string): string {
  const version = assets.get(name)?.etag.slice(1, -1);
  return version === undefined ? `/assets/${name}` : `/assets/${name}?v=${version}`;
}

/** The files of an entry by name: its own, and those of the parts that a page loads later. */
async function bundle(entry: string): Promise<Readonly<Record<string, string>>> {
  const {outputFiles} = await build({
    entryPoints: [entry],
    outdir: '/assets',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2021',
    conditions: ['production'],
    minify: true,
    logLevel: 'silent',
  });
  if (outputFiles.length === 0) throw new Error(`esbuild made nothing of ${entry}.`);
  return Object.fromEntries(outputFiles.map(({path, text}) => [basename(path), text]));
}
