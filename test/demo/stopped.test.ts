import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {type NoticeSettings, PERSONAS} from 'kakao-sync-widget/emulator';
import {openDatabase} from '../../demo/database.js';
import {createShopEmulator} from '../../demo/emulator.js';
import {createMembers} from '../../demo/members.js';
import {startDemo} from '../../demo/start.js';
import {createSignal} from '../server/support/signal.js';
import {seedFolder} from '../support/embedded.js';

const NOW = Date.parse('2026-11-22T09:00:00Z');
/** People whom the emulator has linked at its start. */
const PEOPLE = ['member', 'missing-term'];
const LINKED_AT = new Date(NOW - 30 * 86_400_000);

/** An emulator that runs, and a shop that is stopped and knows its members. */
async function setup(
  test: {after(undo: () => unknown): void},
  notices: NoticeSettings & {before?: (request: Request) => Promise<void>} = {},
) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'stopped-'));
  test.after(() => rm(dataFolder, {recursive: true, force: true}));
  await seedFolder(join(dataFolder, 'members'));
  /** The shop's address while it runs: it takes any free port, and the emulator knows the shop by another one. */
  let shopUrl: string | null = null;
  const send = async (request: Request): Promise<Response> => {
    if (shopUrl === null) throw new TypeError('fetch failed');
    return fetch(new Request(new URL(new URL(request.url).pathname, shopUrl), request));
  };
  const {before, ...settings} = notices;
  const emulator = createShopEmulator('http://localhost:1', 1, {
    now: () => NOW,
    notices: {
      ...settings,
      fetch: async (request) => {
        await before?.(request);
        return send(request);
      },
    },
  });
  const kakao = await emulator.listen({port: 0});
  test.after(kakao.close);

  const withMembers = async <T>(use: (members: ReturnType<typeof createMembers>) => Promise<T>): Promise<T> => {
    const database = await openDatabase({folder: dataFolder});
    try {
      return await use(createMembers(database));
    } finally {
      await database.close();
    }
  };
  const toKakaoId = (persona: string): string => String(emulator.account(persona).userId);
  await withMembers(async (members) => {
    for (const persona of PEOPLE) await members.signUp({id: toKakaoId(persona), connectedAt: LINKED_AT});
  });

  const lines: string[] = [];
  const countWaiting = async (): Promise<number> =>
    Number(/data-waiting>(\d+)/.exec(await (await fetch(`${shopUrl ?? ''}/operator`)).text())?.[1]);
  return {
    emulator,
    lines,
    async start() {
      const demo = await startDemo({shopPort: 0, dataFolder, emulatorUrl: kakao.url, log: (line) => lines.push(line)});
      shopUrl = demo.shopUrl;
      return demo;
    },
    /** Waits until the shop has done what it was told. */
    async settle(): Promise<void> {
      while ((await countWaiting()) !== 0) await setImmediate();
    },
    /** Whom the shop still has, once it is stopped. */
    readMembers: () =>
      withMembers(async (members) => {
        const known = await Promise.all(PEOPLE.map((persona) => members.findByKakao({id: toKakaoId(persona)})));
        return PEOPLE.filter((_, index) => known[index]);
      }),
    states: () => emulator.notices.map(({event, state}) => [event, state]),
  };
}

describe('somebody who unlinks at Kakao while the shop is stopped', () => {
  it('is forgotten if Kakao sends its notice again, once the shop is back', async (test) => {
    const [hasFailed, isBack] = [createSignal(), createSignal()];
    const [tried, failed] = [new Set<string>(), new Set<string>()];
    const site = await setup(test, {
      resend: {times: 100, afterMs: 0},
      timeLimitMs: 60_000,
      before: async (request) => {
        // The first try of each of the two notices: the shop is not there. Kakao comes back when it is.
        if (tried.has(request.url)) {
          failed.add(request.url);
          if (failed.size === 2) hasFailed.resolve();
          await isBack.promise;
        }
        tried.add(request.url);
      },
    });
    // This time, nothing else tells the shop.
    site.emulator.failNext('user-ids', {status: 500});

    site.emulator.account('member').unlink();
    await hasFailed.promise;
    const demo = await site.start();
    await demo.reconciled;
    assert.equal(site.lines.length, 1);
    assert.match(site.lines[0]!, /^kakao reconcile Kakao answered 500/);
    isBack.resolve();
    await site.emulator.noticesSent();
    await site.settle();
    await demo.close();

    assert.ok(site.emulator.notices.every(({attempts: [first]}) => first?.status === null));
    assert.deepEqual(site.states(), [
      ['UNLINK_FROM_APPS', 'accepted'],
      ['user-unlinked', 'accepted'],
    ]);
    assert.deepEqual(await site.readMembers(), ['missing-term']);
  });

  it('is found by the comparison at the start if Kakao does not', async (test) => {
    const site = await setup(test);

    site.emulator.account('member').unlink();
    await site.emulator.noticesSent();
    assert.deepEqual(site.states(), [
      ['UNLINK_FROM_APPS', 'refused'],
      ['user-unlinked', 'refused'],
    ]);
    assert.deepEqual(await site.readMembers(), PEOPLE);
    const demo = await site.start();
    await demo.reconciled;
    await site.settle();
    await demo.close();

    assert.deepEqual(site.lines, []);
    assert.deepEqual(await site.readMembers(), ['missing-term']);
  });

  it('stays if Kakao knows nobody at all: that may be another app’s key', async (test) => {
    const site = await setup(test);

    for (const {id} of PERSONAS) site.emulator.account(id).unlink(null);
    const demo = await site.start();
    await demo.reconciled;
    await site.settle();
    await demo.close();

    assert.match(site.lines.join('\n'), /^kakao reconcile .*Nobody was judged/);
    assert.deepEqual(await site.readMembers(), PEOPLE);
  });
});
