import {afterEach} from 'node:test';
import {build, type BuildOptions, type Metafile} from 'esbuild';
import {ROOT} from './package.js';

export interface Bundle {
  readonly text: string;
  /** The modules in it that have left any code, as paths from the package's folder. */
  readonly modules: readonly string[];
}

/** Bundles code that a shop might write, as its bundler would. */
export async function bundle(code: string, options: BuildOptions = {}): Promise<Bundle> {
  const {outputFiles, metafile} = await build({
    stdin: {contents: code, resolveDir: ROOT},
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
    ...options,
    write: false,
    metafile: true,
  });
  return {text: String(outputFiles[0]?.text), modules: readModules(metafile)};
}

function readModules({outputs}: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({inputs}) => Object.entries(inputs))
    .filter(([path, {bytesInOutput}]) => bytesInOutput > 0 && path !== '<stdin>')
    .map(([path]) => path)
    .sort();
}

/** In a `describe`: Vite's build sets it to `production` for the whole process, in which other test files run too. */
export function keepNodeEnv(): void {
  const {NODE_ENV: before} = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  });
}
