import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build, type OutputFile} from 'esbuild';

const RECORDER = 'page-recorder.ts';

/** The scripts of the pages by their path. */
export async function loadScripts(hosts: readonly string[], routers: readonly string[]): Promise<Map<string, string>> {
  const isClassic = (name: string): boolean => name === RECORDER;
  const outputFiles = [
    ...(await bundle(
      'hosts',
      hosts.filter((name) => !isClassic(name)),
      'development',
    )),
    // Pages have it as a classic script, which can import nothing: it is a build of its own.
    ...(await bundle('hosts', hosts.filter(isClassic), 'development')),
    ...(routers.length > 0 ? await bundle('routers', routers, 'production') : []),
  ];
  const assets = await Promise.all(CLASSIC_SCRIPTS.map(async (name) => [`/${name}`, await readAsset(name)] as const));
  return new Map([...assets, ...outputFiles.map(({path, text}) => [path.replace(/\\/g, '/'), text] as const)]);
}

async function bundle(
  folder: string,
  entries: readonly string[],
  mode: 'development' | 'production',
): Promise<OutputFile[]> {
  const path = fileURLToPath(new URL(`../journeys/${folder}/`, import.meta.url));
  const {outputFiles} = await build({
    entryPoints: entries.map((entry) => path + entry),
    outdir: '/scripts',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2021',
    conditions: ['production'],
    minify: mode === 'production',
    define: {
      'process.env.NODE_ENV': JSON.stringify(mode),
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    jsx: 'automatic',
    logLevel: 'silent',
  });
  return outputFiles;
}

/**
 * The path of a script without the folder before it: below `/copies/` and any name, a page finds the same scripts at other
 * addresses, as a second copy of the code or as another release.
 */
export function toScriptPath(path: string): string {
  return path.replace(/^\/copies\/[\w-]+(?=\/scripts\/)/, '');
}

/** The scripts of the package that pages use as they are. */
export const CLASSIC_SCRIPTS = [
  'kakao-sync.min.js',
  'kakao-sync-host.min.js',
  'kakao-sync-report.min.js',
  'kakao-sync-analytics.min.js',
  'kakao-sync-attribution.min.js',
  'kakao-sync-check.min.js',
  'kakao-sync-sheet.min.js',
  'kakao-sync-on-server.min.js',
  'kakao-auto-login.min.js',
] as const;

/** A file of the package that pages use as it is. */
export function readAsset(name: 'reserve.css' | (typeof CLASSIC_SCRIPTS)[number]): Promise<string> {
  return readFile(fileURLToPath(import.meta.resolve(`kakao-sync-widget/${name}`)), 'utf8');
}
