import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {DEFAULT_APP} from '../../../src/emulator/index.js';
import {DOMAIN, KAUTH, REDIRECT_URI, REST_KEY, SCRIPT_KEY, setup, toAuthorizeAddress} from '../support/setup.js';
import {Visitor} from '../support/visitor.js';

const TALK = {'user-agent': 'Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36 KAKAOTALK 10.8.1'};
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('a request that Kakao refuses on its own page', () => {
  const ka = `sdk/2.7.4 os/javascript origin/${encodeURIComponent('https://evil.example')}`;
  const rows: readonly (readonly [string, Record<string, string | null>])[] = [
    ['KOE101', {client_id: 'ffffffffffffffffffffffffffffffff'}],
    ['KOE207', {client_id: null}],
    ['KOE207', {redirect_uri: null}],
    ['KOE006', {redirect_uri: `${REDIRECT_URI}/`}],
    ['KOE006', {redirect_uri: 'http://127.0.0.1:3000/kakao/callback'}],
    ['KOE006', {redirect_uri: 'JS-SDK'}],
    ['KOE207', {response_type: null}],
    ['KOE202', {response_type: 'token'}],
    ['KOE201', {response_type: 'id_token'}],
    ['KOE204', {prompt: 'consent'}],
    ['KOE204', {prompt: 'none,login'}],
    ['KOE205', {scope: 'openid,talk_message'}],
    ['KOE102', {channel_public_id: '_unknown'}],
    ['KOE204', {channel_public_id: '_emulator,_emulator,_emulator'}],
    ['KOE204', {code_challenge: CHALLENGE}],
    ['KOE204', {code_challenge: CHALLENGE, code_challenge_method: 'plain'}],
    ['KOE204', {code_challenge: 'short', code_challenge_method: 'S256'}],
    ['KOE204', {is_popup: 'yes'}],
    ['KOE009', {client_id: SCRIPT_KEY, ka}],
  ];
  for (const [koe, parameters] of rows) {
    it(`answers ${koe} to ${JSON.stringify(parameters)}, without a redirect`, async () => {
      const {emulator} = setup();

      const response = await emulator.fetch(toAuthorizeAddress(parameters));

      assert.equal(response.status, 400);
      assert.equal(response.headers.get('location'), null);
      assert.match(await response.text(), new RegExp(koe));
      assert.equal(emulator.requests[0]?.error, koe);
    });
  }

  it('answers KOE001 to a parameter that comes twice', async () => {
    const {emulator} = setup();

    const response = await emulator.fetch(`${toAuthorizeAddress()}&state=again`);

    assert.match(await response.text(), /KOE001/);
  });

  it('answers KOE004 while Kakao Login is off', async () => {
    const {emulator} = setup({app: {loginEnabled: false}});

    const response = await emulator.fetch(toAuthorizeAddress());

    assert.match(await response.text(), /KOE004/);
  });

  it('answers KOE205 to openid while OpenID Connect is off', async () => {
    const {emulator} = setup({app: {openIdConnect: false}});

    const response = await emulator.fetch(toAuthorizeAddress({scope: 'openid'}));

    assert.match(await response.text(), /KOE205/);
  });

  it('shows hostile text as text', async () => {
    const {emulator} = setup();

    const response = await emulator.fetch(toAuthorizeAddress({redirect_uri: 'https://x/"><script>alert(1)</script>'}));

    assert.ok(!(await response.text()).includes('<script>'));
  });
});

describe('the login page', () => {
  it('lists everybody and sends the chosen one on', async () => {
    const {emulator} = setup();
    const visitor = new Visitor(emulator);

    await visitor.open(toAuthorizeAddress());
    const isEverybodyThere = ['new-visitor', 'member', 'sanctioned'].every((id) =>
      visitor.text.includes(`value="${id}"`),
    );
    await visitor.choose('member');

    assert.ok(isEverybodyThere);
    assert.equal(visitor.url.split('?')[0], REDIRECT_URI);
    assert.deepEqual(Object.keys(visitor.answer), ['code', 'state']);
    assert.equal(visitor.answer['state'], 'state-1');
  });

  it('is skipped by a browser that is signed in', async () => {
    const {emulator} = setup();
    const visitor = new Visitor(emulator);
    await visitor.open(toAuthorizeAddress());
    await visitor.choose('member');

    await visitor.open(toAuthorizeAddress({state: 'state-2'}));

    assert.equal(visitor.answer['state'], 'state-2');
  });

  it('comes back a day later', async () => {
    const {emulator, clock} = setup();
    const visitor = new Visitor(emulator);
    await visitor.open(toAuthorizeAddress());
    await visitor.choose('member');
    clock.at += 24 * 60 * 60_000;

    await visitor.open(toAuthorizeAddress());

    assert.equal(visitor.status, 200);
    assert.match(visitor.text, /name="persona"/);
  });

  for (const prompt of ['login', 'select_account', 'create', 'login,select_account']) {
    it(`comes once for prompt=${prompt}, signed in or not`, async () => {
      const {emulator} = setup();
      const visitor = new Visitor(emulator);
      await visitor.open(toAuthorizeAddress());
      await visitor.choose('member');

      await visitor.open(toAuthorizeAddress({prompt}));
      const hasPage = visitor.text.includes('name="persona"');
      await visitor.choose('member');

      assert.ok(hasPage);
      assert.ok('code' in visitor.answer);
    });
  }

  it('cannot be passed by adding through_account to the address', async () => {
    const {emulator} = setup();
    const visitor = new Visitor(emulator);
    await visitor.open(toAuthorizeAddress());
    await visitor.choose('member');

    await visitor.open(toAuthorizeAddress({prompt: 'login', through_account: 'true'}));

    assert.match(visitor.text, /name="persona"/);
  });

  it('puts the person of login_hint first', async () => {
    const {emulator} = setup();
    const visitor = new Visitor(emulator);

    await visitor.open(toAuthorizeAddress({login_hint: 'yakgwan@example.com'}));

    assert.equal(/name="persona"\s+value="([^"]+)"/.exec(visitor.text)?.[1], 'missing-term');
  });

  it('changes the browser’s id at the login', async () => {
    const {emulator} = setup();
    const visitor = new Visitor(emulator);
    await visitor.open(toAuthorizeAddress());
    const before = visitor.cookies.get('kakao_emulator');

    await visitor.choose('member');

    assert.notEqual(visitor.cookies.get('kakao_emulator'), before);
  });

  it('is skipped in KakaoTalk’s own browser, which is signed in with KakaoTalk’s account', async () => {
    const {emulator} = setup();
    emulator.signInToKakaoTalk('member');

    const inTalk = await new Visitor(emulator, TALK).open(toAuthorizeAddress());
    const elsewhere = await new Visitor(emulator).open(toAuthorizeAddress());

    assert.ok('code' in inTalk.answer);
    assert.match(elsewhere.text, /name="persona"/);
  });
});

/** Somebody has chosen an account on the login page. */
async function signUp(persona: string, parameters: Record<string, string | null> = {}, app = {}) {
  const {emulator} = setup({app});
  const visitor = new Visitor(emulator);
  await visitor.open(toAuthorizeAddress(parameters));
  await visitor.choose(persona);
  return {emulator, visitor};
}

describe('the consent screen', () => {
  it('asks a new person for data, terms and the channel, and marks what is required', async () => {
    const {visitor} = await signUp('new-visitor');

    assert.deepEqual(visitor.offered, [
      'scope:profile_nickname',
      'scope:profile_image',
      'scope:account_email',
      'scope:phone_number',
      'term:service',
      'term:privacy',
      'term:marketing',
      'channel:_emulator',
    ]);
    assert.deepEqual(visitor.required, ['scope:profile_nickname', 'term:service', 'term:privacy']);
    assert.match(visitor.text, /saebom@example\.com/);
  });

  it('does not ask for what a person does not have', async () => {
    const {visitor} = await signUp('no-email');

    assert.ok(!visitor.offered.includes('scope:account_email'));
  });

  it('records exactly what was ticked', async () => {
    const {emulator, visitor} = await signUp('new-visitor');

    await visitor.agree('scope:profile_nickname', 'scope:account_email', 'term:service', 'term:privacy');

    const account = emulator.account('new-visitor');
    assert.ok('code' in visitor.answer);
    assert.deepEqual([...account.scopes], ['profile_nickname', 'account_email']);
    assert.deepEqual([...account.terms], ['service', 'privacy']);
    assert.equal(account.channel, 'NONE');
  });

  it('comes back, still ticked, when something required is missing', async () => {
    const {emulator, visitor} = await signUp('new-visitor');

    await visitor.agree('scope:profile_nickname', 'term:service');
    const status = visitor.status;
    const isKept = /value="term:service"\s+required\s+checked/.test(visitor.text);
    await visitor.agree('scope:profile_nickname', 'term:service', 'term:privacy');

    assert.equal(status, 400);
    assert.ok(isKept);
    assert.ok('code' in visitor.answer);
    assert.ok(emulator.account('new-visitor').linked);
  });

  it('sends who cancels back with access_denied and links nobody', async () => {
    const {emulator, visitor} = await signUp('new-visitor');

    await visitor.cancel();

    assert.deepEqual(visitor.answer, {
      error: 'access_denied',
      error_description: 'User denied access',
      state: 'state-1',
    });
    assert.equal(emulator.account('new-visitor').linked, false);
  });

  it('refuses people under 14, unless the app takes them', async () => {
    const refused = await signUp('under-14');
    const allowed = await signUp('under-14', {}, {under14: 'allow'});

    assert.deepEqual(refused.visitor.answer, {
      error: 'access_denied',
      error_description: 'Not allowed under age 14',
      state: 'state-1',
    });
    assert.ok(allowed.visitor.offered.length > 0);
  });

  it('asks who it is again after it has refused somebody under 14', async () => {
    const {visitor} = await signUp('under-14');

    await visitor.open(toAuthorizeAddress());
    await visitor.choose('new-visitor');

    assert.match(visitor.text, /saebom@example\.com/);
  });

  it('adds nobody under 14 to the channel', async () => {
    const {emulator, visitor} = await signUp('under-14', {}, {under14: 'allow'});

    await visitor.agree('scope:profile_nickname', 'term:service', 'term:privacy', 'channel:_emulator');

    assert.equal(emulator.account('under-14').channel, 'NONE');
  });

  for (const tags of ['marketing', 'service,wrong', '']) {
    it(`asks a newcomer for no terms at all where service_terms is "${tags}"`, async () => {
      const {emulator, visitor} = await signUp('new-visitor', {service_terms: tags});
      const offered = visitor.offered.filter((value) => value.startsWith('term:'));

      await visitor.agree('scope:profile_nickname');

      assert.deepEqual(offered, []);
      assert.deepEqual([...emulator.account('new-visitor').terms], []);
      assert.ok('code' in visitor.answer);
    });
  }

  it('asks for the named terms only, where the request names some', async () => {
    const {visitor} = await signUp('new-visitor', {'extra.service_terms': 'service'});

    assert.deepEqual(
      visitor.offered.filter((value) => value.startsWith('term:')),
      ['term:service'],
    );
  });

  const members: readonly (readonly [string, string, Record<string, string>, readonly string[] | null])[] = [
    ['nothing new', 'member', {}, null],
    ['a term that is missing, unless it is named', 'missing-term', {}, null],
    ['a required term that is missing', 'missing-term', {service_terms: 'service,privacy'}, ['term:privacy']],
    ['the same by the SDK’s name', 'missing-term', {'extra.service_terms': 'privacy'}, ['term:privacy']],
    ['optional terms alone', 'missing-term', {service_terms: 'marketing'}, null],
    ['terms with a wrong tag among them', 'missing-term', {service_terms: 'privacy,wrong'}, null],
    ['terms agreed to already', 'member', {service_terms: 'service,privacy'}, null],
    ['a scope that is missing', 'member', {scope: 'openid,name'}, ['scope:name']],
    ['a scope given already', 'member', {scope: 'openid,account_email'}, null],
    ['a channel', 'member', {channel_public_id: '_emulator'}, null],
    ['an address', 'member', {scope: 'openid,shipping_address'}, ['scope:shipping_address']],
    [
      'terms and consent items together',
      'missing-term',
      {service_terms: 'privacy', scope: 'openid,plusfriends'},
      ['scope:plusfriends', 'term:privacy'],
    ],
    [
      'consent items alone, where a tag is wrong',
      'missing-term',
      {service_terms: 'wrong', scope: 'openid,plusfriends'},
      ['scope:plusfriends'],
    ],
  ];
  for (const [what, persona, parameters, asked] of members) {
    it(`${asked ? 'asks' : 'does not ask'} a member for ${what}`, async () => {
      const {visitor} = await signUp(persona, parameters);

      if (asked) assert.deepEqual(visitor.offered, asked);
      else assert.ok('code' in visitor.answer);
    });
  }
});

describe('the additional consent', () => {
  it('adds what is ticked to what was agreed to before, and to nothing else', async () => {
    const {emulator, visitor} = await signUp('member', {scope: 'openid,shipping_address,name'});
    const account = emulator.account('member');
    const before = [...account.scopes];

    await visitor.agree('scope:shipping_address');

    assert.ok('code' in visitor.answer);
    assert.deepEqual([...account.scopes], [...before, 'shipping_address']);
  });

  it('leaves everything as it was where it is cancelled', async () => {
    const {emulator, visitor} = await signUp('member', {scope: 'openid,shipping_address'});
    const before = [...emulator.account('member').scopes];

    await visitor.cancel();

    assert.deepEqual(visitor.answer, {
      error: 'access_denied',
      error_description: 'User denied access',
      state: 'state-1',
    });
    assert.deepEqual([...emulator.account('member').scopes], before);
  });
});

describe('the channels on the consent screen', () => {
  const channels = [1, 2, 3].map((number) => ({publicId: `_no${number}`, name: `채널 ${number}`}));
  const app = {channel: channels[0]!, otherChannels: channels.slice(1)};
  const rows: readonly (readonly [string, Record<string, string>, readonly string[]])[] = [
    ['the representative one, where none is named', {}, ['channel:_no1']],
    ['the named one', {channel_public_id: '_no2'}, ['channel:_no2']],
    ['the two named ones', {channel_public_id: '_no2,_no3'}, ['channel:_no2', 'channel:_no3']],
  ];
  for (const [what, parameters, offered] of rows) {
    it(`are ${what}`, async () => {
      const {visitor} = await signUp('new-visitor', parameters, app);

      assert.deepEqual(
        visitor.offered.filter((value) => value.startsWith('channel:')),
        offered,
      );
    });
  }

  it('are added one by one', async () => {
    const {emulator, visitor} = await signUp('new-visitor', {channel_public_id: '_no2,_no3'}, app);

    await visitor.agree('scope:profile_nickname', 'term:service', 'term:privacy', 'channel:_no3', 'channel:_no1');

    const text = await (await emulator.fetch('http://127.0.0.1:4000/__emulator/accounts')).text();
    const [visitorAccount] = JSON.parse(text) as {channels: unknown}[];
    assert.deepEqual(visitorAccount?.channels, {_no1: 'NONE', _no2: 'NONE', _no3: 'ADDED'});
  });
});

describe('prompt=none', () => {
  const rows: readonly (readonly [string | null, string | null, Record<string, string>])[] = [
    ['member', null, {}],
    ['missing-term', null, {}],
    [null, 'login_required', {}],
    ['new-visitor', 'consent_required', {}],
    ['under-14', 'consent_required', {}],
    ['missing-term', 'consent_required', {service_terms: 'privacy'}],
    ['member', 'consent_required', {scope: 'name'}],
    ['sanctioned', 'interaction_required', {}],
  ];
  for (const [persona, error, parameters] of rows) {
    it(`answers ${error ?? 'a code'} to ${persona ?? 'nobody'} ${JSON.stringify(parameters)}`, async () => {
      const {emulator} = setup();
      emulator.signInToKakaoTalk(persona);

      const visitor = await new Visitor(emulator, TALK).open(toAuthorizeAddress({prompt: 'none', ...parameters}));

      assert.equal(visitor.status, 302);
      assert.equal(visitor.answer['error'] ?? null, error);
      assert.equal('code' in visitor.answer, error === null);
      assert.equal(visitor.answer['state'], 'state-1');
    });
  }
});

describe('the forms', () => {
  const rows: readonly (readonly [string, Record<string, string>])[] = [
    ['from another origin', {origin: 'https://evil.example'}],
    ['from an opaque origin', {origin: 'null'}],
    ['from another site', {'sec-fetch-site': 'cross-site'}],
    ['with another browser’s cookie', {cookie: `kakao_emulator=${'a'.repeat(32)}`}],
  ];
  for (const [what, headers] of rows) {
    it(`are refused ${what}`, async () => {
      const {emulator} = setup();
      const visitor = new Visitor(emulator);
      await visitor.open(toAuthorizeAddress());
      await visitor.choose('new-visitor');

      await visitor.submit(
        [
          ['agree', 'scope:profile_nickname'],
          ['decision', 'cancel'],
        ],
        headers,
      );

      assert.equal(visitor.status, 403);
      assert.equal(visitor.response.headers.get('location'), null);
    });
  }

  it('are answered once', async () => {
    const {emulator} = setup();
    const visitor = new Visitor(emulator);
    await visitor.open(toAuthorizeAddress());
    await visitor.choose('new-visitor');
    const page = visitor.text;
    await visitor.cancel();
    Object.assign(visitor, {text: page, url: `${KAUTH}/oauth/authorize`});

    await visitor.cancel();

    assert.equal(visitor.status, 403);
  });

  it('come with a policy that lets in no code and leads only to the app’s own addresses', async () => {
    const {emulator} = setup();

    const {response} = await new Visitor(emulator).open(toAuthorizeAddress());

    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /form-action 'self' http:\/\/localhost:3000;/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.match(response.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Lax; Secure/);
  });
});

describe('the request log', () => {
  it('warns of what Kakao lets pass', async () => {
    const {emulator} = setup();

    await emulator.fetch(toAuthorizeAddress({scope: 'profile_nickname', service_terms: 'wrong', audience: 'x'}));

    const warnings = emulator.requests[0]?.warnings.join('\n') ?? '';
    assert.match(warnings, /audience/);
    assert.match(warnings, /without openid/);
    assert.match(warnings, /"wrong"/);
  });

  it('never holds a code, token, secret, state or nonce', async () => {
    const {emulator, exchange, api} = setup();
    const visitor = new Visitor(emulator);
    await visitor.open(toAuthorizeAddress({state: 'canary-state', nonce: 'canary-nonce', login_hint: 'canary-hint'}));
    await visitor.choose('member');
    const code = visitor.answer['code'] ?? '';
    const body = (await (await exchange(code)).json()) as Record<string, string>;
    await api('/v2/user/me', body['access_token'] ?? '');

    const log = JSON.stringify(emulator.requests);

    for (const secret of [code, body['access_token'], body['id_token'], DEFAULT_APP.restApiKeys[0].clientSecret]) {
      assert.ok(secret && !log.includes(secret));
    }
    assert.ok(!log.includes('canary'));
    assert.ok(log.includes(REST_KEY));
  });

  it('accepts the SDK’s own parameters without a warning', async () => {
    const {emulator} = setup();
    const ka = `sdk/2.7.4 os/javascript sdk_type/javascript lang/ko-KR device/MacIntel origin/${encodeURIComponent(DOMAIN)}`;

    await emulator.fetch(toAuthorizeAddress({client_id: SCRIPT_KEY, auth_tran_id: 'x', ka, is_popup: 'false'}));

    assert.deepEqual(emulator.requests[0]?.warnings, []);
    assert.equal(emulator.counts.authorize, 1);
  });
});
