import assert from 'node:assert/strict';
import {it} from 'node:test';
import {DEFAULT_APP, type EmulatedAppOptions} from '../../../src/emulator/index.js';
import {ADMIN_KEY, KAPI, OTHER_APP, REST_KEY, setup as setupEmulator} from '../support/setup.js';
import {describeBothWays} from '../support/ways.js';
import rows from './app.json' with {type: 'json'};

type Answer = {readonly status: number; readonly body: Record<string, unknown>};

function setup(app: Partial<EmulatedAppOptions> = {}) {
  const made = setupEmulator({apps: [{...DEFAULT_APP, ...app}, OTHER_APP]});
  const ask = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await made.emulator.fetch(`${KAPI}${path}`, {
      headers: {authorization: `KakaoAK ${ADMIN_KEY}`, ...headers},
    });
    return {status: response.status, body: (await response.json()) as Record<string, unknown>};
  };
  return {...made, ask};
}

const toIds = (...ids: readonly number[]): string =>
  `/v2/app/users?target_id_type=user_id&target_ids=${JSON.stringify(ids)}`;

describeBothWays('what an app asks by its admin key', () => {
  for (const path of rows.paths) {
    it(`is refused to others: ${path}`, async () => {
      const {emulator, tokens, ask} = setup();
      const {access_token: token} = await tokens('member');

      for (const headers of [
        {authorization: 'KakaoAK unknown-admin-key'},
        {authorization: `Bearer ${token}`},
        {origin: 'https://shop.example'},
      ]) {
        const {status, body} = await ask(path, headers);
        assert.deepEqual([status, body['code']], [401, -401]);
      }
      assert.equal((await emulator.fetch(`${KAPI}${path}`)).status, 401);
      assert.equal((await ask(path)).status, 200);
    });
  }

  for (const [path, status, code] of rows.refused as [string, number, number][]) {
    it(`is refused with ${code}: ${path}`, async () => {
      const answer = await setup().ask(path);

      assert.deepEqual([answer.status, answer.body['code']], [status, code]);
    });
  }

  it('is refused with -3 where the feature is switched off', async () => {
    const path = '/v1/user/shipping_address?target_id_type=user_id&target_id=4100000002';
    const {body} = await setup({scopes: DEFAULT_APP.scopes.slice(0, 1)}).ask(path);
    const off = setup({loginEnabled: false});
    const files = await setup({customerFiles: false}).ask(rows.paths.at(-1)!);

    const others = [path, ...rows.paths].map(async (each) => (await off.ask(each)).body['code']);

    assert.deepEqual([body, files.body].map(({code}) => code).concat(await Promise.all(others)), Array(7).fill(-3));
  });
});

describeBothWays('/v2/app/users', () => {
  it('tells little of the linked ones, and more where property_keys names it', async () => {
    const {ask} = setup();

    const few = await ask(toIds(4100000002, 4100000001, 4100000008));
    const more = await ask(`${toIds(4100000002)}&property_keys=["kakao_account.email"]`);

    const people = few.body as unknown as Record<string, unknown>[];
    assert.deepEqual(
      people.map((person) => [person['id'], Object.keys(person)]),
      [4100000002, 4100000008].map((id) => [id, ['id', 'connected_at', 'synched_at']]),
    );
    const [{kakao_account: account}] = more.body as unknown as [{kakao_account: Record<string, unknown>}];
    assert.equal(account['email'], 'haneul@example.com');
  });

  it('takes a hundred, or twenty with property_keys', async () => {
    const {ask} = setup();
    const many = (count: number): string => toIds(...Array.from({length: count}, (_, index) => index + 1));

    const codes = [many(100), many(101), `${many(20)}&property_keys=["id"]`, `${many(21)}&property_keys=["id"]`].map(
      async (path) => (await ask(path)).body['code'],
    );

    assert.deepEqual(await Promise.all(codes), [undefined, -2, undefined, -2]);
  });
});

describeBothWays('/v1/user/ids', () => {
  it('leads from page to page, and back', async () => {
    const {ask} = setup();
    const follow = async (address: unknown): Promise<Record<string, unknown>> => {
      const {protocol, pathname, search, searchParams} = new URL(String(address));
      assert.deepEqual([protocol, searchParams.get('app_key')], ['http:', REST_KEY]);
      return (await ask(pathname + search)).body;
    };

    const {body: first} = await ask('/v1/user/ids?limit=2');
    const second = await follow(first['after_url']);
    const third = await follow(second['after_url']);
    const back = await follow(third['before_url']);
    const all = await ask('/v1/user/ids?order=desc');

    const pages = [first, second, third, back, all.body].map((page) => page['elements']);
    const [a, b, c, d] = [4100000002, 4100000004, 4100000005, 4100000008];
    assert.deepEqual(pages, [
      [a, b],
      [b, c],
      [c, d],
      [c, b],
      [d, c, b, a],
    ]);
    assert.deepEqual([first['before_url'], third['after_url']], [null, null]);
  });

  it('is told a hundred times a minute', async () => {
    const {ask, clock} = setup();
    for (let call = 0; call < 100; call += 1) await ask('/v1/user/ids?limit=1');

    const over = await ask('/v1/user/ids');
    clock.at += 60_000;
    const later = await ask('/v1/user/ids');

    assert.deepEqual([over.status, over.body], [429, {msg: 'API limit has been exceeded.', code: -10}]);
    assert.equal(later.status, 200);
  });
});

describeBothWays('/v1/user/shipping_address', () => {
  const MEMBER = 'target_id_type=user_id&target_id=4100000002';
  type Address = {id: number; is_default: boolean; updated_at: number; type: string};
  const read = async (ask: (path: string) => Promise<Answer>, query = '') => {
    const {body} = await ask(`/v1/user/shipping_address?${MEMBER}${query}`);
    const {shipping_addresses: list, shipping_addresses_needs_agreement: isNeeded} = body;
    return {isNeeded, list: list as Address[] | undefined};
  };

  it('says that consent is needed, lists with it, and has no list where there is none', async () => {
    const {emulator, ask} = setup();
    const account = emulator.account('member');

    const before = await read(ask);
    account.agree('shipping_address');
    const agreed = await read(ask);
    account.setShippingAddresses([]);
    const none = await read(ask);

    assert.deepEqual(before, {isNeeded: true, list: undefined});
    assert.deepEqual(
      agreed.list?.map(({id, is_default: isDefault, type}) => [id, isDefault, type]),
      [
        [320, true, 'NEW'],
        [321, false, 'OLD'],
      ],
    );
    assert.deepEqual(none, {isNeeded: false, list: undefined});
  });

  it('has pages, each with the default address first', async () => {
    const {emulator, ask} = setup();
    const account = emulator.account('member');
    account.agree('shipping_address');
    account.setShippingAddresses(
      [100, 500, 400, 300].map((updatedAt, index) => ({id: index + 1, updatedAt, baseAddress: `${updatedAt}`})),
    );

    const pages = ['', '&from_updated_at=500', '&from_updated_at=400', '&from_updated_at=100'].map(async (query) =>
      (await read(ask, `&page_size=2${query}`)).list?.map(({updated_at: at}) => at),
    );
    const one = await read(ask, '&address_id=3');

    assert.deepEqual(await Promise.all(pages), [[100, 500], [100, 400], [100, 300], undefined]);
    assert.deepEqual(
      one.list?.map(({id}) => id),
      [3],
    );
  });

  it('is told to the person’s token too', async () => {
    const {emulator, tokens, api} = setup();
    emulator.account('member').agree('shipping_address');

    const {body} = await api('/v1/user/shipping_address', (await tokens('member')).access_token);

    assert.equal(body['user_id'], 4100000002);
    assert.equal((body['shipping_addresses'] as unknown[]).length, 2);
  });

  const wrong = [[{baseAddress: ''}], [{id: 1}, {id: 1}], [{isDefault: true}, {isDefault: true}], [{id: 0.5}]];
  for (const addresses of wrong) {
    it(`is not set to ${JSON.stringify(addresses)}`, () => {
      const account = setup().emulator.account('member');

      assert.throws(() => account.setShippingAddresses(addresses.map((one) => ({baseAddress: 'x', ...one}))));
    });
  }
});

describeBothWays('/v2/api/talk/channels/multi', () => {
  it('tells the relations of those who agreed', async () => {
    const {emulator, ask} = setup();
    emulator.account('member').agree('plusfriends');
    emulator.account('member').setChannel('BLOCKED');

    const {body} = await ask(
      '/v2/api/talk/channels/multi?target_id_type=user_id&target_ids=4100000002,4100000008,4100000001',
    );

    const people = body as unknown as {user_id: number; channels: {relation: string}[]}[];
    assert.deepEqual(
      people.map(({user_id: id, channels}) => [id, channels.map(({relation}) => relation)]),
      [[4100000002, ['BLOCKED']]],
    );
  });
});

describeBothWays('consents, by the admin key', () => {
  it('are told, taken back and recorded for the person that is named', async () => {
    const {emulator, ask} = setup();
    const target = {target_id_type: 'user_id', target_id: '4100000002'};
    const get = async (path: string) => (await ask(`${path}?${new URLSearchParams(target).toString()}`)).body['id'];
    const post = async (path: string, fields: Record<string, string>) => {
      const response = await emulator.fetch(`${KAPI}${path}`, {
        method: 'POST',
        headers: {authorization: `KakaoAK ${ADMIN_KEY}`},
        body: new URLSearchParams({...target, ...fields}),
      });
      return response.status;
    };

    assert.deepEqual([await get('/v2/user/scopes'), await get('/v2/user/service_terms')], [4100000002, 4100000002]);
    assert.equal(await post('/v2/user/revoke/scopes', {scopes: '["account_email"]'}), 200);
    assert.equal(await post('/v2/user/revoke/service_terms', {tags: 'marketing'}), 200);
    const {scopes, terms} = emulator.account('member');
    assert.equal(await post('/v2/user/upgrade/service_terms', {tags: 'marketing'}), 200);

    assert.ok(!scopes.includes('account_email') && !terms.includes('marketing'));
    assert.ok(emulator.account('member').terms.includes('marketing'));
  });
});
