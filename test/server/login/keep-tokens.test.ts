import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {KakaoServerOptions, KeepTokensOptions} from '../../../src/server/index.js';
import type {Notice} from '../../../src/server/notices/notice.js';
import {holdLongTimers} from '../support/long-timers.js';
import {createMemoryTokenStore} from '../support/memory-token-store.js';
import {createNoticeSite, type NoticeSite, toClaims, toEventRequest, toUnlinkRequest} from '../support/notices.js';
import {finish, toPending} from '../support/pending.js';
import {CANARIES} from '../support/provider.js';
import {createSignal} from '../support/signal.js';
import {prepareFor, prepareUnlink, signIn} from '../support/signed-in.js';
import {ADMIN_KEY, assertNoCanary, createSite, json, PERSON, readEnd, START, toS256} from '../support/site.js';

const TOKEN_KEY = 'canary-token-key-0123456789-abcdefghijkl';
const OTHER = '4200000002';
const MINUTE = 60_000;

/** A site that keeps tokens beside its notices. */
const createKeepingSite = (
  options: Partial<KakaoServerOptions> = {},
  more: Partial<KeepTokensOptions> = {},
): Promise<NoticeSite> => createNoticeSite({options: {keepTokens: {tokenKeys: [TOKEN_KEY], ...more}, ...options}});

const toKept = ({store}: NoticeSite): readonly string[] => [...store.tokens.rows.keys()];

/** A member whose tokens are kept, beside another one; and the cookie. */
async function keep(site: NoticeSite): Promise<string> {
  await site.store.tokens.withLock(OTHER, (row) => row.write('theirs', Infinity));
  const cookie = await signIn(site);
  assert.deepEqual(toKept(site), [OTHER, PERSON]);
  return cookie;
}

const throwing = (): never => {
  throw new Error('no');
};

describe('the tokens of a login', () => {
  test('are kept sealed, and given to the site, which can call Kakao with them', async () => {
    const site = await createKeepingSite();

    assert.equal(await readEnd(site.post(site.prepare())), 'signed-in');

    assert.deepEqual(toKept(site), [PERSON]);
    assertNoCanary(JSON.stringify([...site.store.tokens.rows.values(), site.reports, site.metrics]));
    const accessToken = await site.server.api.accessToken(PERSON);
    assert.equal(accessToken, CANARIES.accessToken);
    assert.equal((await site.server.api.users.get({accessToken})).id, PERSON);
    assert.equal(site.provider.count('/oauth/token'), 1);
  });

  test('are refreshed by the key that has exchanged the code, and its secret', async () => {
    const site = await createKeepingSite();
    await site.post(site.prepare());
    site.provider.on('/oauth/token', ({form}) =>
      form.get('refresh_token') === CANARIES.refreshToken && form.get('client_secret')
        ? Response.json({token_type: 'bearer', access_token: 'new-token', expires_in: 21_599})
        : Response.json({error_code: 'KOE322'}, {status: 400}),
    );
    site.clock.time += 7 * 60 * MINUTE;

    assert.equal(await site.server.api.accessToken(PERSON), 'new-token');
  });

  test('are dropped unless the site asks for them: neither accessToken nor forget does anything then', async () => {
    const site = await createNoticeSite();
    assert.equal(await readEnd(site.post(site.prepare())), 'signed-in');

    assert.deepEqual(toKept(site), []);
    await assert.rejects(site.server.api.accessToken(PERSON), {code: 'config_incomplete', message: /keepTokens/});
    await assert.rejects(site.server.api.forget(PERSON), {code: 'config_incomplete'});
  });

  test('can lie in a store of the site’s own, without notices', async () => {
    const store = createMemoryTokenStore();
    const site = await createSite({keepTokens: {tokenKeys: [TOKEN_KEY], store}});

    await site.post(site.prepare());
    assert.equal(await site.server.api.accessToken(PERSON), CANARIES.accessToken);
    await site.server.api.forget(PERSON);

    assert.equal(store.rows.size, 0);
  });

  test('are another site’s no more than another key’s', async () => {
    const store = createMemoryTokenStore();
    const keepTokens = {tokenKeys: [TOKEN_KEY], store};
    const site = await createSite({keepTokens});
    await site.post(site.prepare());
    const origin = 'https://other.example';
    const other = await createSite({
      keepTokens,
      redirectUris: [`${origin}/kakao/callback`],
      allowedOrigins: [origin],
    });

    await assert.rejects(other.server.api.accessToken(PERSON), {code: 'login_required'});

    assert.equal(other.reports.length, 1);
    assert.equal(other.reports[0]?.code, 'config_invalid');
    assertNoCanary(JSON.stringify(other.reports), PERSON);
    assert.equal(store.rows.size, 0);
  });

  test('are told of once, if they open with no key', async () => {
    const site = await createKeepingSite();
    await site.post(site.prepare());
    await site.store.tokens.withLock(PERSON, (row) => row.write('nothing', START));

    for (let times = 0; times < 2; times++) {
      await assert.rejects(site.server.api.accessToken(PERSON), {code: 'login_required'});
    }

    assert.deepEqual(
      site.reports.map(({code}) => code),
      ['config_invalid'],
    );
  });

  for (const purpose of ['login', 'terms', 'link'] as const) {
    test(`are kept of the purpose ${purpose}`, async () => {
      const site = await createKeepingSite();
      if (purpose === 'login') await site.post(site.prepare());
      else {
        const Cookie = await signIn(site);
        site.store.tokens.rows.clear();
        const login = await prepareFor(site, Cookie, {purpose});
        assert.equal(await readEnd(site.post(login, {Cookie})), 'signed-in', JSON.stringify(site.reports));
      }

      assert.deepEqual(toKept(site), [PERSON]);
    });
  }

  test('are not kept of an auto-login, which leaves those of an earlier login, unless the site asks for it', async () => {
    for (const [autoLogin, isKept] of [
      [undefined, false],
      [false, false],
      [true, true],
    ] as const) {
      const site = await createKeepingSite({}, {autoLogin});
      site.members.set(PERSON, {id: 'm-1'});
      const comeIn = async (): Promise<void> =>
        assert.equal(await readEnd(site.post(site.prepare({purpose: 'auto-login'}))), 'signed-in');

      await comeIn();
      assert.deepEqual(toKept(site), isKept ? [PERSON] : []);
      await site.post(site.prepare());
      const {sealed} = site.store.tokens.rows.get(PERSON)!;
      await comeIn();

      assert.equal(site.store.tokens.rows.get(PERSON)?.sealed === sealed, !isKept);
    }
  });

  const REFUSED: Readonly<Record<string, readonly [options: Partial<KakaoServerOptions>, end: string]>> = {
    'findMember fails': [{findMember: throwing}, 'hook_failed'],
    'signUp fails': [{signUp: throwing}, 'hook_failed'],
    'onConsent fails': [{onConsent: throwing}, 'hook_failed'],
    'no session can be made': [
      {session: {create: throwing, read: () => null, destroy: () => undefined}},
      'hook_failed',
    ],
    ...Object.fromEntries(
      (['additional-info', 'dormant', 'rejoin-blocked'] as const).map((action) => [
        `${action} is required`,
        [{signUp: () => ({action})}, 'action-required'] as const,
      ]),
    ),
  };
  for (const [why, [options, end]] of Object.entries(REFUSED)) {
    test(`are not kept if ${why}`, async () => {
      const site = await createKeepingSite(options);
      site.provider.terms = [{tag: 'terms', required: true, agreed: true, agreed_at: '2026-11-01T00:00:00Z'}];

      assert.equal(await readEnd(site.post(site.prepare())), end);

      assert.deepEqual(toKept(site), []);
    });
  }

  test('are not kept of somebody else’s Kakao account, of a stranger’s auto-login, nor of a code that was used', async () => {
    const store = createMemoryTokenStore();
    const site = await createSite({keepTokens: {tokenKeys: [TOKEN_KEY], store}});
    const Cookie = await signIn(site);
    store.rows.clear();
    const others = await prepareFor(site, Cookie, {purpose: 'terms'}, {sub: OTHER});
    const login = site.prepare({purpose: 'auto-login'}, {sub: OTHER});

    assert.equal(await readEnd(site.post(others, {Cookie})), 'different_account');
    assert.equal(await readEnd(site.post(login)), 'signed-out');
    assert.equal(await readEnd(site.post({...login, purpose: 'login'})), 'code_used');

    assert.equal(store.rows.size, 0);
  });

  test('are dropped with a login that waits: once it is finished, the next one keeps them', async () => {
    const site = await createKeepingSite({signUp: () => ({action: 'additional-info'})});
    const cookie = toPending(await site.post(site.prepare()));
    site.members.set(PERSON, {id: 'm-1'});

    await finish(site, cookie, {id: 'm-1'}, {isNewMember: true});
    assert.deepEqual(toKept(site), []);
    await site.post(site.prepare());

    assert.deepEqual(toKept(site), [PERSON]);
  });

  test('are kept though onLogin fails', async () => {
    const site = await createKeepingSite({onLogin: throwing});

    assert.equal(await readEnd(site.post(site.prepare())), 'signed-in');

    assert.deepEqual(toKept(site), [PERSON]);
  });

  test('never keep a login from succeeding: that their store fails is reported', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error(`down: ${CANARIES.refreshToken} of ${PERSON}`));
    const site = await createKeepingSite({}, {store: {read: fail, withLock: fail}});

    assert.equal(await readEnd(site.post(site.prepare())), 'signed-in');

    assert.equal(site.reports.length, 1);
    assert.equal(site.reports[0]?.code, 'hook_failed');
    assert.match(site.reports[0].hint, /^A login goes on, and its tokens could not be kept/);
    assert.match(site.reports[0].cause ?? '', /down/);
    assertNoCanary(JSON.stringify(site.reports), PERSON);
  });

  test('keep a login waiting for 3 seconds at most, and are not written later', async (t) => {
    const memory = createMemoryTokenStore();
    const free = createSignal();
    const site = await createKeepingSite(
      {},
      {
        store: {
          read: (kakaoId) => memory.read(kakaoId),
          withLock: async (kakaoId, work) => {
            await free.promise;
            return memory.withLock(kakaoId, work);
          },
        },
      },
    );
    const timers = holdLongTimers(t, 1500);

    const answer = site.post(site.prepare());
    await timers.reached(3000);
    timers.pass(3000);
    assert.equal(await readEnd(answer), 'signed-in');
    free.resolve();
    await new Promise(setImmediate);

    assert.equal(memory.rows.size, 0);
    assert.equal(site.reports[0]?.code, 'hook_failed');
  });
});

type Removal = (site: NoticeSite, cookie: string) => Promise<unknown>;

const press: Removal = async (site, Cookie) => {
  assert.deepEqual(await json(await site.post(await prepareUnlink(site, Cookie), {Cookie})), {status: 'signed-out'});
};

const tell =
  (event: string): Removal =>
  async (site) => {
    const token = await site.signEvent({claims: toClaims(site.clock.time, event)});
    assert.equal((await site.notices.account(toEventRequest(token))).status, 202);
    await site.settle();
  };

const RECONCILED: Notice = {
  eventId: 'reconciled',
  kind: 'unlink',
  event: 'unlinked',
  kakaoId: PERSON,
  at: START,
  clock: 'received',
  reason: 'RECONCILE',
  provenKey: toS256(ADMIN_KEY),
};

const REMOVALS: Readonly<Record<string, Removal>> = {
  'the member unlinks here': press,
  'Kakao tells of an unlink': async (site) => {
    await site.notices.unlink(toUnlinkRequest('POST'));
    await site.settle();
  },
  'an account event tells of an unlink': async (site, cookie) => {
    await site.proveKey();
    await tell('user-unlinked')(site, cookie);
  },
  'all tokens are revoked': tell('tokens-revoked'),
  'the account is deleted': tell('account-purged'),
  'reconcile finds that the link has ended': async (site) => {
    await site.store.add(RECONCILED);
    await site.settle();
  },
};

describe('kept tokens', () => {
  const ALL: Readonly<Record<string, Removal>> = {
    ...REMOVALS,
    'the site forgets the person’s notices': ({notices}) => notices.forget(PERSON),
    'the site forgets the person’s tokens': ({server}) => server.api.forget(PERSON),
    'the site unlinks the person': ({server}) => server.api.users.unlink({kakaoId: PERSON}),
    'the site logs the person out': (site) => {
      site.provider.on('/v1/user/logout', () => Response.json({id: Number(PERSON)}));
      return site.server.api.users.logout({kakaoId: PERSON});
    },
  };
  for (const [when, remove] of Object.entries(ALL)) {
    test(`are deleted when ${when}, and no one else’s`, async () => {
      const site = await createKeepingSite();
      const cookie = await keep(site);

      await remove(site, cookie);

      assert.deepEqual(toKept(site), [OTHER], JSON.stringify(site.reports));
      await assert.rejects(site.server.api.accessToken(PERSON), {code: 'login_required'});
      assertNoCanary(JSON.stringify([site.reports, site.metrics]), PERSON);
    });

    test(`lie in the site’s own store, and are deleted there when ${when}`, async () => {
      const store = createMemoryTokenStore();
      const site = await createKeepingSite({}, {store});
      const cookie = await signIn(site);
      assert.deepEqual([...store.rows.keys()], [PERSON]);

      await remove(site, cookie);

      assert.equal(store.rows.size, 0);
    });
  }

  for (const [when, remove] of Object.entries(REMOVALS)) {
    test(`are deleted when ${when}, though the site’s hook fails`, async () => {
      const site = await createKeepingSite({onUnlink: throwing, onAccountEvent: throwing});
      const cookie = await keep(site);

      await remove(site, cookie).catch(() => undefined);

      assert.deepEqual(toKept(site), [OTHER]);
    });
  }

  for (const event of ['tokens-revoked', 'account-purged']) {
    test(`are deleted at ${event} on a site that hears of no account events`, async () => {
      const site = await createKeepingSite({onAccountEvent: undefined});
      const cookie = await keep(site);

      await tell(event)(site, cookie);

      assert.deepEqual(toKept(site), [OTHER]);
    });
  }

  for (const event of ['token-revoked', 'token-issued', 'user-scope-withdraw', 'account-enabled', 'user-linked']) {
    test(`stay at ${event}`, async () => {
      const site = await createKeepingSite();
      const cookie = await keep(site);

      await tell(event)(site, cookie);

      assert.deepEqual(toKept(site), [OTHER, PERSON]);
    });
  }

  test('stay if a notice of an unlink comes after its person has come back', async () => {
    const site = await createKeepingSite();
    await keep(site);
    site.links.set(PERSON, new Date(START + MINUTE).toISOString());

    await site.notices.unlink(toUnlinkRequest('POST'));
    await site.settle();

    assert.deepEqual(toKept(site), [OTHER, PERSON]);
  });

  for (const event of ['tokens-revoked', 'account-purged']) {
    test(`of a login after ${event} stay, though the event comes late, and again because its hook fails`, async () => {
      const site = await createKeepingSite({onAccountEvent: throwing});
      const token = await site.signEvent({claims: toClaims(site.clock.time, event)});
      await site.notices.account(toEventRequest(token));
      site.clock.time += 5 * MINUTE;
      await keep(site);

      for (let times = 0; times < 3; times++) {
        await site.settle().catch(() => undefined);
        site.clock.time += 60 * MINUTE;
      }

      assert.deepEqual(toKept(site), [OTHER, PERSON]);
    });
  }

  test('are deleted by a second unlink if Kakao’s answer to the first was lost', async () => {
    const site = await createKeepingSite();
    await keep(site);
    site.provider.on('/v1/user/unlink', () => new Response('{}', {status: 503}));
    await assert.rejects(site.server.api.users.unlink({kakaoId: PERSON}), {code: 'provider_unavailable'});
    site.provider.on('/v1/user/unlink', () => Response.json({msg: 'none', code: -101}, {status: 400}));

    await assert.rejects(site.server.api.users.unlink({kakaoId: PERSON}), {code: 'not_linked'});

    assert.deepEqual(toKept(site), [OTHER]);
  });

  for (const [whose, accessToken, kept] of [
    ['that is kept', CANARIES.accessToken, [OTHER]],
    ['of another login', 'of-the-mobile-app', [OTHER, PERSON]],
  ] as const) {
    test(`${kept.length === 1 ? 'are deleted' : 'stay'} at the logout of an access token ${whose}`, async () => {
      const site = await createKeepingSite();
      await keep(site);
      site.provider.on('/v1/user/logout', () => Response.json({id: Number(PERSON)}));

      await site.server.api.users.logout({accessToken});

      assert.deepEqual(toKept(site), kept);
    });
  }

  test('open no store again that a stop has closed, before a start or a drain', async () => {
    let opens = 0;
    const site = await createNoticeSite({
      options: {keepTokens: {tokenKeys: [TOKEN_KEY]}},
      wrap: (store) => ({...store, open: () => store.open().then(() => void opens++)}),
    });
    await site.post(site.prepare());
    await site.notices.stop();

    await assert.rejects(site.server.api.accessToken(PERSON), {code: 'hook_failed'});
    assert.equal(await readEnd(site.post(site.prepare())), 'signed-in');
    assert.equal(opens, 1);

    await site.notices.drain();
    assert.equal(await site.server.api.accessToken(PERSON), CANARIES.accessToken);
    await site.notices.stop();
  });

  test('stay if Kakao does not unlink', async () => {
    const site = await createKeepingSite();
    const Cookie = await keep(site);
    site.provider.on('/v1/user/unlink', () => new Response('{}', {status: 503}));

    assert.equal(await readEnd(site.post(await prepareUnlink(site, Cookie), {Cookie})), 'provider_unavailable');
    await assert.rejects(site.server.api.users.unlink({kakaoId: PERSON}), {code: 'provider_unavailable'});

    assert.deepEqual(toKept(site), [OTHER, PERSON]);
  });

  test('that cannot be deleted keep no member from leaving: the worker deletes them later', async (t) => {
    const site = await createKeepingSite();
    const Cookie = await keep(site);
    const fault = t.mock.method(site.store.tokens, 'withLock', () => Promise.reject(new Error('down')));

    await press(site, Cookie);

    assert.deepEqual(site.told(), [['onUnlink', 'MEMBER', PERSON]]);
    assert.deepEqual(
      site.reports.map(({code}) => code),
      ['hook_failed'],
    );
    assert.match(site.reports[0]!.hint, /^The kept tokens of a member who has unlinked could not be deleted/);
    assert.deepEqual(toKept(site), [OTHER, PERSON]);
    fault.mock.restore();
    site.clock.time += MINUTE;
    await site.settle();
    assert.deepEqual(toKept(site), [OTHER]);
    const [first, second] = site.events.map(({event}) => event.eventId);
    assert.equal(first, second, 'the hook knows the event');
  });

  test('that cannot be deleted let a notice be tried again, before its hook', async (t) => {
    for (const [when, remove] of Object.entries(REMOVALS)) {
      if (remove === press) continue;
      const site = await createKeepingSite();
      const cookie = await keep(site);
      const {withLock} = site.store.tokens;
      let failures = 0;
      t.mock.method(site.store.tokens, 'withLock', (...values: Parameters<typeof withLock>) =>
        failures++ < 3 ? Promise.reject(new Error('down')) : withLock(...values),
      );

      await remove(site, cookie);

      assert.deepEqual(toKept(site), [OTHER], when);
      assert.equal(site.told().length, 1, when);
      assert.deepEqual([...new Set(site.reports.map(({code}) => code))], ['hook_failed'], when);
    }
  });
});
