import pg from 'pg';
import {setTimeout} from 'node:timers/promises';
import type {ApplyNotice} from '../../../../../src/server/notices/notice-store.js';
import {createStore} from '../../../../../src/server/notices/store/create-store.js';
import {toNotice} from './stores.js';

/** What the test sends: a notice, by what Kakao would repeat of it. */
export type CrashRequest = {readonly id: string} | 'stop';
/** What it is told: that the process is ready, or that a notice is stored. */
export type CrashAnswer = {readonly acknowledged: string} | 'ready';

/** Long enough for a kill to come before the effect, and between the effect and the end. */
const PAUSE_MS = 100;

// A process that receives notices and applies them, until it is killed.
const [, , url = ''] = process.argv;
const pool = new pg.Pool({connectionString: url, max: 4});
pool.on('error', () => undefined);
const store = createStore(url, {
  warn: () => undefined,
  onError: (error) => console.error(error),
  now: Date.now,
  timing: {handSeconds: 3, superviseSeconds: 1, pollMs: 250},
});

const apply: ApplyNotice = async ({eventId, kakaoId}) => {
  await pool.query('INSERT INTO calls (event_id) VALUES ($1)', [eventId]);
  await setTimeout(PAUSE_MS);
  // One transaction: an effect has its event, or neither is there.
  await pool.query('INSERT INTO effects (event_id, notice) VALUES ($1, $2) ON CONFLICT DO NOTHING', [eventId, kakaoId]);
  await setTimeout(PAUSE_MS);
  return 'done';
};

const answer = (message: CrashAnswer): void => void process.send?.(message);

async function receive(id: string): Promise<void> {
  await store.add(toNotice({kakaoId: id, eventId: crypto.randomUUID()}), {seenKey: id});
  answer({acknowledged: id});
}

await store.open();
await store.start(apply);
process.on('message', (request: CrashRequest) => {
  if (request !== 'stop') return void receive(request.id).catch((error: unknown) => console.error(error));
  void store
    .stop(10)
    .then(() => store.close())
    .then(() => process.exit());
});
// Nobody is left to stop it.
process.on('disconnect', () => process.exit());
answer('ready');
