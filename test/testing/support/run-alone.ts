import {spawn} from 'node:child_process';
import {toPlainEnvironment} from '../../support/plain-environment.js';

/** Runs a program of Node as a user would. */
export function runAlone(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{readonly code: number | null; readonly output: string}> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      env: toPlainEnvironment(variables),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => (output += chunk));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({code, output}));
  });
}
