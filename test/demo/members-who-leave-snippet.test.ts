import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createKakaoEmulator, DEFAULT_APP} from 'kakao-sync-widget/emulator';
import {createKakaoServer} from 'kakao-sync-widget/server';
import {openNotices} from 'kakao-sync-widget/server/notices';
import {createLeaveHooks, reconcile} from '../../demo/snippets/members-who-leave.js';
import {openPGlite} from '../support/embedded.js';

const SHOP = 'http://localhost:3000';
const NOW = Date.parse('2026-11-22T09:00:00Z');
const DAY = 86_400_000;

describe('members-who-leave.ts of the documents', () => {
  it('ends the memberships of those who have left, and of nobody else', async (test) => {
    const pglite = await openPGlite();
    test.after(() => pglite.close());
    const database = {
      query: async <Row>(text: string, values: readonly unknown[]) => (await pglite.query<Row>(text, [...values])).rows,
    };
    const emulator = createKakaoEmulator({
      now: () => NOW,
      notices: {
        account: `${SHOP}/kakao/notices/account`,
        audience: 'app-id',
        fetch: (request) => kakao.notices.account(request),
      },
    });
    const kakao = createKakaoServer({
      keys: [{clientId: DEFAULT_APP.restApiKeys[0].key}],
      redirectUris: [`${SHOP}/kakao/callback`],
      allowedOrigins: [SHOP],
      sessionKeys: ['members-session-key-0123456789-abcdefghij'],
      adminKey: DEFAULT_APP.adminKey,
      fetch: (request) => emulator.fetch(request),
      findMember: () => null,
      signUp: ({id}) => ({id}),
      readMember: () => null,
      notices: openNotices({
        appId: String(DEFAULT_APP.appId),
        adminKeys: [DEFAULT_APP.adminKey],
        store: {pglite},
      }),
      ...createLeaveHooks(database),
    });
    test.after(() => kakao.notices.stop());
    const [left, purged, stays] = ['member', 'missing-term', 'sanctioned'] as const;
    const toKakaoId = (persona: string): string => String(emulator.account(persona).userId);
    await pglite.exec('CREATE TABLE links (kakao_id text PRIMARY KEY, linked_at timestamptz NOT NULL)');
    for (const persona of [left, purged, stays, 'under-14']) {
      // The last one has come back since.
      const linkedAt = new Date(persona === 'under-14' ? NOW : NOW - 30 * DAY);
      await database.query('INSERT INTO links VALUES ($1, $2)', [toKakaoId(persona), linkedAt]);
    }
    const lines: string[] = [];
    const readLinks = async (): Promise<readonly string[]> =>
      (await database.query<{id: string}>('SELECT kakao_id AS id FROM links ORDER BY 1', [])).map(({id}) => id);

    emulator.account(left).unlink(null);
    await kakao.notices.counts();
    emulator.notify({kind: 'account', event: 'account-purged', persona: purged});
    await emulator.noticesSent();
    assert.deepEqual(
      emulator.notices.map(({state}) => state),
      ['accepted'],
    );
    await reconcile(kakao, database, (line) => lines.push(line));
    await kakao.notices.drain();

    assert.deepEqual(await readLinks(), [toKakaoId('under-14'), toKakaoId(stays)].sort());
    assert.equal(lines.length, 0);

    const others = Array.from({length: 11}, (_, index) => String(9_000_000_000 + index));
    for (const id of others) await database.query('INSERT INTO links VALUES ($1, $2)', [id, new Date(NOW - DAY)]);
    await reconcile(kakao, database, (line) => lines.push(line));
    await kakao.notices.drain();

    assert.deepEqual(lines, ['11 of 12 members are not linked at Kakao. Nobody was removed.']);
    assert.equal((await readLinks()).length, 13);
  });
});
