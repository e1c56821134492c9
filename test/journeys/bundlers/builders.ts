import {readFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {nodeResolve} from '@rollup/plugin-node-resolve';
import {build as esbuild, type BuildOptions} from 'esbuild';
import {rollup, type OutputOptions, type RollupBuild} from 'rollup';
import {build as viteBuild, createServer, type InlineConfig, type Rolldown} from 'vite';
import {
  BASE,
  type Builder,
  type BuildRequest,
  type Built,
  type Entry,
  renderClassic,
  renderModule,
  serveFiles,
  toFileResponse,
} from '../../support/bundles/built.js';

export const BUILDERS: Readonly<Record<string, Builder>> = {
  // The style sheet goes through it, too.
  Vite: {hasChunks: true, build: buildByVite, mark: '.css'},
  'Vite’s development server, with optimised dependencies': {
    hasChunks: true,
    isPartsOnly: true,
    build: serveByVite,
    mark: '.vite/deps/kakao-sync-widget_',
  },
  'esbuild, with splitting': {
    hasChunks: true,
    build: (request) => buildByEsbuild(request, {format: 'esm', splitting: true}),
  },
  'esbuild, as one script': {hasChunks: false, build: (request) => buildByEsbuild(request, {format: 'iife'})},
  'Rollup, as modules': {
    hasChunks: true,
    isPartsOnly: true,
    build: (request) => buildByRollup(request, {format: 'es'}),
  },
  'Rollup, as one module': {
    hasChunks: false,
    build: (request) => buildByRollup(request, {format: 'es', inlineDynamicImports: true}),
  },
  'Rollup, as one script': {
    hasChunks: false,
    build: (request) => buildByRollup(request, {format: 'iife', inlineDynamicImports: true}),
  },
  'no bundler, by an import map': {hasChunks: true, isPartsOnly: true, build: serveUnbundled},
};

/** What Vite writes into its HTML for each nonce, and the site replaces (https://vite.dev/config/shared-options#html-cspnonce). */
const NONCE = 'NONCE-OF-EACH-ANSWER';

const toViteConfig = (folder: string): InlineConfig => ({
  configFile: false,
  logLevel: 'error',
  root: folder,
  base: BASE,
  html: {cspNonce: NONCE},
});

async function buildByVite({folder, entries}: BuildRequest): Promise<Built> {
  const {output} = (await viteBuild({
    ...toViteConfig(folder),
    build: {write: false, rolldownOptions: {input: entries.map((entry) => join(folder, `${entry}.html`))}},
  })) as Rolldown.RolldownOutput;
  const files = new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
  return serveFiles(files, (entry, nonce) => {
    const html = String(files.get(`${entry}.html`));
    const [, head = ''] = /<head>(.*)<\/head>/s.exec(html) ?? [];
    return head.replaceAll(NONCE, nonce);
  });
}

async function serveByVite({folder, entries}: BuildRequest): Promise<Built> {
  const server = await createServer({
    ...toViteConfig(folder),
    cacheDir: join(folder, '.vite'),
    // Nobody changes a file, and the page's policy lets no socket through.
    server: {host: 'localhost', port: 0, hmr: false, watch: null},
    optimizeDeps: {entries: entries.map((entry) => `${entry}.js`)},
  });
  await server.listen();
  const {port} = server.httpServer?.address() as AddressInfo;
  return {
    head: renderModule,
    async answer(path) {
      const {status, headers, body} = await fetch(`http://localhost:${port}${BASE}${path}`);
      return new Response(body, {status, headers: {'Content-Type': headers.get('Content-Type') ?? ''}});
    },
    close: () => server.close(),
  };
}

async function buildByEsbuild({folder, entries}: BuildRequest, options: BuildOptions): Promise<Built> {
  const outdir = join(folder, 'out');
  const {outputFiles} = await esbuild({
    entryPoints: entries.map((entry) => `${entry}.js`),
    absWorkingDir: folder,
    outdir,
    bundle: true,
    minify: true,
    target: 'es2022',
    logLevel: 'silent',
    ...options,
    write: false,
  });
  const files = new Map(outputFiles.map(({path, text}) => [path.slice(outdir.length + 1).replaceAll('\\', '/'), text]));
  return serveFiles(files, options.format === 'iife' ? renderClassic : renderModule);
}

/** By folder and entries: to read the modules is most of the work, whichever form is written from them. */
const read = new Map<string, Promise<RollupBuild>>();

function readByRollup(folder: string, entries: readonly Entry[]): Promise<RollupBuild> {
  const key = [folder, ...entries].join('\n');
  const found = read.get(key);
  if (found) return found;
  const bundle = rollup({
    input: Object.fromEntries(entries.map((entry) => [entry, join(folder, `${entry}.js`)])),
    plugins: [nodeResolve({browser: true})],
    onwarn({message}) {
      throw new Error(message);
    },
  });
  read.set(key, bundle);
  return bundle;
}

async function buildByRollup({folder, entries}: BuildRequest, options: OutputOptions): Promise<Built> {
  const files = new Map<string, string>();
  // What is inlined has one entry a build.
  for (const inputs of options.inlineDynamicImports ? entries.map((entry) => [entry]) : [entries]) {
    const bundle = await readByRollup(folder, inputs);
    const {output} = await bundle.generate(options);
    for (const file of output) if (file.type === 'chunk') files.set(file.fileName, file.code);
  }
  return serveFiles(files, options.format === 'iife' ? renderClassic : renderModule);
}

/** The files as they were installed, named by an import map. */
async function serveUnbundled({folder}: BuildRequest): Promise<Built> {
  const names = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'kakao-sync-widget'];
  const imports: Record<string, string> = {};
  for (const name of names) {
    const text = await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8');
    const {exports} = JSON.parse(text) as {exports: Readonly<Record<string, Target>>};
    for (const [path, target] of Object.entries(exports)) {
      const file = findFile(target);
      if (file) imports[path.replace('.', name)] = `${BASE}node_modules/${name}/${file.slice(2)}`;
    }
  }
  const map = JSON.stringify({imports});
  return {
    head: (entry: Entry, nonce) =>
      `<script type="importmap" nonce="${nonce}">${map}</script>\n${renderModule(entry, nonce)}`,
    answer: async (path) => toFileResponse(path, await readFile(join(folder, path))),
  };
}

type Target = string | {readonly [condition: string]: Target};

/** The module a browser gets. */
function findFile(target: Target): string | undefined {
  if (typeof target === 'string') return target.endsWith('.js') ? target : undefined;
  return target['default'] && findFile(target['default']);
}
