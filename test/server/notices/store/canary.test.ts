import assert from 'node:assert/strict';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {inspect} from 'node:util';
import {createSpoolFolder} from '../../../../src/server/notices/store/spool-folder.js';
import {
  createNoticeSite,
  type NoticeSite,
  toChannelRequest,
  toEventName,
  toEventRequest,
  toUnlinkRequest,
} from '../../support/notices.js';
import {CANARIES, ISSUER} from '../../support/provider.js';
import {prepareUnlink, signIn} from '../../support/signed-in.js';
import {json, PERSON} from '../../support/site.js';
import {openEmbedded, openServer, type TestDatabase, type TestStore} from './support/stores.js';

const KINDS: Readonly<Record<string, () => Promise<TestDatabase>>> = {PGlite: openEmbedded, PostgreSQL: openServer};

/** What becomes of each person's notices. */
const PEOPLE = {
  applied: '4299990000001',
  failed: '4299990000002',
  forgotten: '4299990000003',
  spooled: '4299990000004',
  pressed: PERSON,
} as const;
type Person = (typeof PEOPLE)[keyof typeof PEOPLE];

/** What is kept of a notice until it is applied, beside whose it is. */
const KEPT = ['CANARY_UNLINK_REASON', 'canary-group-token', '_CanaryChannel', 'CANARY_EVENT_REASON'];
/** What is kept as a hash alone. */
const HASHED = ['canary-resource', 'canary-jti'];
/** What nobody may find, not even before anything is applied: tokens lie there sealed. */
const SEALED = [CANARIES.accessToken, CANARIES.refreshToken];
const TOKEN_KEY = 'canary-token-key-0123456789-abcdefghijkl';
const MINUTE = 60;
const DAY = 86_400;

/** Sends a notice of each kind, and those twice that Kakao may repeat. */
async function sendAll({notices, signEvent}: NoticeSite, kakaoId: Person): Promise<void> {
  const unlink = {user_id: kakaoId, referrer_type: KEPT[0]!, group_user_token: KEPT[1]!};
  for (const method of ['GET', 'POST'] as const) {
    assert.equal((await notices.unlink(toUnlinkRequest(method, unlink))).status, 200);
  }
  for (const event of ['added', 'added', 'blocked']) {
    const headers = {'X-Kakao-Resource-ID': `${HASHED[0]} ${kakaoId} ${event}`};
    const request = toChannelRequest({event, id: Number(kakaoId), channel_public_id: KEPT[2]}, headers);
    assert.equal((await notices.channel(request)).status, 200);
  }
  for (const event of ['user-unlinked', 'tokens-revoked', 'tokens-revoked', 'user-vanished']) {
    const subject = {subject_type: 'iss-sub', iss: ISSUER, sub: kakaoId};
    const events = {[toEventName(event)]: {subject, reason: KEPT[3]}};
    const token = await signEvent({claims: {sub: kakaoId, events, jti: `${HASHED[1]} ${kakaoId} ${event}`}});
    assert.equal((await notices.account(toEventRequest(token))).status, 202);
  }
}

/** Every row of every table, the database's own ones included. */
async function dump({query}: TestDatabase): Promise<string> {
  const tables = await query(`SELECT format('%I.%I', nspname, relname) AS name
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE relkind IN ('r', 'p', 'm')`);
  const parts: string[] = [];
  for (const {name} of tables.rows as {name: string}[]) {
    const {rows} = await query(`SELECT kept::text AS row FROM ${name} AS kept`);
    parts.push(...(rows as {row: string}[]).map(({row}) => `${name}: ${row}`));
  }
  return parts.join('\n');
}

const findIn = (text: string, words: readonly string[]): readonly string[] =>
  words.filter((word) => text.includes(word));

/** The lines of a text that hold something of anybody. */
const findAnything = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => findIn(line, [...Object.values(PEOPLE), ...KEPT, ...HASHED, ...SEALED, TOKEN_KEY]).length > 0);

for (const [kind, openDatabase] of Object.entries(KINDS)) {
  describe(`of a person, in a store on ${kind},`, () => {
    let database: TestDatabase;
    let opened: TestStore;
    let folder = '';
    let seals = 0;
    before(async () => {
      database = await openDatabase();
      opened = await database.openStore({timing: {retryLimit: 0}});
      folder = await mkdtemp(join(tmpdir(), 'canary-'));
    });
    after(async () => {
      await opened.close();
      await database.close();
      await rm(folder, {recursive: true});
    });

    /** A site whose hooks fail for some. */
    const openSite = (): Promise<NoticeSite> => {
      const hear = ({kakaoId}: {kakaoId: string}): void => {
        if (kakaoId === PEOPLE.failed || kakaoId === PEOPLE.forgotten) throw new Error(`nobody is ${kakaoId}`);
      };
      return createNoticeSite({
        wrap: () => opened.store,
        spool: createSpoolFolder(folder, Date.now),
        options: {
          ...{onUnlink: hear, onChannelChange: hear, onAccountEvent: hear},
          keepTokens: {tokenKeys: [TOKEN_KEY]},
        },
      });
    };
    const readSpool = async (): Promise<string> => {
      const names = await readdir(folder);
      return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
    };

    test('nothing stays anywhere but hashes, and they for 31 days', async (t) => {
      const lines = (['log', 'info', 'warn', 'error'] as const).map((name) => t.mock.method(console, name));
      const site = await openSite();

      const fault = t.mock.method(opened.store, 'add', () => Promise.reject(new Error('the store is down')));
      await sendAll(site, PEOPLE.spooled);
      assert.deepEqual(findIn(await readSpool(), [PEOPLE.spooled, ...KEPT]), [PEOPLE.spooled, ...KEPT]);
      fault.mock.restore();
      // Everybody has logged in at some time.
      for (const person of Object.values(PEOPLE)) {
        await opened.store.tokens.withLock(person, (row) =>
          row.write(`sealed ${seals++}`, Date.now() + 60 * DAY * 1000),
        );
      }
      const Cookie = await signIn(site);
      const accessToken = await site.server.api.accessToken(PEOPLE.pressed);
      assert.equal(accessToken, CANARIES.accessToken);
      assert.deepEqual(findIn(await dump(database), SEALED), []);
      assert.deepEqual(await json(await site.post(await prepareUnlink(site, Cookie), {Cookie})), {
        status: 'signed-out',
      });
      for (const person of [PEOPLE.applied, PEOPLE.failed, PEOPLE.forgotten]) await sendAll(site, person);
      // The database counts what its tables hold, as it does by itself now and then.
      await database.query('ANALYZE');
      const waiting = [PEOPLE.applied, PEOPLE.failed, PEOPLE.forgotten, ...KEPT];
      assert.deepEqual(findIn(await dump(database), [...waiting, ...HASHED]), waiting);

      await site.settle();
      // Of one person and channel, one waits for the other.
      await opened.advance(1);
      await site.settle();
      await opened.advance(5 * MINUTE);
      await site.settle();
      const failed = [PEOPLE.failed, PEOPLE.forgotten];
      assert.deepEqual(findIn(await dump(database), Object.values(PEOPLE)), failed);
      assert.equal((await site.notices.failures()).length, 12);
      await site.notices.forget(PEOPLE.forgotten);
      await database.query('ANALYZE');
      assert.deepEqual(findIn(await dump(database), Object.values(PEOPLE)), [PEOPLE.failed]);
      await opened.advance(30 * DAY);
      await site.settle();

      assert.deepEqual(findAnything(await dump(database)), []);
      assert.deepEqual(await readdir(folder), []);
      const logs = [...lines.map(({mock}) => mock.calls), site.reports, site.allMetrics, opened.errors, opened.lines];
      assert.ok(site.reports.length > 0);
      assert.deepEqual(findAnything(inspect(logs, {depth: 20, maxArrayLength: null})), []);
      // Everybody has left, or was forgotten.
      assert.deepEqual(await opened.query('SELECT FROM notices_of_a_test.tokens'), []);
      const hashes = await opened.query<{key: string}>(
        'SELECT key FROM notices_of_a_test.seen UNION ALL SELECT key FROM notices_of_a_test.last_applied',
      );
      assert.ok(hashes.length > 0);
      for (const {key} of hashes) assert.match(key, /^[\w-]{43}$/);
      await opened.advance(2 * DAY);
      await site.settle();
      assert.deepEqual(
        await opened.query('SELECT FROM notices_of_a_test.seen UNION ALL SELECT FROM notices_of_a_test.last_applied'),
        [],
      );
    });
  });
}
