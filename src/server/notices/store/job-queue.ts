import type {JobInsert, PgBoss, QueueOptions} from 'pg-boss';
import type {AddOptions, FailedNotice, NoticeCounts} from '../notice-store.js';
import type {Notice} from '../notice.js';
import type {Database, Statements} from './database.js';
import {APPLIED_SECONDS, FAILED_SECONDS, LAST_RETRY_SECONDS, type QueueTiming, WAITING_SECONDS} from './settings.js';

/** A notice in hand. */
export interface Job {
  readonly id: string;
  /** Tells this try from the others. */
  readonly retryCount: number;
  readonly retryLimit: number;
  readonly data: StoredNotice;
}

/** What a row of the queue holds. Its names stay. */
interface StoredNotice {
  readonly notice: Notice;
  /** When it was stored, in milliseconds since the epoch. */
  readonly storedAt: number;
}

/** A notice that is to be stored. */
export interface WantedNotice {
  readonly notice: Notice;
  readonly options: AddOptions;
}

/** pg-boss's two queues: what waits, and what was given up. */
export interface JobQueue {
  /** Makes them, with the settings of this release. */
  create(): Promise<void>;
  /** Adds notices, but for those of which one of the same event is there already. The added ones are returned. */
  add(statements: Statements, wanted: readonly WantedNotice[]): Promise<ReadonlySet<WantedNotice>>;
  /** Takes some that are due in hand, the oldest first. */
  take(limit: number): Promise<readonly Job[]>;
  finish(job: Job): Promise<void>;
  /** Whether it was the last try: then it is among the failures. */
  fail(job: Job): Promise<boolean>;
  /** Lets one wait again as if it had not been taken. */
  putBack(job: Job, seconds: number): Promise<void>;
  remove(eventId: string): Promise<void>;
  listFailures(limit: number): Promise<readonly FailedNotice[]>;
  replay(eventId: string): Promise<boolean>;
  discard(eventId: string): Promise<boolean>;
  forget(kakaoId: string): Promise<void>;
  count(): Promise<NoticeCounts>;
  /** How many wait, and no more than a limit. */
  countWaiting(limit: number): Promise<number>;
  /** How many are due now. */
  countDue(): Promise<number>;
  /** Lets those wait again that nobody has in hand any more, and deletes what has been kept long enough. */
  supervise(): Promise<void>;
}

const WAITING = 'notices';
const FAILED = 'failed_notices';
/** How many rows are deleted at a time. */
const BATCH = 1000;

const SETTINGS = (timing: QueueTiming): QueueOptions & {deadLetter: string} => ({
  retentionSeconds: WAITING_SECONDS,
  expireInSeconds: timing.handSeconds,
  retryLimit: timing.retryLimit,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: LAST_RETRY_SECONDS,
  deleteAfterSeconds: APPLIED_SECONDS,
  deadLetter: FAILED,
});

/** The same id for the same event, so that one that is added twice, by the spool as well, is there once. */
async function toJobId(eventId: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(eventId)));
  const hex = Array.from(digest.subarray(0, 16), (octet) => octet.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');
}

async function findIds(boss: PgBoss, queue: string, notice: Partial<Notice>, db: Statements): Promise<string[]> {
  const jobs = await boss.findJobs<StoredNotice>(queue, {data: {notice}, limit: BATCH, db});
  return jobs.map(({id}) => id);
}

function toJob(id: string, data: StoredNotice, seconds = 0): JobInsert<StoredNotice> {
  return {id, data, ...(seconds > 0 && {startAfter: Math.ceil(seconds)})};
}

type Settling = Pick<JobQueue, 'take' | 'finish' | 'fail' | 'putBack' | 'add' | 'remove'>;

function createSettling(boss: PgBoss, database: Database, now: () => number): Settling {
  return {
    add: async (db, wanted) => {
      const ids = await Promise.all(wanted.map(({notice}) => toJobId(notice.eventId)));
      const byId = new Map(wanted.map((one, index) => [ids[index] ?? '', one]));
      if (byId.size === 0) return new Set();
      // In order, so that no two processes wait for each other.
      const jobs = [...byId].sort(([one], [other]) => (one < other ? -1 : 1));
      const added = await boss.insert(
        WAITING,
        jobs.map(([id, {notice, options}]) => toJob(id, {notice, storedAt: now()}, options.delaySeconds)),
        {db, returnId: true},
      );
      return new Set((added ?? []).flatMap((id) => byId.get(id) ?? []));
    },
    take: (limit) => boss.fetch<StoredNotice>(WAITING, {batchSize: limit, includeMetadata: true, db: database}),
    finish: async (job) => {
      await boss.complete(WAITING, job, null, {db: database});
    },
    // Without the error: it could hold anything.
    fail: async (job) => {
      const {affected} = (await boss.fail(WAITING, job, null, {db: database})) as {affected?: number};
      // Else it was forgotten meanwhile, or another one has it in hand.
      return affected !== 0 && job.retryCount >= job.retryLimit;
    },
    putBack: (job, seconds) =>
      database.transaction(async (statements) => {
        const {affected} = (await boss.deleteJob(WAITING, job, {db: statements})) as {affected?: number};
        // Else another one has it in hand, or it was forgotten.
        if (!affected) return;
        const again = toJob(job.id, job.data, seconds);
        await boss.insert(WAITING, [{...again, retryLimit: job.retryLimit - job.retryCount}], {db: statements});
      }),
    remove: async (eventId) => {
      await boss.deleteJob(WAITING, await toJobId(eventId), {db: database});
    },
  };
}

type Failures = Pick<JobQueue, 'listFailures' | 'replay' | 'discard' | 'forget'>;

function createFailures(boss: PgBoss, database: Database, add: JobQueue['add']): Failures {
  const deleteAll = async (queue: string, notice: Partial<Notice>, statements: Statements): Promise<boolean> => {
    for (let found = false; ; found = true) {
      const ids = await findIds(boss, queue, notice, statements);
      if (ids.length === 0) return found;
      await boss.deleteJob(queue, ids, {db: statements});
    }
  };
  return {
    listFailures: async (limit) => {
      const jobs = await boss.findJobs<StoredNotice>(FAILED, {limit, db: database});
      return jobs.map(({data, createdOn}) => ({notice: data.notice, failedAt: createdOn.getTime()}));
    },
    replay: (eventId) =>
      database.transaction(async (statements) => {
        const [job] = await boss.findJobs<StoredNotice>(FAILED, {
          data: {notice: {eventId}},
          limit: 1,
          db: statements,
        });
        if (!job) return false;
        // What is left of the former tries has the same id.
        await boss.deleteJob(WAITING, await toJobId(eventId), {db: statements});
        await deleteAll(FAILED, {eventId}, statements);
        return (await add(statements, [{notice: job.data.notice, options: {}}])).size > 0;
      }),
    discard: (eventId) => database.transaction((statements) => deleteAll(FAILED, {eventId}, statements)),
    // In this order: one that is given up meanwhile goes from the first to the second.
    forget: async (kakaoId) => {
      await deleteAll(WAITING, {kakaoId}, database);
      await deleteAll(FAILED, {kakaoId}, database);
    },
  };
}

type Counting = Pick<JobQueue, 'count' | 'countWaiting' | 'countDue'>;

function createCounting(database: Database, schema: string): Counting {
  const waiting = `FROM ${schema}.job WHERE name = '${WAITING}' AND state < 'completed'`;
  const readCount = async (text: string, values: unknown[] = []): Promise<number> => {
    const {rows} = await database.executeSql(`SELECT count(*)::int AS count ${text}`, values);
    return (rows as {count: number}[])[0]?.count ?? 0;
  };
  return {
    count: async () => {
      const {rows} = await database.executeSql(
        `SELECT count(*)::int AS waiting, min((data->>'storedAt')::float8) AS "oldestAt",
           (SELECT count(*)::int FROM ${schema}.job WHERE name = '${FAILED}') AS failed ${waiting}`,
      );
      const [counts] = rows as NoticeCounts[];
      return counts ?? {waiting: 0, failed: 0, oldestAt: null};
    },
    countWaiting: (limit) => readCount(`FROM (SELECT ${waiting} LIMIT $1) AS found`, [limit]),
    countDue: () => readCount(`${waiting} AND state < 'active' AND start_after <= now()`),
  };
}

/** The queues of a pg-boss instance that was started. */
export function createJobQueue(
  boss: PgBoss,
  database: Database,
  settings: {readonly schema: string; readonly timing: QueueTiming; readonly now: () => number},
): JobQueue {
  const settling = createSettling(boss, database, settings.now);
  return {
    create: async () => {
      const failed = {retentionSeconds: FAILED_SECONDS, deleteAfterSeconds: APPLIED_SECONDS};
      const waiting = SETTINGS(settings.timing);
      for (const [name, options] of [[FAILED, failed] as const, [WAITING, waiting] as const]) {
        await boss.createQueue(name, options);
        // A queue that an earlier release made keeps its settings otherwise.
        await boss.updateQueue(name, options);
      }
    },
    ...settling,
    ...createFailures(boss, database, settling.add),
    ...createCounting(database, settings.schema),
    supervise: () => boss.supervise(),
  };
}
