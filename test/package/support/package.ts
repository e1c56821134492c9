import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

/** The package's folder. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

type Target = string | {readonly types?: string; readonly default: string};

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Target>>;
  readonly sideEffects: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export const manifest = JSON.parse(read('package.json')) as Manifest;

/** Every file below a folder, as a path from the package's folder with slashes. */
export function listFiles(folder: string, form: RegExp): string[] {
  return readdirSync(join(ROOT, folder), {recursive: true})
    .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => form.test(path))
    .sort();
}

export interface Run {
  readonly code: number;
  readonly output: string;
}

const execute = promisify(execFile);

/** Runs a program in the package's folder, in plain Node: without the test runner's loader. */
export async function run(command: string, ...args: string[]): Promise<Run> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NODE_(?!EXTRA_CA_CERTS$)|npm_)/.test(name)),
  );
  try {
    const {stdout} = await execute(command, args, {cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024});
    return {code: 0, output: stdout};
  } catch (error) {
    const {code, stdout, stderr} = error as {code?: number; stdout?: string; stderr?: string};
    return {code: code ?? 1, output: `${stdout ?? ''}${stderr ?? ''}`};
  }
}
