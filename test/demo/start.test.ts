import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, it} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {openDatabase} from '../../demo/database.js';
import {createMembers} from '../../demo/members.js';
import {type Demo, type DemoOptions, startDemo} from '../../demo/start.js';
import {seedFolder} from '../support/embedded.js';

const dataFolder = await mkdtemp(join(tmpdir(), 'demo-'));
await seedFolder(join(dataFolder, 'members'));
after(() => rm(dataFolder, {recursive: true, force: true}));

const options: DemoOptions = {shopPort: 0, emulatorPort: 0, dataFolder};

/** Runs a demo for as long as something needs it. */
async function withDemo(use: (demo: Demo) => Promise<void>): Promise<void> {
  const demo = await startDemo(options);
  try {
    await use(demo);
  } finally {
    await demo.close();
  }
}

async function occupyPort(): Promise<{port: number; close: () => void}> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {port: (server.address() as AddressInfo).port, close: () => server.close()};
}

describe('startDemo', () => {
  it('serves the shop and the emulator', () =>
    withDemo(async ({shopUrl, emulatorUrl}) => {
      assert.match(shopUrl, /^http:\/\/localhost:\d+$/);
      assert.match(emulatorUrl ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
      for (const path of ['/', '/assets/shop.js', '/assets/shop.css', '/assets/reserve.css', '/assets/icon.svg']) {
        assert.equal((await fetch(shopUrl + path)).status, 200, path);
      }
      const session = await fetch(`${shopUrl}/api/kakao/session`, {
        headers: {'X-Kakao-Sync': '1', 'Sec-Fetch-Site': 'same-origin'},
      });
      assert.deepEqual(await session.json(), {status: 'signed-out'});
      assert.equal((await fetch(`${emulatorUrl}/.well-known/openid-configuration`)).status, 200);
    }));

  it('logs what a page reports', async () => {
    const lines: string[] = [];
    const demo = await startDemo({...options, log: (line) => lines.push(line)});
    try {
      const report = {code: 'sdk_blocked', ref: 'KS-7GR0-9A2K', release: '0.1.0', browser: 'chrome'};
      const page = await (await fetch(demo.shopUrl)).text();
      const response = await fetch(`${demo.shopUrl}/api/kakao/session`, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', 'X-Kakao-Sync': '1', Origin: demo.shopUrl},
        body: JSON.stringify({purpose: 'report', ...report}),
      });

      assert.match(page, /<kakao-sync[^>]*\sreport-errors/);
      assert.equal(response.status, 204);
      assert.deepEqual(lines, ['page sdk_blocked KS-7GR0-9A2K chrome 0.1.0']);
    } finally {
      await demo.close();
    }
  });

  it('keeps the emulator’s links when it is stopped and started again', async () => {
    await withDemo((demo) => {
      assert.equal(demo.emulator?.account('new-visitor').linked, false);
      demo.emulator.account('new-visitor').link();
      return Promise.resolve();
    });

    await withDemo((demo) => {
      assert.equal(demo.emulator?.account('new-visitor').linked, true);
      return Promise.resolve();
    });
  });

  it('forgets whoever unlinks at Kakao', async (test) => {
    const folder = join(dataFolder, 'unlinked');
    await seedFolder(join(folder, 'members'));
    const demo = await startDemo({...options, dataFolder: folder, hasFirstMembers: true});
    const {emulator, shopUrl} = demo;
    assert.ok(emulator);
    const readWaiting = async (): Promise<string | undefined> =>
      /data-waiting>(\d+)/.exec(await (await fetch(`${shopUrl}/operator`)).text())?.[1];
    const userId = String(emulator.account('member').userId);

    emulator.account('member').setChannel('BLOCKED');
    emulator.account('member').unlink();
    await emulator.noticesSent();
    while ((await readWaiting()) !== '0') await setImmediate();
    await demo.close();

    assert.deepEqual(
      emulator.notices.map(({event, state}) => [event, state]),
      ['blocked', 'UNLINK_FROM_APPS', 'user-unlinked'].map((event) => [event, 'accepted']),
    );
    const database = await openDatabase({folder});
    test.after(database.close);
    assert.equal(await createMembers(database).findByKakao({id: userId}), null);
  });

  for (const [variable, name] of [
    ['SHOP_PORT', 'shopPort'],
    ['EMULATOR_PORT', 'emulatorPort'],
  ] as const) {
    it(`names ${variable} when that port is taken, and leaves nothing behind`, async (test) => {
      const {port, close} = await occupyPort();
      test.after(close);

      await assert.rejects(startDemo({...options, [name]: port}), new RegExp(`Port ${port} .*${variable}`));

      await withDemo(() => Promise.resolve());
    });
  }

  it('uses Kakao, and no emulator, where there are keys', async () => {
    const kakaoKeys = {javascriptKey: 'a'.repeat(32), restApiKey: 'b'.repeat(32)};
    const demo = await startDemo({...options, kakaoKeys, shopUrl: 'https://shop.example'});
    try {
      assert.equal(demo.emulator, undefined);
      assert.equal(demo.emulatorUrl, undefined);
      assert.equal(demo.shopUrl, 'https://shop.example');
    } finally {
      await demo.close();
    }
  });
});
