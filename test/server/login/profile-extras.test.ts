import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {toReference} from '../../../src/shared/reference.js';
import type {KakaoProfile, KakaoServerOptions} from '../../../src/server/index.js';
import {holdLongTimers} from '../support/long-timers.js';
import {finish, toPending, toRequest} from '../support/pending.js';
import {prepareFor, signIn} from '../support/signed-in.js';
import {assertNoCanary, createSite, json, PERSON, type Site} from '../support/site.js';

const ADDRESS_PATH = '/v1/user/shipping_address';
const CHANNEL_PATH = '/v2/api/talk/channels';
const EXTRAS: KakaoServerOptions['profileExtras'] = ['addresses', 'channels'];
const SCOPES = ['shipping_address', 'plusfriends'];

/** What of an address must be in no log. */
const PERSONAL = [
  '초록집',
  '서울시 가상구 없는길 77',
  '한빛동 909호',
  '백로사',
  '010-4455-6677',
  '+821044556677',
  '54321',
];

const toEntry = (id: number) => ({
  id,
  name: PERSONAL[0],
  is_default: id === 1,
  updated_at: 1_700_000_000 - id,
  type: 'NEW',
  base_address: PERSONAL[1],
  detail_address: PERSONAL[2],
  receiver_name: PERSONAL[3],
  receiver_phone_number1: PERSONAL[4],
  zone_number: PERSONAL[6],
});

/** A site that asks for both, in front of people who agreed to both. */
async function createExtrasSite(overrides: Partial<KakaoServerOptions> = {}): Promise<Site> {
  const site = await createSite({profileExtras: EXTRAS, ...overrides});
  site.provider.moreScopes.push(...SCOPES);
  site.provider.addresses.push(toEntry(1), toEntry(2));
  site.provider.relations.set('_ours', 'ADDED').set('_other', 'BLOCKED');
  return site;
}

/** The profile that a hook was given. */
function toProfile(site: Site, hook: string): KakaoProfile {
  const call = site.calls.find((made) => made.hook === hook);
  assert.ok(call?.profile, hook);
  return call.profile;
}

const toTold = ({addresses, channels}: KakaoProfile): unknown => ({
  addresses: addresses?.map(({id, receiverName}) => `${id} ${receiverName}`),
  channels: channels?.map(({id, relation}) => `${id} ${relation}`),
});
const TOLD = {addresses: ['1 백로사', '2 백로사'], channels: ['_ours added', '_other blocked']};
const NOTHING = {addresses: undefined, channels: undefined};

const isExtra = ({path}: {readonly path: string}): boolean => path === ADDRESS_PATH || path === CHANNEL_PATH;

describe('profileExtras', () => {
  for (const purpose of ['login', 'auto-login', 'terms', 'link']) {
    test(`are given to the hooks of a ${purpose}`, async () => {
      const site = await createExtrasSite();
      const cookie = await signIn(site);
      const grant = purpose === 'link' ? {sub: '4200000002'} : {};
      const terms = purpose === 'terms' ? {terms: ['x']} : {};
      const login = await prepareFor(site, cookie, {purpose, ...terms}, grant);

      const answer = await json(await site.post(login, {Cookie: purpose === 'auto-login' ? null : cookie}));

      assert.equal(answer['status'], 'signed-in', JSON.stringify([answer, site.reports]));
      assert.deepEqual(toTold(toProfile(site, 'findMember')), TOLD);
      if (purpose === 'link') assert.deepEqual(toTold(toProfile(site, 'linkMember')), TOLD);
    });
  }

  test('are given to signUp too, each read by one request with the person’s token', async () => {
    const site = await createExtrasSite();

    await site.post(site.prepare());

    assert.deepEqual(toTold(toProfile(site, 'signUp')), TOLD);
    const asked = site.provider.requests.filter(isExtra);
    assert.deepEqual(asked.map(({path}) => path).sort(), [ADDRESS_PATH, CHANNEL_PATH]);
    assert.ok(asked.every(({headers}) => headers.get('authorization')?.startsWith('Bearer ')));
    assertNoCanary(asked.map(({url}) => url).join());
  });

  const scopes: [granted: string[], wanted: KakaoServerOptions['profileExtras'], expected: unknown][] = [
    [[], EXTRAS, NOTHING],
    [['shipping_address'], EXTRAS, {...NOTHING, addresses: TOLD.addresses}],
    [['plusfriends'], EXTRAS, {...NOTHING, channels: TOLD.channels}],
    [SCOPES, ['addresses'], {...NOTHING, addresses: TOLD.addresses}],
    [SCOPES, ['channels'], {...NOTHING, channels: TOLD.channels}],
    [SCOPES, [], NOTHING],
    [SCOPES, undefined, NOTHING],
    [['shipping_addresses', 'PLUSFRIENDS'], EXTRAS, NOTHING],
  ];
  for (const [granted, wanted, expected] of scopes) {
    test(`${JSON.stringify(wanted)} of a person who agreed to ${granted.join() || 'neither'}`, async () => {
      const site = await createExtrasSite({profileExtras: wanted});
      site.provider.moreScopes.splice(0, Infinity, ...granted);

      await site.post(site.prepare());

      assert.deepEqual(toTold(toProfile(site, 'signUp')), expected);
      const count = Object.values(expected as object).filter(Boolean).length;
      assert.equal(site.provider.requests.filter(isExtra).length, count);
      assert.deepEqual(site.reports, []);
    });
  }

  test('asks for 20 addresses, and takes no more if Kakao sends them', async () => {
    const site = await createExtrasSite();
    const entries = Array.from({length: 30}, (_, index) => toEntry(index + 1));
    site.provider.on(ADDRESS_PATH, () => Response.json({user_id: Number(PERSON), shipping_addresses: entries}));

    await site.post(site.prepare());

    const {addresses} = toProfile(site, 'signUp');
    assert.deepEqual(
      addresses?.map(({id}) => Number(id)),
      Array.from({length: 20}, (_, index) => index + 1),
    );
    const asked = site.provider.requests.filter(({path}) => path === ADDRESS_PATH);
    assert.deepEqual(
      asked.map(({url}) => new URL(url).searchParams.get('page_size')),
      ['20'],
    );
  });

  test('says of a person without addresses that there are none', async () => {
    const site = await createExtrasSite();
    site.provider.addresses.length = 0;

    await site.post(site.prepare());

    assert.deepEqual(toProfile(site, 'signUp').addresses, []);
  });

  test('asks about the channels of the site, if it names some', async () => {
    const site = await createExtrasSite({channels: ['_ours']});

    await site.post(site.prepare());

    assert.deepEqual(
      toProfile(site, 'signUp').channels?.map(({id}) => id),
      ['_ours'],
    );
  });
});

describe('profileExtras that Kakao does not tell', () => {
  const refuse =
    (code: number, status = 400) =>
    (): Response =>
      Response.json({msg: PERSONAL[3], code}, {status});
  const failures: [name: string, answer: () => Response | Promise<Response>, code: string | null][] = [
    ['503', () => new Response('', {status: 503}), 'provider_unavailable'],
    ['a reset', () => Promise.reject(new Error(`reset for ${PERSON}`)), 'provider_unavailable'],
    ['-401', refuse(-401, 401), 'provider_refused'],
    ['-10', refuse(-10), 'rate_limited'],
    ['no JSON', () => new Response('<p>'), 'provider_bad_response'],
    [
      'a list of another form',
      () => Response.json({user_id: Number(PERSON), shipping_addresses: [7], channels: 7}),
      'provider_bad_response',
    ],
    [
      'somebody else’s',
      () => Response.json({user_id: 4200000666, shipping_addresses: [], channels: []}),
      'profile_mismatch',
    ],
    ['-402, as the person has withdrawn the consent', refuse(-402, 403), null],
  ];
  for (const [path, field, other] of [
    [ADDRESS_PATH, 'addresses', 'channels'],
    [CHANNEL_PATH, 'channels', 'addresses'],
  ] as const) {
    for (const [name, answer, code] of failures) {
      test(`keep nobody out: ${field}, ${name}`, async () => {
        const site = await createExtrasSite();
        site.provider.on(path, answer);
        const login = site.prepare();

        const response = await json(await site.post(login));

        assert.equal(response['status'], 'signed-in');
        const profile = toProfile(site, 'signUp');
        assert.equal(field in profile, false);
        assert.ok(profile[other]?.length);
        assert.deepEqual(
          site.reports.map((report) => [report.code, report.ref]),
          code === null ? [] : [[code, toReference(login.tx)]],
        );
        for (const {hint} of site.reports) assert.match(hint, new RegExp(`without profile\\.${field}\\. `));
        assertNoCanary(JSON.stringify([response, site.reports]), PERSON, '4200000666');
      });
    }
  }

  for (const [extra, path] of [
    ['addresses', ADDRESS_PATH],
    ['channels', CHANNEL_PATH],
  ] as const) {
    test(`keep nobody out: ${extra}, by a fault of the kit's own, which is told without what it was about`, async () => {
      const site = await createExtrasSite();
      site.provider.on(path, () => {
        const answer = Response.json({});
        // Nothing that reads an answer expects that.
        const {headers} = answer;
        const get = headers.get.bind(headers);
        headers.get = (name) => {
          if (name === 'date') throw new TypeError(`not readable: ${PERSONAL[1]}`);
          return get(name);
        };
        Object.defineProperty(answer, 'headers', {value: headers});
        return answer;
      });

      assert.equal((await json(await site.post(site.prepare())))['status'], 'signed-in');

      assert.equal(toProfile(site, 'signUp')[extra], undefined);
      assert.deepEqual(
        site.reports.map(({code, cause}) => [code, cause]),
        [['hook_failed', 'TypeError']],
      );
      assert.match(site.reports[0]!.hint, new RegExp(`^A login goes on without profile.${extra}\\. Something failed`));
      assertNoCanary(JSON.stringify(site.reports), ...PERSONAL);
    });
  }

  test('are reported once where the login waits for an action, and nothing is said where it fails', async () => {
    const site = await createExtrasSite({signUp: () => ({action: 'link-existing'})});
    site.provider.on(ADDRESS_PATH, () => new Response('', {status: 503}));
    assert.equal((await json(await site.post(site.prepare())))['status'], 'action-required');
    assert.equal(site.reports.length, 1);

    const failing = await createExtrasSite({signUp: () => Promise.reject(new Error('no'))});
    failing.provider.on(ADDRESS_PATH, () => new Response('', {status: 503}));
    await failing.post(failing.prepare());
    assert.deepEqual(
      failing.reports.map(({code}) => code),
      ['hook_failed'],
    );
  });

  test('share the 8 seconds of the login, and are waited for no longer', async (t) => {
    const timers = holdLongTimers(t);
    const site = await createExtrasSite();
    const held = site.provider.holdNext(ADDRESS_PATH);

    const answer = site.post(site.prepare());
    await held.reached;
    // The person has been told then: of the two limits, that of the rest is left.
    await timers.oneLeft(8000);
    timers.pass(8000);

    assert.equal((await json(await answer))['status'], 'signed-in');
    assert.deepEqual(toTold(toProfile(site, 'signUp')), {...TOLD, addresses: undefined});
    assert.deepEqual(
      site.reports.map(({code, hint}) => `${code} ${hint}`),
      ['provider_unavailable A login goes on without profile.addresses. Kakao did not answer in time.'],
    );
    held.release();
  });
});

describe('addresses of a profile', () => {
  test('are in no report of a hook that fails with them', async () => {
    const texts = [...PERSONAL, '백로사님 앞'];
    for (const text of texts) {
      const site = await createExtrasSite({findMember: () => Promise.reject(new Error(`no room for ${text} here`))});

      await site.post(site.prepare());

      assert.match(site.reports[0]?.cause ?? '', /no room for .*\[hidden\].* here/);
      assertNoCanary(JSON.stringify(site.reports), ...PERSONAL);
    }
  });

  test('are not kept while a login waits, so that it fits into its cookie', async () => {
    const profiles: object[] = [];
    const site = await createExtrasSite({
      signUp: () => ({action: 'link-existing'}),
      onLogin: ({profile}) => void profiles.push(profile),
    });
    site.provider.addresses.push(...Array.from({length: 18}, (_, index) => toEntry(index + 3)));
    const response = await site.post(site.prepare());
    const cookie = toPending(response);

    const pending = await site.server.readPending(toRequest(cookie));
    await finish(site, cookie, {id: 'm-1'});

    assert.equal((await json(response))['status'], 'action-required');
    assert.ok(pending);
    profiles.push(pending.profile);
    assert.equal(profiles.length, 2);
    for (const profile of profiles) {
      assert.deepEqual(toTold(profile as KakaoProfile), NOTHING);
      assertNoCanary(
        JSON.stringify(profile, (key, value: unknown) => (/^(email|nickname|phoneNumber)$/.test(key) ? 0 : value)),
        ...PERSONAL,
      );
    }
  });
});
