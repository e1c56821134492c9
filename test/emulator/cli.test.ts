import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {readCliOptions, readConfig} from '../../src/emulator/node/cli-options.js';
import {bundleProgram} from '../support/bundle-program.js';
import {toPlainEnvironment} from '../support/plain-environment.js';
import {REST_KEY} from './support/setup.js';

const CLI = bundleProgram(fileURLToPath(new URL('../../src/emulator/cli.ts', import.meta.url)));
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  closers.push(() => rmSync(folder, {recursive: true}));
  return folder;
}

function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: {...toPlainEnvironment(), NODE_ENV: 'development', ...env},
  });
  closers.push(() => child.kill('SIGKILL'));
  const output = {out: '', error: ''};
  child.stdout.on('data', (data: Buffer) => (output.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.error += data.toString()));
  return {
    output,
    ended: once(child, 'close').then(([code]) => code as number | null),
    isUp: () =>
      new Promise<string>((resolve, reject) => {
        child.stdout.on('data', () => {
          const url = /Kakao emulator (\S+)/.exec(output.out)?.[1];
          if (url !== undefined && output.out.includes('Ctrl+C')) resolve(url);
        });
        child.on('close', () => reject(new Error(output.error)));
      }),
    stop: () => child.kill('SIGINT'),
  };
}

describe('the command line', () => {
  it('starts, says what it serves, and keeps what happened from one run to the next', async () => {
    const state = join(createFolder(), 'state.json');
    const addresses = ['http://localhost:5173/cb', 'http://localhost:5173/bye'] as const;
    const run = start([
      ...['--port', '0', '--state', state],
      ...['--redirect-uri', addresses[0], '--logout-redirect-uri', addresses[1]],
    ]);
    const url = await run.isUp();
    const unlink = await fetch(`${url}/__emulator/unlink`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: '{"persona":"member"}',
    });
    run.stop();
    const code = await run.ended;
    const again = start(['--port', '0', '--state', state]);
    await again.isUp();
    again.stop();
    await again.ended;

    assert.equal(unlink.status, 200);
    assert.equal(code, 0);
    for (const text of [
      '0123456789abcdef',
      'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf',
      'App id         100001',
      'Channel        _emulator',
      `Redirect URI   ${addresses[0]}`,
      `Logout URI     ${addresses[1]}`,
      'new-visitor',
      '/__emulator',
    ]) {
      assert.ok(run.output.out.includes(text), text);
    }
    const {links} = JSON.parse(readFileSync(state, 'utf8')) as {links: [string, unknown][]};
    assert.ok(links.length > 0 && !links.some(([id]) => id.endsWith(':member')));
  });

  it('prints its help', async () => {
    const run = start(['--help']);

    assert.equal(await run.ended, 0);
    assert.match(run.output.out, /--redirect-uri/);
  });

  it('leads a logout of the Kakao account to a redirect URI that is registered for it, and to no other', async () => {
    const registered = 'http://localhost:3000/bye';
    const run = start(['--port', '0', '--logout-redirect-uri', registered]);
    const url = await run.isUp();
    const logOut = (to: string) =>
      fetch(`${url}/oauth/logout?${new URLSearchParams({client_id: REST_KEY, logout_redirect_uri: to}).toString()}`, {
        redirect: 'manual',
      });

    const [known, unknown] = await Promise.all([logOut(registered), logOut('http://localhost:3000/')]);

    assert.equal(known.headers.get('location'), registered);
    assert.match(await unknown.text(), /KOE007/);
  });

  it('ends with 2 and one line where it cannot start', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => server.close());
    const broken = join(createFolder(), 'state.json');
    writeFileSync(broken, '{"version":7}');

    const runs = [
      start(['--port', String((server.address() as AddressInfo).port)]),
      start(['--port', '0', '--state', broken]),
      start(['--port', '0'], {NODE_ENV: 'production'}),
      start(['--port', '0', '--config', '/does/not/exist.json']),
      start(['--port', '0', '--channel-notice', 'https://shop.example/channel']),
    ];
    const codes = await Promise.all(runs.map(({ended}) => ended));

    assert.deepEqual(codes, [2, 2, 2, 2, 2]);
    const lines = runs.map(({output}) => output.error.trim().split('\n'));
    assert.ok(lines.every((text) => text.length === 1));
    assert.match(lines[0]![0]!, /is taken/);
    assert.match(lines[1]![0]!, /state\.json/);
    assert.match(lines[2]![0]!, /production/);
  });
});

describe('readCliOptions', () => {
  it('registers the redirect URIs for both keys, and their origins as domains', () => {
    const uris = ['https://a.example/cb', 'http://localhost/x'];
    const {app, port} = readCliOptions(uris.flatMap((uri) => ['--redirect-uri', uri]));

    assert.equal(port, 4000);
    assert.deepEqual(app.restApiKeys[0]?.redirectUris, uris);
    assert.deepEqual(app.javascriptKeys[0]?.domains, ['https://a.example', 'http://localhost']);
  });

  it('registers the logout redirect URIs, and without any leaves them to the emulator', () => {
    const given = ['http://localhost:3000/bye', 'http://localhost:3000/'];

    const {app} = readCliOptions(given.flatMap((uri) => ['--logout-redirect-uri', uri]));

    assert.deepEqual(app.logoutRedirectUris, given);
    assert.equal(readCliOptions([]).app.logoutRedirectUris, undefined);
  });

  it('takes the targets of notices', () => {
    const targets = ['unlink', 'channel', 'account'].map((kind) => [kind, `http://localhost:3000/${kind}`] as const);

    const {notices} = readCliOptions([
      ...targets.flatMap(([kind, target]) => [`--${kind}-notice`, target]),
      ...['--unlink-notice-method', 'GET', '--resend-notices', '3'],
    ]);

    assert.deepEqual(notices, {...Object.fromEntries(targets), unlinkMethod: 'GET', resend: {times: 3}});
    assert.deepEqual(readCliOptions([]).notices, {});
  });

  it('takes an admin key', () => {
    assert.equal(readCliOptions(['--admin-key', 'own-admin-key']).app.adminKey, 'own-admin-key');
  });

  for (const line of [
    ...['--port 70000', '--port -1', '--unknown', 'stray', '--redirect-uri callback', '--logout-redirect-uri /bye'],
    ...['--config a.json --secret x', '--config a.json --admin-key x', '--tls-key key.pem'],
    ...['--config a.json --logout-redirect-uri http://localhost/', '--unlink-notice-method PUT', '--resend-notices no'],
  ]) {
    it(`refuses ${line}`, () => {
      assert.throws(() => readCliOptions(line.split(' ')), Error);
    });
  }
});

describe('readConfig', () => {
  const app = {restApiKeys: [], javascriptKeys: [{key: 'k', domains: [], redirectUris: []}]};

  it('takes one app or several', () => {
    assert.equal(readConfig(JSON.stringify(app)).length, 1);
    assert.equal(readConfig(JSON.stringify([app, app])).length, 2);
  });

  for (const text of ['{', 'null', '{}', '[1]', '{"restApiKeys":[{}],"javascriptKeys":[]}']) {
    it(`refuses ${text}`, () => {
      assert.throws(() => readConfig(text), /configuration/);
    });
  }
});
