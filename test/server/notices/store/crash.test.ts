import assert from 'node:assert/strict';
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import pg from 'pg';
import {bundleProgram} from '../../../support/bundle-program.js';
import {toPlainEnvironment} from '../../../support/plain-environment.js';
import {factor, seed} from '../../../support/family.js';
import type {CrashAnswer, CrashRequest} from './support/crash-process.js';
import {createServerDatabase} from './support/stores.js';

// openServer: this file needs PostgreSQL.
const PROGRAM = bundleProgram(join(import.meta.dirname, 'support/crash-process.ts'));
const PROCESSES = 4;
const NOTICES = factor > 1 ? 20_000 : 1_500;
/** How many notices come in a second, apart from the bursts. */
const RATE = 75;
/** How many come to a process at once before it is killed. */
const BURST = 20;

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Processes on one database, and what they have acknowledged. */
class Fleet {
  readonly acknowledged = new Set<string>();
  readonly #url: string;
  /** Those that are ready. */
  readonly #children: ChildProcess[] = [];
  readonly #starts = new Set<Promise<void>>();
  /** Who was sent what and has not acknowledged it. */
  readonly #open = new Map<ChildProcess, Set<string>>();
  restarts = 0;
  resends = 0;

  constructor(url: string) {
    this.#url = url;
  }

  async start(): Promise<void> {
    const child = fork(PROGRAM, [this.#url], {env: toPlainEnvironment(), execArgv: []});
    const open = new Set<string>();
    this.#open.set(child, open);
    child.on('message', (answer: CrashAnswer) => {
      if (answer === 'ready') return;
      this.acknowledged.add(answer.acknowledged);
      open.delete(answer.acknowledged);
    });
    await once(child, 'message');
    this.#children.push(child);
  }

  /** @param choice which process: from 0 to 1 */
  send(choice: number, id: string): void {
    this.#sendTo(this.#children[Math.floor(choice * this.#children.length)]!, id);
  }

  #sendTo(child: ChildProcess, id: string): void {
    this.#open.get(child)?.add(id);
    child.send({id} satisfies CrashRequest, () => undefined);
  }

  /** As `kill -9`, once it has acknowledged one of these. What it has not acknowledged is sent to others, as Kakao repeats it. */
  async kill(choice: number, burst: readonly string[]): Promise<void> {
    const [child] = this.#children.splice(Math.floor(choice * this.#children.length), 1) as [ChildProcess];
    const ended = once(child, 'exit');
    const answered = new Promise<void>((resolve) => {
      child.on('message', (answer: CrashAnswer) => {
        if (answer !== 'ready' && burst.includes(answer.acknowledged)) resolve();
      });
    });
    for (const id of burst) this.#sendTo(child, id);
    if (burst.length > 0) await Promise.race([answered, ended]);
    child.kill('SIGKILL');
    await ended;
    this.restarts++;
    const starting = this.start();
    this.#starts.add(starting);
    void starting.finally(() => this.#starts.delete(starting));
    // At least one is left while others start.
    if (this.#children.length === 0) await starting;
    for (const id of this.#open.get(child) ?? []) {
      this.resends++;
      this.send(0, id);
    }
    this.#open.delete(child);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#starts);
    await Promise.all(
      this.#children.map(async (child) => {
        const ended = once(child, 'exit');
        child.send('stop' satisfies CrashRequest);
        await ended;
      }),
    );
  }

  destroy(): void {
    for (const child of this.#open.keys()) child.kill('SIGKILL');
  }
}

describe('processes that are killed at any time', () => {
  let database: Awaited<ReturnType<typeof createServerDatabase>>;
  let pool: pg.Pool;
  let fleet: Fleet;
  before(async () => {
    database = await createServerDatabase();
    pool = new pg.Pool({connectionString: database.url});
    await pool.query(
      'CREATE TABLE calls (event_id text); CREATE TABLE effects (event_id text PRIMARY KEY, notice text)',
    );
    fleet = new Fleet(database.url);
  });
  after(async () => {
    fleet.destroy();
    await pool.end();
    await database.drop();
  });

  const readCount = async (text: string): Promise<number> => {
    const {rows} = await pool.query<{count: number}>(`SELECT count(*)::int AS count ${text}`);
    return rows[0]!.count;
  };
  const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await condition())) await setTimeout(100);
  };

  /** Sends all notices, and kills a process every 2 to 5 seconds meanwhile. */
  async function run(random: () => number): Promise<void> {
    let sent = 0;
    const next = (): string => `notice-${++sent}`;
    while (sent < NOTICES) {
      const end = Date.now() + 2000 + random() * 3000;
      while (Date.now() < end && sent < NOTICES) {
        fleet.send(random(), next());
        await setTimeout(1000 / RATE);
      }
      const burst = Array.from({length: Math.min(BURST, NOTICES - sent)}, next);
      await fleet.kill(random(), burst);
    }
    await until(() => fleet.acknowledged.size === NOTICES);
  }

  test(`lose none of ${NOTICES} notices that they acknowledged, and apply each at least once`, async () => {
    await Promise.all(Array.from({length: PROCESSES}, () => fleet.start()));

    await run(createRandom(seed));
    await until(async () => (await readCount(`FROM kakao_sync_notices.job WHERE state < 'completed'`)) === 0);
    await fleet.stop();

    const {rows} = await pool.query<{notice: string}>('SELECT notice FROM effects');
    const effects = new Set(rows.map(({notice}) => notice));
    const lost = [...fleet.acknowledged].filter((id) => !effects.has(id));
    const calls = await readCount('FROM calls');
    const failures = await readCount(`FROM kakao_sync_notices.job WHERE name = 'failed_notices'`);
    console.log(
      `killed processes: ${NOTICES} notices, seed ${seed}, ${fleet.restarts} restarts, ${fleet.resends} resends, ` +
        `${calls} calls of the hook, ${calls - rows.length} of them repeated, ${lost.length} lost`,
    );
    assert.deepEqual(lost, []);
    assert.equal(rows.length, effects.size, 'each has one effect');
    assert.equal(effects.size, NOTICES);
    assert.equal(failures, 0);
    assert.ok(calls > rows.length, 'some were in hand when their process was killed');
  });
});
