import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createSeal} from '../../src/server/base/seal.js';
import type {PendingProfile} from '../../src/server/kakao/profile.js';
import {createCookieSessions} from '../../src/server/sessions/cookie-sessions.js';
import {createLinkKeys} from '../../src/server/sessions/link-keys.js';
import {createPendingLogins, type PendingLogin} from '../../src/server/sessions/pending-logins.js';
import {createShownSessions} from '../../src/server/sessions/shown-sessions.js';

/**
 * What the server kit of the former release (commit e251cb8437ce201ba3037230c968e94632f4595d) has written with this key
 * at this time, without a site's name and with one.
 */
const KEY = 'former-release-session-key-0123456789-abcdefghij';
const NOW = Date.UTC(2026, 10, 29, 12);
const WRITTEN = {
  'without a name': {
    session:
      '__Host-kakao_sync_session=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoia2FrYW8tc2Vzc2lvbitqd3QifQ..011wHHV3MuBG0zUH.sL4MAI1KYCcLe9QKnF2rpCUYqm88L7HO0J3re1uXbK3Q-QxqFxXkwBdc0omfmXktaBQCZv4CVL0tsdrtKLJhVZngKfzZRnTFa38bYK6LGyGkkqzvdqD4G-Xuy4yxZmydZKjlMYuIMtHuIMUkBcY-30VdO1KyLO4W9yy6OLRlbgkCFv6B-OJ5Y47zZ5ejrEQZyKJVcerX-iRd3Vcw_rt0jt3fTrC0S1WUdgEyUhWx9PazaRpVpofPByQa3aHFM_cc_GvuzLVPUtaoKakgG8OKu-vdrjZNA6-xo7zEL1_MJCq0YeCubspZX2T7MfBSdGavlwS-QFI.dJX2NT1TeYk-tR2rB3jUSw',
    ended: '__Host-kakao_sync_out=TVC4qoX9CpTR9BLHLSAv_1MOb5U5E0tt8i2m8orx8d4:1798545600',
    pending:
      '__Host-kakao_sync_pending=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoia2FrYW8tcGVuZGluZytqd3QifQ..XDEWXHqKkYLRxsVr.AzAJwy7fkslQqKRGJO2Oy0V5c1wgAK4gtXbLn8Bys5P_4NCXq54YaG0yGSB5hd42LvmQBU0ADLziPMVAsFEzBq_f_bs68mC6oNURPYozrXqr5NI03NDeL9qQMrEUEPI0Du5hYjseu6SVjOYHf__kbSi7M7Bk95e1oJ6UsmORgwItgZKTGe1wWbBfkK7199Io-Jtl0Rfv09s5ZUxdwndRe7AwMkOHwnCB7rWDemjM3r2wO_KRhRkiEpgWb8LvoRHWo6fNOvQVg7KJkHaRdMEYRIyqv9RWGRIwhOZa9CpXc4cH66r0GGHGAjexjqxa4QqeLjSMqink4kiu_4Mki3jMfBkqdTtA_i9_UFaHcW1II47rZ1hK5GX0k367_JCi8qYdu5-alA.lhhx8YjScgL889Hyv57mQQ',
    linkKey: 'Oht8aY-EUw65Wy7PLbYI949ebYzL9WpVSqCSXhcCLcM',
    nonceSecret: 'eT60FOAht25nmLlocLJQ3k5aQeOmadYfG1MhooYfYzA',
    shown: '__-zrh_CFQG2wMbk2bg-VJxMYJf5D4aJmSk24tuSE00',
  },
  'with the name shop': {
    session:
      '__Host-kakao_sync_session.shop=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoia2FrYW8tc2Vzc2lvbitqd3QifQ..T1B0C9lDjGZnQJAZ.ULCOWtSspQiuk_1Xr2rJTUJ-0TXDkCPg-wIgUyOKkUDYwTmXhp--BLFgwC9FuIgUw7XfwNiJuSk5hw63-ahvXOrMciU1gV2JsIgMrbptl1AQM6h8EhLoQDRYSlJufkQeYV3yHQBXz6xUPuXNypq1Y7lnLLJzZOUU_xqfo1yDoUDRugppPphn7fEl66mgsN_wRuJEARO9sjRb8MYizaA3t76_8Yz-PYu2WYjFUJKlMox-_E16INbhYuQZ-C_nw1E1wbOuCvFl4DwA5BwJceNExvL4KvWcTvfUNi0oHtKxqomvFC3i_4yGHS4phbPAcse2xFqjFKU.XIQ5Cd9vZAKdd4PXNtV2Og',
    ended: '__Host-kakao_sync_out.shop=cqnGk2wPxsd9iQgcW6IOxhTFzjQfFHLlhiHydBb1yeo:1798545600',
    pending:
      '__Host-kakao_sync_pending.shop=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoia2FrYW8tcGVuZGluZytqd3QifQ..2Co0VIHeeHo2jTEG.aAZy9OLUKxN2FS185FE291w-3WuniuXJLt1F0ajiozS-yGrE8JUQF7AhHiKRDP8pVzsNCkcDpthRY1uGwILTbyo4tO8IzqLYpKn7DQY1V6dlMOzVbKtUA8unfYKysB91rAguNYu_SSbAEw5sCn5z1XuoqVISK542Lbao-IyXqVfHCdS-Wj1rOc_crame5U1X-rQ9lIRCx3IgKpPxqndsotXwI4cuz8V_ZuJzmYpQZf1FyR3P_UODWYVvi6amn1JtHjjIaUPqVIHy0qA6rHlSPyDZIKB7yXKd4hxowP3WjnKjYiAkFJZmwh17a2SQ8-tZIwWy8ZDWnsm1hMUSOQPARopwQx-6IqZTTBQGoTxO2JtMMYZS_CgP3tQ2ME37AjU5MylswA.iIycgJq91cHiiDUvuGoxyg',
    linkKey: 'ShOSGYLlR8mIo4QtAiGKcqhEW7vGvuholdbFht7PJg8',
    nonceSecret: '9-4ONifCF086pIf1mcdZFjc30Sm9V-lQO4239SGeruU',
    shown: 'OxXz4BBSGyXr6TkijgDWG0m1s-IftDfzNh6tiNzCOVI',
  },
};

const TX = 'a1B2c3'.padEnd(43, 'A');
const MADE = {
  memberId: 'm-1',
  tx: TX,
  isNewMember: true,
  authenticatedAt: NOW,
  kakaoId: '1001',
  missingTerms: [{tag: 'privacy', required: true}],
};
const PENDING: Omit<PendingLogin, 'expiresAt' | 'reference'> = {
  tx: TX,
  purpose: 'login',
  action: 'link-existing',
  memberId: 'm-2',
  profile: {id: '1001', name: '김새봄', connectedAt: new Date(NOW)} as PendingProfile,
  terms: [{tag: 'privacy', required: true, agreed: true, agreedAt: new Date(NOW), agreedBy: 'x'}],
  readAt: NOW,
};

const toRequest = (...cookies: string[]): Request =>
  new Request('https://shop.example/api/kakao/session', {headers: {Cookie: cookies.join('; ')}});
const toValue = (pair = ''): string => pair.slice(pair.indexOf('=') + 1);

for (const [name, written] of Object.entries(WRITTEN)) {
  const site = name === 'without a name' ? null : {name: 'shop', since: null};
  const settings = {
    sessionKeys: [KEY],
    idleSeconds: 604_800,
    absoluteSeconds: 2_592_000,
    now: () => NOW,
    secure: true,
    site,
  };

  /** The cookies that something sets, as pairs. */
  async function collect(
    write: (context: Parameters<ReturnType<typeof createCookieSessions>['create']>[1]) => Promise<unknown>,
  ): Promise<string[]> {
    const responseHeaders = new Headers();
    await write({request: toRequest(), purpose: 'login', responseHeaders});
    return responseHeaders.getSetCookie().map((cookie) => cookie.split(';')[0]!);
  }

  const read = (kind: string, pair: string | undefined): Promise<unknown> =>
    createSeal([KEY], kind, site?.name).open(toValue(pair), NOW);

  describe(`what the former release has sealed ${name}`, () => {
    test('as a session is one, until it has ended', async () => {
      const sessions = createCookieSessions(settings);

      const session = await sessions.read(toRequest(written.session));

      assert.deepEqual(session, {...MADE, issuedAt: NOW, expiresAt: NOW + 604_800_000});
      assert.equal(await sessions.read(toRequest(written.session, written.ended)), null);
    });

    test('as a pending login waits on', async () => {
      const {reference, ...pending} = (await createPendingLogins(settings).read(toRequest(written.pending)))!;

      assert.deepEqual(pending, {...PENDING, expiresAt: NOW + 15 * 60_000});
      assert.match(reference, /^[\w-]{43}$/);
    });

    test('as a key of a link proves a link, and names a session that is shown', async () => {
      const session = {memberId: 'm-1', issuedAt: NOW};
      const [keys, shown] = [createLinkKeys(settings), createShownSessions(settings)];

      assert.equal(await keys.create(session, NOW / 1000), written.linkKey);
      assert.ok(await keys.verify(session, NOW / 1000, {tx: TX, nonceSecret: written.nonceSecret}));
      assert.equal(await shown.toTx(session), written.shown);
    });

    test('has the names and fields that are sealed now, so that the former release reads them too', async () => {
      const [session] = await collect((context) => createCookieSessions(settings).create(MADE, context));
      const [pending] = await collect((context) => createPendingLogins(settings).save(PENDING, context));

      const withoutId = (claims: unknown): object => ({...(claims as object), jti: ''});
      assert.deepEqual(withoutId(await read('session', session)), withoutId(await read('session', written.session)));
      assert.deepEqual(await read('pending', pending), await read('pending', written.pending));
      for (const [now = '', then] of [
        [session, written.session],
        [pending, written.pending],
      ] as const) {
        assert.equal(now.split('=')[0], then.split('=')[0]);
      }
    });
  });
}
