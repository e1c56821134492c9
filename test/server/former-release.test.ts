import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createSeal} from '../../src/server/base/seal.js';
import type {PendingProfile} from '../../src/server/kakao/profile.js';
import {createCookieSessions} from '../../src/server/sessions/cookie-sessions.js';
import {createLinkKeys} from '../../src/server/sessions/link-keys.js';
import {createPendingLogins, type PendingLogin} from '../../src/server/sessions/pending-logins.js';
import {createShownSessions} from '../../src/server/sessions/shown-sessions.js';
import {toRequest} from './support/pending.js';
import written from './former-release.json' with {type: 'json'};

// former-release.json holds what the server kit of the former release (commit e251cb8437ce201ba3037230c968e94632f4595d)
// has written with this key at this time, without a site's name and with one.
const KEY = 'former-release-session-key-0123456789-abcdefghij';
const NOW = Date.UTC(2026, 10, 29, 12);

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

const toValue = (pair = ''): string => pair.slice(pair.indexOf('=') + 1);

for (const [name, then] of Object.entries(written)) {
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
    await write({request: toRequest(''), purpose: 'login', responseHeaders});
    return responseHeaders.getSetCookie().map((cookie) => cookie.split(';')[0]!);
  }

  const read = (kind: string, pair: string | undefined): Promise<unknown> =>
    createSeal([KEY], kind, site?.name).open(toValue(pair), NOW);

  describe(`what the former release has sealed ${name}`, () => {
    test('as a session is one, until it has ended', async () => {
      const sessions = createCookieSessions(settings);

      const session = await sessions.read(toRequest(then.session));

      assert.deepEqual(session, {...MADE, issuedAt: NOW, expiresAt: NOW + 604_800_000});
      assert.equal(await sessions.read(toRequest(`${then.session}; ${then.ended}`)), null);
    });

    test('as a pending login waits on', async () => {
      const {reference, ...pending} = (await createPendingLogins(settings).read(toRequest(then.pending)))!;

      assert.deepEqual(pending, {...PENDING, expiresAt: NOW + 15 * 60_000});
      assert.match(reference, /^[\w-]{43}$/);
    });

    test('as a key of a link proves a link, and names a session that is shown', async () => {
      const session = {memberId: 'm-1', issuedAt: NOW};
      const [keys, shown] = [createLinkKeys(settings), createShownSessions(settings)];

      assert.equal(await keys.create(session, NOW / 1000), then.linkKey);
      assert.ok(await keys.verify(session, NOW / 1000, {tx: TX, nonceSecret: then.nonceSecret}));
      assert.equal(await shown.toTx(session), then.shown);
    });

    test('has the names and fields that are sealed now, so that the former release reads them too', async () => {
      const [session] = await collect((context) => createCookieSessions(settings).create(MADE, context));
      const [pending] = await collect((context) => createPendingLogins(settings).save(PENDING, context));

      const withoutId = (claims: unknown): object => ({...(claims as object), jti: ''});
      assert.deepEqual(withoutId(await read('session', session)), withoutId(await read('session', then.session)));
      assert.deepEqual(await read('pending', pending), await read('pending', then.pending));
      const toNames = (...pairs: (string | undefined)[]): unknown[] => pairs.map((pair) => pair?.split('=')[0]);
      assert.deepEqual(toNames(session, pending), toNames(then.session, then.pending));
    });
  });
}
