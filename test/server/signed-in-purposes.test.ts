import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {
  assertRefused,
  createSite,
  json,
  type LoginFields,
  PERSON,
  readEnd,
  sessionCookies,
  type Site,
  START,
  toCookieHeader,
  toHookNames,
} from './support/site.js';
import {assertUntouched, prepareFor, signIn} from './support/signed-in.js';

const OTHER = '4200000666';

/**
 * One login, posted with several sessions: by the first alone, and by the others while Kakao is asked for it. Kakao
 * answers when all whose session says who they are have been recognized.
 */
async function postMeanwhile(
  site: Site,
  login: LoginFields,
  [first, ...others]: readonly [string, ...(string | null)[]],
): Promise<readonly Response[]> {
  const {reached, release} = site.provider.holdNext('/oauth/token');
  const recognized = 1 + others.filter((cookie) => cookie !== null).length;

  const mine = site.post(login, {Cookie: first});
  await reached;
  const all = [mine, ...others.map((cookie) => site.post(login, {Cookie: cookie}))];
  while (toHookNames(site).filter((hook) => hook === 'readMember').length < recognized) await new Promise(setImmediate);
  await new Promise(setImmediate);
  release();
  return Promise.all(all);
}

for (const purpose of ['terms', 'link'] as const) {
  describe(`the purpose ${purpose}`, () => {
    for (const [what, hasLeft] of [
      ['a session', false],
      ['a session whose member is still there', true],
    ] as const) {
      test(`needs ${what}: without one Kakao is not asked, and nobody is made`, async () => {
        const site = await createSite();
        const Cookie = hasLeft ? await signIn(site) : null;
        site.members.clear();

        await assertRefused(site, await site.post(site.prepare({purpose}), {Cookie}), 'session_required', 401);

        assert.deepEqual(site.provider.requests, []);
        assert.deepEqual(toHookNames(site), hasLeft ? ['readMember'] : []);
        assert.equal(site.members.size, 0);
      });
    }

    test('gives the member a new session, which is this transaction’s', async () => {
      const site = await createSite();
      const cookie = await signIn(site);
      site.clock.time += 60_000;
      const login = await prepareFor(site, cookie, {purpose});

      const response = await site.post(login, {Cookie: cookie});

      const answer = await json(response);
      assert.deepEqual(
        {status: answer['status'], tx: answer['tx'], isNewMember: answer['isNewMember']},
        {status: 'signed-in', tx: login.tx, isNewMember: false},
      );
      assert.deepEqual(answer['scope'], ['account_email', 'openid', 'profile_nickname']);
      assert.deepEqual(answer['member'], {name: 'Mina', picture: 'https://shop.example/mina.png'});
      assert.equal(sessionCookies(response).length, 1);
      assert.notEqual(toCookieHeader(response), cookie);
      const read = await json(await site.get({Cookie: toCookieHeader(response)}));
      assert.equal(read['tx'], login.tx);
      assert.equal(site.members.size, 1);
      assert.equal(site.calls.at(-1)?.issuedAt, START + 60_000);
      assert.deepEqual(site.metrics[0], {purpose, outcome: 'signed-in', isNewMember: false, milliseconds: 0});
    });

    test('is one exchange and one session for requests that come together', async () => {
      const site = await createSite();
      const cookie = await signIn(site);
      const login = await prepareFor(site, cookie, {purpose});

      const responses = await postMeanwhile(site, login, [cookie, cookie, cookie]);

      assert.equal(new Set(await Promise.all(responses.map((response) => response.text()))).size, 1);
      assert.equal(new Set(responses.flatMap(sessionCookies)).size, 1);
      assert.equal(site.provider.count('/oauth/token'), 1);
    });

    for (const [whose, code] of [
      ['without the session', 'session_required'],
      ['with another member’s session', purpose === 'link' ? 'link_unproven' : 'code_used'],
    ] as const) {
      test(`gives a request that comes meanwhile ${whose} nothing`, async () => {
        const site = await createSite();
        const theirCookie = whose === 'without the session' ? null : await signIn(site, OTHER);
        const cookie = await signIn(site);
        const login = await prepareFor(site, cookie, {purpose});

        const [mine, theirs] = await postMeanwhile(site, login, [cookie, theirCookie]);

        assert.equal(mine!.status, 200);
        assert.deepEqual(sessionCookies(theirs!), []);
        assert.equal(await readEnd(theirs!), code);
      });
    }

    test('repeated with the session it made is answered without an exchange', async () => {
      const site = await createSite();
      const cookie = await signIn(site);
      const login = await prepareFor(site, cookie, {purpose});
      const first = await site.post(login, {Cookie: cookie});

      const second = await site.post(login, {Cookie: toCookieHeader(first)});

      assert.equal((await json(second))['tx'], login.tx);
      assert.deepEqual(sessionCookies(second), []);
      assert.equal(site.provider.count('/oauth/token'), 1);
    });
  });
}

describe('a login of somebody who is signed in', () => {
  for (const purpose of ['login', 'terms', 'link'] as const) {
    test(`for ${purpose} leaves the session alone where Kakao fails`, async () => {
      const site = await createSite();
      const cookie = await signIn(site);
      site.provider.on('/v2/user/me', () => new Response('', {status: 503}));

      const response = await site.post(await prepareFor(site, cookie, {purpose}), {Cookie: cookie});

      await assertRefused(site, response, 'provider_unavailable');
      await assertUntouched(site, cookie);
    });
  }
});

describe('terms of another Kakao account', () => {
  const rows: [name: string, arrange: (site: Site) => void, sub?: string][] = [
    ['of nobody here', () => undefined],
    ['of another member', ({members}) => members.set(OTHER, {id: 'm-2'})],
    ['of the same member', ({members}) => members.set(OTHER, members.get(PERSON)!)],
    [
      'that was theirs, and is another member’s by now',
      ({members}) => members.set(OTHER, members.get(PERSON)!).set(PERSON, {id: 'm-2'}),
      PERSON,
    ],
  ];
  for (const [name, arrange, sub = OTHER] of rows) {
    test(`${name} are refused, and the session stays`, async () => {
      const site = await createSite();
      const cookie = await signIn(site);
      arrange(site);
      const login = site.prepare({purpose: 'terms', terms: ['marketing']}, {sub});

      await assertRefused(site, await site.post(login, {Cookie: cookie}), 'different_account', 409);

      await assertUntouched(site, cookie);
    });
  }
});

describe('a link', () => {
  test('with an account that nobody has is made by linkMember', async () => {
    const site = await createSite();
    const cookie = await signIn(site);
    const login = await prepareFor(site, cookie, {purpose: 'link', context: 'from my page'}, {sub: OTHER});

    const response = await site.post(login, {Cookie: cookie});

    assert.equal((await json(response))['status'], 'signed-in');
    assert.deepEqual(toHookNames(site), ['readMember', 'findMember', 'readMember', 'linkMember', 'readMember']);
    const {id, profile, context} = site.calls[3]!;
    assert.deepEqual([id, profile?.id, context.purpose, context.context], ['m-1', OTHER, 'link', 'from my page']);
    assert.equal(site.members.get(OTHER)?.id, 'm-1');
  });

  test('that is there already changes nothing, and is signed in', async () => {
    const site = await createSite();
    const cookie = await signIn(site);

    const response = await site.post(await prepareFor(site, cookie, {purpose: 'link'}), {Cookie: cookie});

    assert.equal((await json(response))['status'], 'signed-in');
    assert.deepEqual(toHookNames(site), ['readMember', 'findMember', 'readMember']);
  });

  const refused: [name: string, owner: string | null, linkMember: () => Promise<void>, code: string, status: number][] =
    [
      ['with another member’s account', 'm-2', () => Promise.resolve(), 'already_linked', 409],
      ['that the site cannot make', null, () => Promise.reject(new Error('duplicate key')), 'hook_failed', 500],
    ];
  for (const [name, owner, linkMember, code, status] of refused) {
    test(`${name} ends in ${code}, with the session as it was`, async () => {
      const site = await createSite({linkMember});
      const cookie = await signIn(site);
      if (owner) site.members.set(OTHER, {id: owner});
      const login = await prepareFor(site, cookie, {purpose: 'link'}, {sub: OTHER});

      await assertRefused(site, await site.post(login, {Cookie: cookie}), code, status);

      await assertUntouched(site, cookie);
    });
  }
});

describe('the Kakao account of a session', () => {
  test('is that of the last login, also after a link', async () => {
    const site = await createSite();
    const cookie = await signIn(site);
    const login = await prepareFor(site, cookie, {purpose: 'link'}, {sub: OTHER});
    const linked = toCookieHeader(await site.post(login, {Cookie: cookie}));

    await site.post({purpose: 'unlink', tx: login.tx}, {Cookie: linked});

    assert.equal(site.provider.requests.at(-1)?.form.get('target_id'), OTHER);
    assert.equal(site.calls.at(-1)?.kakaoId, OTHER);
    assert.equal(site.members.get(PERSON)?.id, 'm-1', 'the member’s other account stays');
  });
});
