import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoApi, type KakaoApi} from '../../../../src/server/index.js';
import {answerWith, collect, failWith, setup} from './setup.js';

/** Beyond what a number of JavaScript holds. */
const LARGE = ['9007199254740993', '9007199254740995', '9007199254740997'] as const;
const [A, B, C] = LARGE;
const ME = {kakaoId: A};

describe('a call', () => {
  test('sends the token or the admin key in a header alone', async () => {
    const {api, asked} = answerWith(`{"id":${A}}`);

    await api.users.get({accessToken: 'canary-token'});
    await api.users.get(ME);
    await api.users.unlink(ME);

    assert.deepEqual(
      asked.map(({method, url, body, authorization}) => [method, url.search, body, authorization]),
      [
        ['GET', '?secure_resource=true', '', 'Bearer canary-token'],
        ['GET', `?target_id_type=user_id&target_id=${A}&secure_resource=true`, '', 'KakaoAK canary-admin-key'],
        ['POST', '', `target_id_type=user_id&target_id=${A}`, 'KakaoAK canary-admin-key'],
      ],
    );
  });

  test('keeps every digit of ids, in what is asked and what is read', async () => {
    const list = `[{"id":${A}},{"id":${B}}]`;
    const {api, asked} = answerWith(list, `{"elements":${list}}`, `[{"user_id":${C},"channels":[]}]`);

    for (const users of [await api.users.list([A, B]), await api.users.list([A, B])]) {
      assert.deepEqual(
        users.map(({id}) => id),
        [A, B],
      );
    }
    assert.equal((await api.channels.list([C]))[0]?.kakaoId, C);
    assert.equal(asked[0]?.url.searchParams.get('target_ids'), `[${A},${B}]`);
  });

  for (const [name, answer] of [
    ['another account', `{"id":${B},"user_id":${B},"scopes":[],"service_terms":[],"channels":[]}`],
    ['nobody', '{"scopes":[],"service_terms":[],"user_id":null,"channels":[]}'],
  ] as const) {
    test(`about one account fails where Kakao’s answer names ${name}`, async () => {
      const {api} = answerWith(answer);
      const calls = [
        api.users.get(ME),
        api.users.unlink(ME),
        api.users.logout(ME),
        api.scopes.list(ME),
        api.scopes.revoke(ME, ['friends']),
        api.terms.list(ME),
        api.terms.revoke(ME, ['news']),
        api.terms.upgrade(ME, ['news']),
        api.addresses.get(ME, '1'),
        collect(api.addresses.list(ME)),
        api.channels.get(ME),
      ];

      for (const call of calls) assert.equal((await failWith(call, [A, B])).code, 'profile_mismatch');
    });
  }

  test('about several fails where Kakao’s answer names others', async () => {
    const {api} = answerWith([{id: B, user_id: B, channels: []}]);

    for (const call of [api.users.list([A]), api.channels.list([A])]) {
      assert.equal((await failWith(call, [A, B])).code, 'provider_bad_response');
    }
  });

  for (const [timeoutSeconds, limit] of [
    [undefined, 5000],
    [2.5, 2500],
  ] as const) {
    test(`waits ${limit} ms where timeoutSeconds is ${timeoutSeconds}, and no longer`, async (t) => {
      t.mock.timers.enable({apis: ['setTimeout']});
      let signal: AbortSignal | undefined;
      const api = createKakaoApi({
        timeoutSeconds,
        fetch(request) {
          signal = request.signal;
          return new Promise(() => undefined);
        },
      });
      const error = failWith(api.tokens.info('canary'), ['canary']);

      t.mock.timers.tick(limit - 1);
      assert.equal(signal?.aborted, false);
      t.mock.timers.tick(1);

      assert.equal((await error).code, 'provider_unavailable');
      assert.equal(signal.aborted, true);
    });
  }

  test('with a wrong value is not sent, and fails without the value', async () => {
    const {api, asked} = answerWith('{}');
    const canary = 'canary, value';
    const file = {channelId: '_shop', fileId: '1'};
    const calls = [
      api.users.get({kakaoId: canary}),
      api.users.get({kakaoId: 42 as never}),
      api.users.get({kakaoId: '042'}),
      api.users.get({accessToken: `canary\r\nX-Evil: 1`}),
      api.users.get({accessToken: ''}),
      api.users.get({accessToken: 'canary-token', kakaoId: A}),
      api.users.get({} as never),
      api.users.get(null as never),
      api.users.get(ME, {propertyKeys: []}),
      api.users.list([]),
      api.users.list([canary]),
      api.users.list(Array.from({length: 101}, (_, index) => String(index + 1))),
      api.users.list(
        Array.from({length: 21}, (_, index) => String(index + 1)),
        {propertyKeys: ['kakao_account.']},
      ),
      collect(api.users.ids({pageSize: 101})),
      collect(api.users.ids({after: canary})),
      api.tokens.info(canary),
      api.tokens.refresh(''),
      api.scopes.revoke(ME, []),
      api.terms.revoke(ME, [canary]),
      api.terms.upgrade(ME, 'news' as never),
      collect(api.addresses.list(ME, {pageSize: 1})),
      api.addresses.get(ME, canary),
      api.channels.get(ME, {channelIds: [canary]}),
      api.channels.list(Array.from({length: 201}, (_, index) => String(index + 1))),
      api.customerFiles.create({channelId: canary, name: 'a', schema: {}}),
      api.customerFiles.create({channelId: '_shop', name: '', schema: {}}),
      api.customerFiles.create({channelId: '_shop', name: 'a', schema: {a: canary as never}}),
      api.customerFiles.addUsers(file, []),
      api.customerFiles.addUsers(file, [null as never]),
      api.customerFiles.addUsers({...file, fileId: canary}, [{id: '1'}]),
      api.customerFiles.removeUsers({...file, by: 'phone'}, [canary]),
    ];

    for (const call of calls) assert.equal((await failWith(call, ['canary'])).code, 'request_invalid');
    assert.deepEqual(asked, []);
  });

  test('without its key is not sent, and says which is missing', async () => {
    const api = createKakaoApi({adminKey: '', clientId: undefined, fetch: () => assert.fail()});

    for (const [call, variable] of [
      [api.users.get(ME), /KAKAO_ADMIN_KEY/],
      [collect(api.users.ids()), /KAKAO_ADMIN_KEY/],
      [api.tokens.refresh('canary'), /KAKAO_REST_API_KEY/],
    ] as const) {
      const {code, message} = await failWith(call, ['canary']);
      assert.equal(code, 'config_incomplete');
      assert.match(message, variable);
    }
  });

  const file = {channelId: '_shop', fileId: '1'};
  const secretOf: readonly (readonly [secret: string, call: (api: KakaoApi) => Promise<unknown>])[] = [
    ['canary-admin-key', (api) => api.users.get(ME)],
    [A, (api) => api.users.get(ME)],
    [A, (api) => api.users.list([A])],
    [A, (api) => collect(api.users.ids({after: A}))],
    [A, (api) => api.channels.list([A])],
    [A, (api) => api.customerFiles.removeUsers(file, [A])],
    ['서울 사람', (api) => api.customerFiles.addUsers(file, [{id: A, fields: {지역: '서울 사람'}}])],
    ['canary-token', (api) => api.users.get({accessToken: 'canary-token'})],
    ['canary/token', (api) => api.tokens.info('canary/token')],
    ['canary-refresh', (api) => api.tokens.refresh('canary-refresh')],
    ['canary-secret', (api) => api.tokens.refresh('canary-refresh')],
  ];
  for (const [secret, call] of secretOf) {
    test(`fails without ${secret}, though the network or Kakao says it`, async () => {
      for (const said of [secret, encodeURIComponent(secret)]) {
        const answer = {msg: `about ${said}`, code: -2, error: 'x', error_description: `about ${said}`};
        const cause = new Error(`GET https://kapi.example/?x=${said}`);
        const failed = Response.json(answer, {status: 400});

        for (const {api} of [answerWith(failed), answerWith(new Error('fetch failed', {cause}))]) {
          const {cause: told} = await failWith(call(api), [said]);
          assert.match(told ?? '', /hidden/);
        }
      }
    });
  }
});

describe('a consent that is missing', () => {
  const refusal = (body: object) => Response.json({msg: 'insufficient scopes.', code: -402, ...body}, {status: 403});

  for (const [name, body, scopes] of [
    ['as Kakao says', {required_scopes: ['talk_message', 'friends']}, ['talk_message', 'friends']],
    ['as its documents say, where Kakao does not', {msg: 'this user does not have any scope.'}, ['plusfriends']],
    ['without what is no scope', {required_scopes: ['<b>', 7, null, 'friends']}, ['friends']],
  ] as const) {
    test(`is named ${name}`, async () => {
      const error = await failWith(answerWith(refusal(body)).api.channels.get(ME));

      assert.deepEqual([error.code, error.requiredScopes], ['scope_missing', scopes]);
      assert.ok(error.message.includes(`scope="${scopes.join()}"`));
    });
  }

  test('to addresses is told by an answer without a list too', async () => {
    const {api} = answerWith({user_id: A, shipping_addresses_needs_agreement: true}, {user_id: A});

    assert.deepEqual((await failWith(collect(api.addresses.list(ME)))).requiredScopes, ['shipping_address']);
    assert.deepEqual(await collect(api.addresses.list(ME)), []);
  });
});

describe('users.ids', () => {
  const page = (ids: readonly string[], next: string | null = null): string =>
    `{"elements":[${ids.join()}],"after_url":${JSON.stringify(next)}}`;
  const NEXT = 'http://kapi.kakao.com/v1/user/ids?from_id=1&app_key=canary';

  test('gives each id once, though a page begins with the id that the last one ended with', async () => {
    const {api, asked} = answerWith(page([A, B], NEXT), page([B, C], NEXT), page([C]));

    assert.deepEqual(await collect(api.users.ids({pageSize: 2})), LARGE);

    assert.deepEqual(
      asked.map(({url}) => `${url.origin}${url.pathname}${url.search}`),
      ['', `&from_id=${B}`, `&from_id=${C}`].map(
        (from) => `https://kapi.kakao.com/v1/user/ids?limit=2&order=asc${from}`,
      ),
    );
  });

  test('goes on behind an id, also one by one', async () => {
    const {api, asked} = answerWith(page([A, B], NEXT), page([B, C]));

    assert.deepEqual(await collect(api.users.ids({after: A, pageSize: 1})), [B, C]);
    assert.equal(asked[0]?.url.searchParams.get('limit'), '2');
  });

  test('asks for no page that nobody reads', async () => {
    const {api, asked} = answerWith(page([A, B], NEXT));

    for await (const id of api.users.ids()) {
      assert.equal(id, A);
      break;
    }

    assert.equal(asked.length, 1);
  });

  test('fails at the page that fails, and can go on from there', async () => {
    const {api} = answerWith(page([A], NEXT), Response.json({msg: 'limit', code: -10}, {status: 429}), page([A, B]));
    const seen: string[] = [];

    const error = await failWith(
      (async () => {
        for await (const id of api.users.ids()) seen.push(id);
      })(),
    );

    assert.deepEqual([seen, error.code, error.retryAfter], [[A], 'rate_limited', 60]);
    assert.deepEqual(await collect(api.users.ids({after: A})), [B]);
  });

  for (const [name, answer] of [
    ['goes round in circles', page([A], NEXT)],
    ['is not in order', page([B, A])],
    ['has an id twice', page([A, A])],
    ['has what is no id', `{"elements":["x"]}`],
    ['is none', `{"elements":null}`],
  ] as const) {
    test(`fails where the list ${name}`, async () => {
      const {api} = answerWith(answer, answer);

      assert.equal((await failWith(collect(api.users.ids()))).code, 'provider_bad_response');
    });
  }
});

describe('addresses.list', () => {
  const address = (id: number, updatedAt: number, isDefault = false) => ({
    id,
    is_default: isDefault,
    updated_at: updatedAt,
  });

  test('gives each address once, also of the same second, whatever the size of a page', async () => {
    const {api: emulated, emulator} = await setup();
    const times = [50, 90, 90, 80, 70, 90, 60].map((seconds) => seconds + 1_767_225_600);
    emulator.account('member').setShippingAddresses(
      times.map((updatedAt, index) => ({
        id: index + 1,
        isDefault: index === 0,
        baseAddress: '서울 연습구',
        updatedAt,
      })),
    );

    for (const pageSize of [3, 4, 5, 7, 10]) {
      const all = await collect(emulated.addresses.list({kakaoId: '4100000002'}, {pageSize}));
      assert.deepEqual(all.map(({id}) => Number(id)).sort(), [1, 2, 3, 4, 5, 6, 7], `pages of ${pageSize}`);
    }
  });

  test('ends where Kakao’s pages do not', async () => {
    const {api, asked} = answerWith({user_id: A, shipping_addresses: [address(1, 9, true), address(2, 8)]});

    assert.equal((await collect(api.addresses.list(ME, {pageSize: 2}))).length, 2);
    assert.ok(asked.length <= 3);
  });

  test('reads times, numbers and kinds, and leaves out what is empty', async () => {
    const raw = {
      ...address(319, 1_538_448_856, true),
      type: 'OLD',
      name: '',
      receiver_phone_number1: '031-123-2345',
      receiver_phone_number2: '',
      zip_code: '463-400',
    };
    const {api} = answerWith({user_id: A, shipping_addresses: [raw]});

    assert.deepEqual(await api.addresses.get(ME, '319'), {
      id: '319',
      isDefault: true,
      updatedAt: new Date(1_538_448_856_000),
      type: 'lot',
      receiverPhone: {raw: '031-123-2345', e164: '+82311232345'},
      zipCode: '463-400',
      raw,
    });
    assert.equal(await api.addresses.get(ME, '320'), null);
  });
});

describe('tokens.refresh', () => {
  test('sends the client’s key, another’s if it is named, and gives the new refresh token if there is one', async () => {
    // Nobody has checked the ID token.
    const good = {token_type: 'bearer', access_token: 'new', expires_in: 21_599, id_token: 'e30.e30.e30'};
    const {api, asked} = answerWith(good, {...good, refresh_token: 'newer', refresh_token_expires_in: 5_183_999});

    const first = await api.tokens.refresh('old');
    const second = await api.tokens.refresh('old', {client: {clientId: 'other'}});

    assert.deepEqual(first, {accessToken: 'new', expiresIn: 21_599, scopes: [], raw: good});
    assert.deepEqual([second.refreshToken, second.refreshTokenExpiresIn], ['newer', 5_183_999]);
    assert.deepEqual(
      asked.map(({body}) => body),
      [
        'grant_type=refresh_token&client_id=rest-key&refresh_token=old&client_secret=canary-secret',
        'grant_type=refresh_token&client_id=other&refresh_token=old',
      ],
    );
  });
});

describe('customer files', () => {
  test('are asked about as Kakao documents it', async () => {
    const {api, asked} = answerWith({file_id: 548});
    const file = {channelId: '_shop', fileId: '548'};

    await api.customerFiles.create({channelId: '_shop', name: 'vip', schema: {연령: 'number'}});
    await api.customerFiles.addUsers(file, [{id: A, fields: {연령: 30}}, {id: B}]);
    await api.customerFiles.addUsers({...file, by: 'phone'}, [{id: '+82 10-1234-5678'.replace(' ', '')}]);
    await api.customerFiles.removeUsers(file, [A]);

    const users = {file_id: 548, channel_public_id: '_shop'};
    assert.deepEqual(
      asked.map(({method, url, body}) => [method, url.pathname, JSON.parse(body) as unknown]),
      [
        [
          'POST',
          '/v1/talkchannel/create/target_user_file',
          {channel_public_id: '_shop', file_name: 'vip', schema: {연령: 'number'}},
        ],
        [
          'POST',
          '/v1/talkchannel/update/target_users',
          {
            ...users,
            user_type: 'app',
            users: [
              {id: A, field: {연령: 30}},
              {id: B, field: {}},
            ],
          },
        ],
        [
          'POST',
          '/v1/talkchannel/update/target_users',
          {...users, user_type: 'phone', users: [{id: '+8210-1234-5678', field: {}}]},
        ],
        ['POST', '/v1/talkchannel/delete/target_users', {...users, user_type: 'app', user_ids: [A]}],
      ],
    );
  });
});

describe('createKakaoApi', () => {
  for (const [option, value] of [
    ['adminKey', 'two words'],
    ['clientId', 'a b'],
    ['clientSecret', 'ㅂ'],
    ['timeoutSeconds', 0],
    ['timeoutSeconds', 61],
    ['timeoutSeconds', '5'],
    ['fetch', 'fetch'],
    ['onMetric', 'log'],
    ['emulator', 'https://kapi.kakao.com.evil.example'],
    ['adminkey', 'a'],
  ] as const) {
    test(`refuses ${option}: ${JSON.stringify(value)}, by its name`, () => {
      assert.throws(() => createKakaoApi({[option]: value}), {
        code: 'config_invalid',
        message: new RegExp(`^createKakaoApi: ${option}`),
      });
    });
  }

  test('changes no answer for an onMetric that throws or rejects', async () => {
    const fetch = (): Promise<Response> => Promise.resolve(Response.json({id: A}));
    for (const onMetric of [() => assert.fail('down'), (): never => Promise.reject(new Error('down')) as never]) {
      const {kakaoId} = await createKakaoApi({adminKey: 'a', fetch, onMetric}).users.logout(ME);

      assert.equal(kakaoId, A);
    }
  });

  test('asks an emulator on this machine in Kakao’s place', async () => {
    const urls: string[] = [];
    const api = createKakaoApi({
      adminKey: 'a',
      emulator: 'http://127.0.0.1:4000/',
      fetch(request) {
        urls.push(request.url);
        return Promise.resolve(Response.json({id: A}));
      },
    });

    await api.users.logout(ME);

    assert.deepEqual(urls, ['http://127.0.0.1:4000/v1/user/logout']);
  });
});
