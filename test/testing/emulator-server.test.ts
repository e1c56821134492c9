import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {describe, it} from 'node:test';
import {emulatorServer} from 'kakao-sync-widget/testing';
import manifest from '../../package.json' with {type: 'json'};
import {findFreePort} from '../support/free-port.js';
import {toPlainEnvironment} from '../support/plain-environment.js';

describe('emulatorServer', () => {
  it('names the command, and the page that answers once it listens', () => {
    assert.deepEqual(emulatorServer(), {
      command: 'npx --no kakao-sync-widget emulator --port 4000',
      url: 'http://127.0.0.1:4000/__emulator',
      reuseExistingServer: false,
    });
  });

  it('starts by its command, with the options of the command line', async () => {
    const redirectUri = 'http://localhost:3100/kakao/callback?a=1&b=2';
    const {command, url} = emulatorServer({port: await findFreePort(), args: ['--redirect-uri', redirectUri]});
    const env = toPlainEnvironment();
    const cwd = installInto(await mkdtemp(join(tmpdir(), 'kakao-sync-testing-')));
    const server = spawn(command, {cwd, shell: true, detached: true, env, stdio: ['ignore', 'pipe', 'inherit']});
    let output = '';
    server.stdout.setEncoding('utf8');
    await new Promise<void>((resolve, reject) => {
      server.stdout.on('data', (chunk: string) => {
        output += chunk;
        if (output.includes('Ctrl+C')) resolve();
      });
      server.once('exit', (code) => reject(new Error(`It ended with ${code}: ${output}`)));
    });
    const closed = once(server, 'close');
    const answer = fetch(url).finally(() => process.kill(-Number(server.pid), 'SIGTERM'));

    assert.equal((await answer).status, 200);
    assert.ok(output.includes(`Redirect URI   ${redirectUri}`), output);
    await closed;
    await rm(cwd, {recursive: true});
  });
});

/** As `npm i` leaves a project that has the package. */
function installInto(folder: string): string {
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  mkdirSync(join(folder, 'node_modules/.bin'), {recursive: true});
  symlinkSync(resolve('.'), join(folder, 'node_modules/kakao-sync-widget'), 'junction');
  symlinkSync(resolve(manifest.bin['kakao-sync-widget']), join(folder, 'node_modules/.bin/kakao-sync-widget'));
  return folder;
}
