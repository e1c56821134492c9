import {cp, mkdir, mkdtemp, readFile, realpath, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {manifest, ROOT, run} from '../../package/support/package.js';

/** A folder of somebody else's project, away from ours, into which the package was installed as npm packs it. */
export interface PackedProject {
  readonly folder: string;
  [Symbol.asyncDispose](): Promise<void>;
}

const PAGE = 'test/support/bundles/page';

/** Makes the project: the pages' sources, the package, and what the package needs at run time. */
export function createPackedProject(): Promise<PackedProject> {
  return createProject(async (folder) => {
    await cp(join(ROOT, PAGE), folder, {recursive: true});
    for (const name of Object.keys(manifest.dependencies)) await copyPackage(name, folder);
  });
}

/** Makes a project whose own lock file says what it needs, with the pages' sources in it. */
export function installProject(source: string): Promise<PackedProject> {
  return createProject(async (folder) => {
    await cp(join(ROOT, PAGE), folder, {recursive: true});
    await cp(join(ROOT, source), folder, {recursive: true});
    await runOrThrow('npm', 'ci', '--prefix', folder, '--ignore-scripts', '--prefer-offline', '--no-audit');
  });
}

async function createProject(fill: (folder: string) => Promise<void>): Promise<PackedProject> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kakao-sync-packed-')));
  const project: PackedProject = {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, {recursive: true, force: true}),
  };
  try {
    await fill(folder);
    await unpackPackage(folder);
  } catch (error) {
    await project[Symbol.asyncDispose]();
    throw error;
  }
  return project;
}

/** Packs the package and unpacks it where npm would put it. */
async function unpackPackage(project: string): Promise<void> {
  const target = join(project, 'node_modules', manifest.name);
  await mkdir(target, {recursive: true});
  await runOrThrow('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', project);
  const archive = join(project, `${manifest.name}-${manifest.version}.tgz`);
  await runOrThrow('tar', '-xzf', archive, '--strip-components=1', '-C', target);
  await rm(archive);
}

export async function runOrThrow(command: string, ...args: string[]): Promise<void> {
  const {code, output} = await run(command, ...args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
}

/** Copies a package that is installed here, and all that it needs. A link would lead back to our own folder. */
async function copyPackage(name: string, project: string): Promise<void> {
  const [from, to] = [ROOT, project].map((folder) => join(folder, 'node_modules', name)) as [string, string];
  await mkdir(dirname(to), {recursive: true});
  await cp(from, to, {recursive: true});
  const {dependencies = {}} = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as {
    dependencies?: Readonly<Record<string, string>>;
  };
  for (const other of Object.keys(dependencies)) await copyPackage(other, project);
}
