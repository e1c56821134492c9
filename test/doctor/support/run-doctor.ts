import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text as readText} from 'node:stream/consumers';
import {after} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {ToldFinding} from '../../../src/doctor/report/print-report.js';
import {bundleProgram} from '../../support/bundle-program.js';
import {toPlainEnvironment} from '../../support/plain-environment.js';

const COMMAND = bundleProgram(fileURLToPath(new URL('../../../src/bin/kakao-sync-widget.ts', import.meta.url)));

/** What a run of the command has printed, and how it ended. */
interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A folder with these files, gone when the tests are over. */
export function createFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  after(() => rmSync(folder, {recursive: true}));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Runs `kakao-sync-widget` in a folder, in an English terminal unless the environment says another. */
export async function runCommand(
  args: readonly string[],
  {files = {}, env = {}}: {files?: Readonly<Record<string, string>>; env?: Readonly<Record<string, string>>} = {},
): Promise<Run> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: createFolder(files),
    env: {...toPlainEnvironment(), LC_ALL: '', LC_MESSAGES: '', LANG: 'en_US.UTF-8', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, error] = await Promise.all([readText(child.stdout), readText(child.stderr)]);
  return {code: await ended, out, error};
}

/** The findings that `doctor --json` prints. */
export async function diagnose(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<{readonly code: number | null; readonly findings: readonly ToldFinding[]; readonly text: string}> {
  const {code, out, error} = await runCommand(['doctor', '--json', ...args], {files});
  if (out === '') throw new Error(error);
  const {findings} = JSON.parse(out) as {findings: ToldFinding[]};
  return {code, findings, text: out + error};
}
