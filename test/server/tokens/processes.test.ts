import assert from 'node:assert/strict';
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, test, type TestContext} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import pg from 'pg';
import {createKakaoEmulator} from '../../../src/emulator/index.js';
import {toNodeHandler} from '../../../src/server/index.js';
import {bundleProgram} from '../../support/bundle-program.js';
import {toPlainEnvironment} from '../../support/plain-environment.js';
import {createServerDatabase} from '../notices/store/support/stores.js';
import {listen} from '../support/listen.js';
import {authorize, toShopPost} from '../support/over-sockets.js';
import {createSignal} from '../support/signal.js';
import {readEnd} from '../support/site.js';
import {createKit, type TokenAnswer} from './support/token-process.js';

// openServer: this file needs PostgreSQL.
const PROGRAM = bundleProgram(join(import.meta.dirname, 'support/token-process.ts'));
/** The emulator's `member`. */
const PERSON = '4100000002';
const [HOUR, DAY] = [3_600_000, 86_400_000];

/** Kakao, whose answers to refreshes can be held back. */
async function startKakao(t: TestContext) {
  const clock = {ahead: 0};
  const emulator = createKakaoEmulator({now: () => Date.now() + clock.ahead});
  let gate: {readonly answered: () => void; readonly open: Promise<void>} | null = null;
  const respond = async (request: Request): Promise<Response> => {
    const response = await emulator.fetch(request);
    if (!gate || !request.url.endsWith('/oauth/token')) return response;
    gate.answered();
    await gate.open;
    return response;
  };
  const url = `http://127.0.0.1:${await listen(t, createServer(toNodeHandler(respond)))}`;
  return {
    ...{clock, emulator, url},
    /** From now on Kakao's answers are on their way and do not arrive. */
    hold() {
      const [answered, open] = [createSignal(), createSignal()];
      gate = {answered: answered.resolve, open: open.promise};
      return {
        answered: answered.promise,
        release(): void {
          gate = null;
          open.resolve();
        },
      };
    },
  };
}

describe('processes that share a store of tokens', () => {
  let database: Awaited<ReturnType<typeof createServerDatabase>>;
  let client: pg.Client;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    database = await createServerDatabase();
    client = new pg.Client({connectionString: database.url});
    await client.connect();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await client.end();
    await database.drop();
  });

  /** A member has logged in, and the access token is over since. */
  async function setup(t: TestContext, ahead: number) {
    const kakao = await startKakao(t);
    const kit = createKit(database.url, kakao.url, Date.now);
    const login = authorize(kakao.emulator, kakao.url, 'member');
    assert.equal(await readEnd(kit.session(toShopPost(login))), 'signed-in');
    await kit.notices.stop();
    kakao.clock.ahead = ahead;
    const start = async (): Promise<ChildProcess> => {
      const child = fork(PROGRAM, [database.url, kakao.url, String(ahead)], {
        ...{env: toPlainEnvironment(), execArgv: []},
      });
      children.push(child);
      await once(child, 'message');
      return child;
    };
    return {...kakao, processes: await Promise.all([start(), start()])};
  }

  const ask = async (child: ChildProcess): Promise<TokenAnswer> => {
    child.send(PERSON);
    const [answer] = (await once(child, 'message')) as [TokenAnswer];
    return answer;
  };
  /** Waits until one stands in front of a lock that another one holds, or Kakao is asked twice, as without a lock. */
  const untilOneWaits = async (asked: () => number): Promise<void> => {
    const text = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
    while (asked() < 2 && (await client.query(text)).rows.length === 0) await setTimeout(10);
  };

  test('refresh once for a person whom they ask for at the same time', async (t) => {
    const {emulator, hold, processes} = await setup(t, 7 * HOUR);
    const before = emulator.counts.token;
    const {answered, release} = hold();

    const answers = Promise.all(processes.map(ask));
    await Promise.all([answered, untilOneWaits(() => emulator.counts.token - before)]);
    release();

    const [one, other] = await answers;
    assert.ok(one && typeof one === 'object' && 'accessToken' in one, JSON.stringify(one));
    assert.deepEqual(other, one);
    assert.equal(emulator.counts.token - before, 1);
  });

  test('go on after one that was killed before it could store what Kakao had answered', async (t) => {
    // In the last month of the refresh token, Kakao gives another one.
    const {emulator, hold, processes} = await setup(t, 40 * DAY);
    const [killed, other] = processes;
    const before = emulator.counts.token;
    const {answered, release} = hold();

    killed.send(PERSON);
    await answered;
    const answer = ask(other);
    await untilOneWaits(() => emulator.counts.token - before);
    killed.kill('SIGKILL');
    release();

    const given = await answer;
    assert.ok(typeof given === 'object' && 'accessToken' in given, JSON.stringify(given));
    assert.deepEqual(await ask(other), given, 'it is stored');
    assert.equal(emulator.counts.token - before, 2);
  });
});
