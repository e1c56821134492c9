import assert from 'node:assert/strict';
import {type IncomingMessage, request as httpRequest} from 'node:http';
import {Agent, request as httpsRequest} from 'node:https';
import {afterEach, describe, it} from 'node:test';
import {generate} from 'selfsigned';
import type {ListenOptions} from '../../../src/emulator/index.js';
import {setup as setupEmulator} from '../support/setup.js';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function setup(options?: ListenOptions) {
  const {emulator} = setupEmulator();
  const listening = await emulator.listen(options);
  opened.push(listening.close);
  return {emulator, listening};
}

const ask = (port: number, host: string, path = '/.well-known/jwks.json') =>
  new Promise<number>((resolve, reject) => {
    httpRequest({port, host: '127.0.0.1', path, headers: {host}}, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

async function setupOverTls() {
  const pems = await generate([{name: 'commonName', value: 'localhost'}]);
  return setup({tls: {key: pems.private, cert: pems.cert}});
}

const askOverTls = (port: number, path: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const agent = new Agent({rejectUnauthorized: false});
    httpsRequest({port, host: '127.0.0.1', path, agent}, (response) => {
      response.resume();
      resolve(response);
    })
      .on('error', reject)
      .end();
  });

describe('listen', () => {
  it('serves on a free loopback port, more than once', async () => {
    const {emulator, listening} = await setup();
    const second = await emulator.listen();
    opened.push(second.close);

    const responses = await Promise.all([listening, second].map(({url}) => fetch(`${url}/.well-known/jwks.json`)));

    assert.match(listening.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.notEqual(listening.port, second.port);
    assert.deepEqual(
      responses.map(({status}) => status),
      [200, 200],
    );
  });

  it('names a port that is taken, and the way out', async () => {
    const {emulator, listening} = await setup();

    await assert.rejects(
      emulator.listen({port: listening.port}),
      (error: Error) =>
        error.message.includes(`Port ${listening.port} on 127.0.0.1 is taken`) && /--port/.test(error.message),
    );
  });

  for (const host of ['0.0.0.0', '::', '192.168.0.1', 'example.com']) {
    it(`does not listen on ${host}`, async () => {
      await assert.rejects(setupEmulator().emulator.listen({host}), /loopback only/);
    });
  }

  it('does not start in production', async () => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await assert.rejects(setupEmulator().emulator.listen(), /NODE_ENV=production/);
    } finally {
      if (before === undefined) delete process.env['NODE_ENV'];
      else process.env['NODE_ENV'] = before;
    }
  });

  const hosts: readonly (readonly [string, number])[] = [
    ['localhost', 200],
    ['127.0.0.1', 200],
    ['shop.localhost', 200],
    ['kauth.kakao.com', 200],
    ['evil.example', 421],
    ['kakao.com.evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['evil.example@localhost', 421],
    ['localhost/', 421],
  ];
  for (const [host, status] of hosts) {
    it(`answers ${status} under the host name "${host}"`, async () => {
      const {listening} = await setup();

      assert.equal(await ask(listening.port, host), status);
    });
  }

  it('resets the connection where that was planned, also inside the body', async () => {
    const {emulator, listening} = await setup();
    const send = () => fetch(`${listening.url}/oauth/token`, {method: 'POST'});
    emulator.failNext('token', {reset: true});
    emulator.failNext('token', {reset: 'mid-body'});

    await assert.rejects(send(), (error: Error) => (error.cause as {code?: string}).code === 'ECONNRESET');
    await assert.rejects(send().then((response) => response.text()));
    emulator.expectNoPlannedFailures();
  });

  it('lets go of a request that hangs when it closes', async () => {
    const {emulator} = setupEmulator();
    const listening = await emulator.listen();
    emulator.failNext('jwks', {hang: true});
    const pending = assert.rejects(fetch(`${listening.url}/.well-known/jwks.json`));
    while (emulator.counts.jwks === 0) await new Promise((resolve) => setImmediate(resolve));

    await listening.close();

    await pending;
  });

  it('speaks https, and marks its cookie Secure there', async () => {
    const {listening} = await setupOverTls();
    const path =
      '/oauth/authorize?client_id=e0e1e2e3e4e5e6e7e8e9eaebecedeeef&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fkakao%2Fcallback';

    const {headers} = await askOverTls(listening.port, path);

    assert.match(listening.url, /^https:/);
    assert.match(String(headers['set-cookie']), /; Secure/);
  });

  it('breaks the connection over https where that was planned, and answers the next', async () => {
    const {emulator, listening} = await setupOverTls();
    const path = '/.well-known/jwks.json';
    emulator.failNext('jwks', {reset: true});

    await assert.rejects(askOverTls(listening.port, path), {code: 'ECONNRESET'});

    assert.equal((await askOverTls(listening.port, path)).statusCode, 200);
    emulator.expectNoPlannedFailures();
  });
});
