import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import type {PGlite} from '@electric-sql/pglite';
import {createKakaoEmulator} from 'kakao-sync-widget/emulator';
import {createKakaoServer} from 'kakao-sync-widget/server';
import {createTokenStore, TABLE} from '../../demo/snippets/tokens/store.js';
import {authorize, KIT_OPTIONS, toShopPost} from '../server/support/over-sockets.js';
import {readEnd} from '../server/support/site.js';
import {openPGlite} from '../support/embedded.js';

const PERSON = '4200000001';
const UNTIL = Date.parse('2027-01-01T00:00:00Z');

describe('store.ts of the documents', () => {
  let database: PGlite;
  before(async () => {
    database = await openPGlite();
    await database.query(TABLE);
  });
  beforeEach(() => database.query('DELETE FROM kakao_tokens'));
  after(() => database.close());

  it('has one text a person: the one that was written last, until it is deleted', async () => {
    const store = createTokenStore(database);
    assert.equal(await store.read(PERSON), null);

    const seen = await store.withLock(PERSON, async (row) => {
      await row.write('first', UNTIL);
      await row.write('second', UNTIL + 1000);
      return row.read();
    });

    const {rows} = await database.query('SELECT * FROM kakao_tokens');
    assert.deepEqual(rows, [{kakao_id: PERSON, sealed: 'second', until: new Date(UNTIL + 1000)}]);
    assert.deepEqual([seen, await store.read(PERSON), await store.read('1')], ['second', 'second', null]);
    await store.withLock(PERSON, (row) => row.delete());
    assert.equal(await store.read(PERSON), null);
  });

  it('locks one person in the transaction that the work is done in', async () => {
    const statements: string[] = [];
    const held = "SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory'";
    const store = createTokenStore({
      query: (sql, values) => database.query(sql, values),
      transaction: (work) =>
        database.transaction((transaction) =>
          work({
            query(sql, values) {
              statements.push(sql.split(' ', 1)[0] ?? '');
              return transaction.query(sql, values);
            },
          }).finally(async () => {
            const {rows} = await transaction.query(held);
            statements.push(JSON.stringify(rows[0]));
          }),
        ),
    });

    await store.withLock(PERSON, (row) => row.write('sealed', UNTIL));

    assert.deepEqual(statements, ['SELECT', 'INSERT', '{"held":1}']);
    assert.deepEqual((await database.query(held)).rows, [{held: 0}]);
  });

  it('serves a backend that has no admin key', async () => {
    const emulator = createKakaoEmulator();
    const kakao = createKakaoServer({
      ...KIT_OPTIONS,
      keepTokens: {tokenKeys: ['store-snippet-key-0123456789-abcdefghijkl'], store: createTokenStore(database)},
      findMember: ({id}) => ({id}),
      signUp: ({id}) => ({id}),
      readMember: (id) => ({id, kakaoId: id}),
      fetch: emulator.fetch,
    });
    const login = authorize(emulator, 'https://kauth.kakao.com', 'member');
    assert.equal(await readEnd(kakao.session(toShopPost(login))), 'signed-in');

    const accessToken = await kakao.api.accessToken('4100000002');

    assert.equal((await kakao.api.tokens.info(accessToken)).kakaoId, '4100000002');
  });
});
