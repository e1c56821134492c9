// Code that is split: what a page loads first, and what comes when it is needed, each emitted file by itself.
import {basename, resolve} from 'node:path';
import {build as esbuild} from 'esbuild';
import {build as vite, type Rolldown} from 'vite';
import {toSize, type Size} from './compress.js';

/** Modules as a site imports them. */
export const MODULE_ENTRIES = {
  headless: 'bench/headless.js',
  'button and sync': 'bench/button-and-sync.js',
  'all elements': 'dist/define.js',
} as const;

export type ModuleEntryName = keyof typeof MODULE_ENTRIES;

export const BUNDLERS = ['vite', 'esbuild'] as const;
export type Bundler = (typeof BUNDLERS)[number];

/** A file that a bundler has emitted. */
export interface Chunk {
  readonly name: string;
  readonly code: string;
  readonly isEntry: boolean;
  /** The module that it was made for, as an absolute path; null of a file that others share. */
  readonly module: string | null;
  /** Names of the files that are loaded with it. */
  readonly imports: readonly string[];
  /** Names of the files that it may load later. */
  readonly laterImports: readonly string[];
}

export interface EmittedFile extends Size {
  readonly name: string;
  readonly module: string | null;
  /**
   * `apart` counts for nothing: the report is fetched only where there is something to say to the developer, and what lets
   * a login end on the server only by sites that want it.
   */
  readonly load: 'first' | 'later' | 'apart';
}

export interface ChunkSizes {
  /** The entry and its static imports, in bytes by brotli, each file by itself. */
  readonly first: number;
  /** All but what stands apart. */
  readonly whole: number;
  /** How many files that is. */
  readonly files: number;
  readonly emitted: readonly EmittedFile[];
}

const isApart = ({module}: Chunk): boolean => /[\\/](report|on-server)(-part)?[\\/.]/.test(module ?? '');

/**
 * Weighs an entry of the package as a site's own build splits it.
 *
 * @param name an entry of `MODULE_ENTRIES`, or the path of any module
 */
export async function measureChunks(
  name: ModuleEntryName | (string & {}),
  bundler: Bundler = 'vite',
): Promise<ChunkSizes> {
  const entries: Readonly<Record<string, string>> = MODULE_ENTRIES;
  return weighChunks(await buildChunks(entries[name] ?? name, bundler));
}

/**
 * Weighs the first load with those parts that were loaded later, such as what a press needs.
 *
 * @param parts matches the paths of the modules that begin them, such as `/\/leave\//`
 * @returns bytes by brotli
 * @throws {Error} if no part matches: then nothing was weighed
 */
export async function measureWith(name: ModuleEntryName, parts: RegExp, bundler: Bundler = 'vite'): Promise<number> {
  const chunks = await buildChunks(MODULE_ENTRIES[name], bundler);
  const begun = chunks.filter(({isEntry, module}) => isEntry || parts.test(module ?? ''));
  if (!begun.some(({isEntry}) => !isEntry)) throw new Error(`No file of ${name} was made for ${String(parts)}.`);
  const loaded = follow(chunks, begun, ({imports}) => imports);
  return sum([...loaded].map((chunk) => toSize(chunk.code)));
}

/** Tells what is first, later or apart, and weighs it. */
export function weighChunks(chunks: readonly Chunk[]): ChunkSizes {
  const entries = chunks.filter(({isEntry}) => isEntry);
  const first = follow(chunks, entries, ({imports}) => imports);
  const whole = follow(
    chunks.filter((chunk) => !isApart(chunk)),
    entries,
    ({imports, laterImports}) => [...imports, ...laterImports],
  );
  const emitted = chunks.map((chunk): EmittedFile => {
    const later = whole.has(chunk) ? 'later' : 'apart';
    return {name: chunk.name, module: chunk.module, load: first.has(chunk) ? 'first' : later, ...toSize(chunk.code)};
  });
  return {
    first: sum(emitted.filter(({load}) => load === 'first')),
    whole: sum(emitted.filter(({load}) => load !== 'apart')),
    files: whole.size,
    emitted,
  };
}

const sum = (sizes: readonly Size[]): number => sizes.reduce((total, {brotli}) => total + brotli, 0);

/** All files that are reached from some. */
function follow(
  chunks: readonly Chunk[],
  from: readonly Chunk[],
  next: (chunk: Chunk) => readonly string[],
): ReadonlySet<Chunk> {
  const reached = new Set(from);
  // A set that grows while it is walked is walked to its new end.
  for (const chunk of reached) {
    for (const name of next(chunk)) {
      const found = chunks.find((other) => other.name === name);
      if (found) reached.add(found);
    }
  }
  return reached;
}

/**
 * Bundles one entry as a site would: minified modules, a file for each part that is imported later.
 *
 * @param root the folder from which packages are found
 * @param options.isReadable by Vite, minifies nothing
 */
export function buildChunks(
  entry: string,
  bundler: Bundler = 'vite',
  root = process.cwd(),
  options: {readonly isReadable?: boolean} = {},
): Promise<readonly Chunk[]> {
  return bundler === 'vite' ? buildByVite(resolve(entry), root, options) : buildByEsbuild(resolve(entry), root);
}

async function buildByVite(entry: string, root: string, {isReadable = false}): Promise<Chunk[]> {
  const {output} = (await vite({
    configFile: false,
    publicDir: false,
    root,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      ...(isReadable && {minify: false}),
      // A site has it with or without us.
      modulePreload: {polyfill: false},
      rolldownOptions: {input: entry, preserveEntrySignatures: 'strict'},
    },
  })) as Rolldown.RolldownOutput;
  return output.flatMap((file) =>
    file.type === 'asset'
      ? []
      : {
          name: file.fileName,
          code: file.code,
          isEntry: file.isEntry,
          module: file.facadeModuleId,
          imports: file.imports,
          laterImports: file.dynamicImports,
        },
  );
}

async function buildByEsbuild(entry: string, root: string): Promise<Chunk[]> {
  const {outputFiles, metafile} = await esbuild({
    entryPoints: [entry],
    absWorkingDir: root,
    outdir: '/',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    define: {'process.env.NODE_ENV': '"production"'},
    legalComments: 'none',
    logLevel: 'error',
    write: false,
    metafile: true,
  });
  const texts = new Map(outputFiles.map(({path, text}) => [basename(path), text]));
  return Object.entries(metafile.outputs).map(([path, {entryPoint, imports}]) => {
    const named = (kind: string): string[] =>
      imports.filter((found) => found.kind === kind).map((found) => basename(found.path));
    const module = entryPoint === undefined ? null : resolve(root, entryPoint);
    return {
      name: basename(path),
      code: texts.get(basename(path)) ?? '',
      isEntry: module === entry,
      module,
      imports: named('import-statement'),
      laterImports: named('dynamic-import'),
    };
  });
}
