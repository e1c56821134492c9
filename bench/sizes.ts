import {readFileSync} from 'node:fs';
import {brotliCompressSync, constants, gzipSync} from 'node:zlib';
import {build, type BuildOptions} from 'esbuild';

/** Bytes of one entry, as a browser would get them. */
export interface Size {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** What a page can load, by name: modules are bundled with Lit inside and minified, files are taken as they are. */
export const ENTRIES = {
  'headless client': {bundle: 'dist/client/index.js'},
  'button + sync': {bundle: 'dist/define.js'},
  'script tag': {file: 'dist/kakao-sync.min.js'},
  'reserve.css': {file: 'dist/reserve.css', minify: true},
} as const satisfies Record<string, {bundle: string} | {file: string; minify?: boolean}>;

export type EntryName = keyof typeof ENTRIES;

export async function measureSizes(): Promise<Record<EntryName, Size>> {
  const sizes: Partial<Record<EntryName, Size>> = {};
  for (const name of Object.keys(ENTRIES) as EntryName[]) sizes[name] = toSize(await readEntry(name));
  return sizes as Record<EntryName, Size>;
}

/** Lit's smallest possible element, bundled in the same way: what of the figures is not ours. */
export async function measureLit(): Promise<Size> {
  const contents = `import {LitElement, html, css} from 'lit';
    customElements.define('x-y', class extends LitElement {
      static properties = {a: {}};
      static styles = css\`:host{display:block}\`;
      render() { return html\`\${this.a}\`; }
    });`;
  return toSize(await bundle({stdin: {contents, resolveDir: '.'}}));
}

async function bundle(entry: BuildOptions): Promise<Uint8Array> {
  const {outputFiles} = await build({
    ...entry,
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    globalName: 'bundle',
    target: 'es2022',
    conditions: ['production'],
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

async function readEntry(name: EntryName): Promise<Uint8Array> {
  const entry = ENTRIES[name];
  if ('file' in entry && !('minify' in entry)) return readFileSync(entry.file);
  return bundle({entryPoints: ['file' in entry ? entry.file : entry.bundle]});
}

function toSize(bytes: Uint8Array): Size {
  const params = {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT};
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, {level: 9}).length,
    brotli: brotliCompressSync(bytes, {params}).length,
  };
}
