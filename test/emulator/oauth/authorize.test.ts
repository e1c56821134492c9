import assert from 'node:assert/strict';
import {it} from 'node:test';
import {DEFAULT_APP} from '../../../src/emulator/index.js';
import {DOMAIN, KAUTH, REDIRECT_URI, REST_KEY, SCRIPT_KEY, setup, toAuthorizeAddress} from '../support/setup.js';
import {visitAs, Visitor} from '../support/visitor.js';
import {describeBothWays} from '../support/ways.js';
import rows from './authorize.json' with {type: 'json'};

const DENIED = {error: 'access_denied', error_description: 'User denied access', state: 'state-1'};
const TALK = {'user-agent': 'Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36 KAKAOTALK 10.8.1'};

/** A browser at the login page. */
const visit = (parameters: Record<string, string> = {}) =>
  new Visitor(setup().emulator).open(toAuthorizeAddress(parameters));

const kind = (offered: readonly string[], prefix: string) => offered.filter((value) => value.startsWith(prefix));

describeBothWays('a request that Kakao refuses on its own page', () => {
  type Refused = [koe: string, parameters: Record<string, string | null>, app?: object];
  for (const [koe, parameters, app] of rows.refused as unknown as Refused[]) {
    it(`answers ${koe} to ${JSON.stringify(parameters)}${app ? ` at ${JSON.stringify(app)}` : ''}, without a redirect`, async () => {
      await assertRefused(koe, toAuthorizeAddress(parameters), app);
    });
  }

  it('answers KOE001 to a parameter that comes twice', () =>
    assertRefused('KOE001', `${toAuthorizeAddress()}&state=again`));

  async function assertRefused(koe: string, address: string, app = {}) {
    const {emulator} = setup({app});

    const response = await emulator.fetch(address);

    assert.equal(response.status, 400);
    assert.equal(response.headers.get('location'), null);
    assert.match(await response.text(), new RegExp(koe));
    assert.equal(emulator.requests[0]?.error, koe);
  }

  it('shows hostile text as text', async () => {
    const {text} = await visit({redirect_uri: 'https://x/"><script>alert(1)</script>'});

    assert.ok(!text.includes('<script>'));
  });
});

describeBothWays('the login page', () => {
  it('lists everybody and sends the chosen one on', async () => {
    const visitor = await visit();
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
    const {visitor} = await visitAs('member');

    await visitor.open(toAuthorizeAddress({state: 'state-2'}));

    assert.equal(visitor.answer['state'], 'state-2');
  });

  it('comes back a day later', async () => {
    const {clock, visitor} = await visitAs('member');
    clock.at += 24 * 60 * 60_000;

    await visitor.open(toAuthorizeAddress());

    assert.equal(visitor.status, 200);
    assert.match(visitor.text, /name="persona"/);
  });

  for (const prompt of ['login', 'select_account', 'create', 'login,select_account']) {
    it(`comes once for prompt=${prompt}, signed in or not`, async () => {
      const {visitor} = await visitAs('member');

      await visitor.open(toAuthorizeAddress({prompt}));
      const hasPage = visitor.text.includes('name="persona"');
      await visitor.choose('member');

      assert.ok(hasPage);
      assert.ok('code' in visitor.answer);
    });
  }

  it('cannot be passed by adding through_account to the address', async () => {
    const {visitor} = await visitAs('member');

    await visitor.open(toAuthorizeAddress({prompt: 'login', through_account: 'true'}));

    assert.match(visitor.text, /name="persona"/);
  });

  it('puts the person of login_hint first', async () => {
    const {text} = await visit({login_hint: 'yakgwan@example.com'});

    assert.equal(/name="persona"\s+value="([^"]+)"/.exec(text)?.[1], 'missing-term');
  });

  it('changes the browser’s id at the login', async () => {
    const visitor = await visit();
    const before = visitor.cookies.get('kakao_emulator');

    await visitor.choose('member');

    assert.notEqual(visitor.cookies.get('kakao_emulator'), before);
  });

  /** When the second window of one browser gets its page, and what it does before the first one's form is sent. */
  const WINDOWS: Readonly<Record<string, {isAtOnce: boolean; act: (visitor: Visitor) => Promise<unknown>}>> = {
    'opened at once': {isAtOnce: true, act: (visitor) => Promise.resolve(visitor)},
    'opened at once, where somebody has logged in': {isAtOnce: true, act: (visitor) => visitor.choose('new-visitor')},
    'opened later, where somebody has logged in': {isAtOnce: false, act: (visitor) => visitor.choose('new-visitor')},
  };
  for (const [what, {isAtOnce, act}] of Object.entries(WINDOWS)) {
    it(`takes the form of a new browser’s first window after a second one, ${what}`, async () => {
      const {emulator} = setup();
      const first = await new Visitor(emulator).open(toAuthorizeAddress());
      const second = new Visitor(emulator);
      if (!isAtOnce) for (const [name, value] of first.cookies) second.cookies.set(name, value);
      await second.open(toAuthorizeAddress());
      // One browser has one jar.
      for (const visitor of [first, second]) {
        for (const [name, value] of visitor.cookies) first.cookies.set(name, value);
      }
      for (const [name, value] of first.cookies) second.cookies.set(name, value);
      await act(second);
      for (const [name, value] of second.cookies) first.cookies.set(name, value);

      await first.choose('member');

      assert.equal(first.url.split('?')[0], REDIRECT_URI);
      assert.ok('code' in first.answer);
    });
  }

  for (const [persona, isTaken] of [
    ['new-visitor', true],
    ['member', false],
  ] as const) {
    it(`takes a consent from whom it was asked alone, after a login as ${persona} in a second window`, async () => {
      const {emulator} = setup();
      const first = await new Visitor(emulator).open(toAuthorizeAddress());
      const second = await new Visitor(emulator).open(toAuthorizeAddress());
      for (const [name, value] of second.cookies) first.cookies.set(name, value);
      await first.choose('new-visitor');
      for (const [name, value] of first.cookies) second.cookies.set(name, value);
      await second.choose(persona);
      for (const [name, value] of second.cookies) first.cookies.set(name, value);

      await first.agree(...first.required);

      assert.equal('code' in first.answer, isTaken);
      assert.equal(emulator.account('new-visitor').linked, isTaken);
    });
  }

  it('is skipped in KakaoTalk’s own browser, which is signed in with KakaoTalk’s account', async () => {
    const {emulator} = setup();
    emulator.signInToKakaoTalk('member');

    const inTalk = await new Visitor(emulator, TALK).open(toAuthorizeAddress());
    const elsewhere = await new Visitor(emulator).open(toAuthorizeAddress());

    assert.ok('code' in inTalk.answer);
    assert.match(elsewhere.text, /name="persona"/);
  });
});

describeBothWays('the consent screen', () => {
  it('asks a new person for data, terms and the channel, and marks what is required', async () => {
    const {visitor} = await visitAs('new-visitor');

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
    const {visitor} = await visitAs('no-email');

    assert.ok(!visitor.offered.includes('scope:account_email'));
  });

  it('records exactly what was ticked', async () => {
    const {emulator, visitor} = await visitAs('new-visitor');

    await visitor.agree('scope:profile_nickname', 'scope:account_email', 'term:service', 'term:privacy');

    const account = emulator.account('new-visitor');
    assert.ok('code' in visitor.answer);
    assert.deepEqual([...account.scopes], ['profile_nickname', 'account_email']);
    assert.deepEqual([...account.terms], ['service', 'privacy']);
    assert.equal(account.channel, 'NONE');
  });

  it('comes back, still ticked, when something required is missing', async () => {
    const {emulator, visitor} = await visitAs('new-visitor');

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
    const {emulator, visitor} = await visitAs('new-visitor');

    await visitor.cancel();

    assert.deepEqual(visitor.answer, DENIED);
    assert.equal(emulator.account('new-visitor').linked, false);
  });

  it('refuses people under 14, unless the app takes them', async () => {
    const refused = await visitAs('under-14');
    const allowed = await visitAs('under-14', {}, {under14: 'allow'});

    assert.deepEqual(refused.visitor.answer, {...DENIED, error_description: 'Not allowed under age 14'});
    assert.ok(allowed.visitor.offered.length > 0);
  });

  it('asks who it is again after it has refused somebody under 14', async () => {
    const {visitor} = await visitAs('under-14');

    await visitor.open(toAuthorizeAddress());
    await visitor.choose('new-visitor');

    assert.match(visitor.text, /saebom@example\.com/);
  });

  it('adds nobody under 14 to the channel', async () => {
    const {emulator, visitor} = await visitAs('under-14', {}, {under14: 'allow'});

    await visitor.agree('scope:profile_nickname', 'term:service', 'term:privacy', 'channel:_emulator');

    assert.equal(emulator.account('under-14').channel, 'NONE');
  });

  for (const tags of ['marketing', 'service,wrong', '']) {
    it(`asks a newcomer for no terms at all where service_terms is "${tags}"`, async () => {
      const {emulator, visitor} = await visitAs('new-visitor', {service_terms: tags});
      const offered = kind(visitor.offered, 'term:');

      await visitor.agree('scope:profile_nickname');

      assert.deepEqual(offered, []);
      assert.deepEqual([...emulator.account('new-visitor').terms], []);
      assert.ok('code' in visitor.answer);
    });
  }

  it('asks for the named terms only, where the request names some', async () => {
    const {visitor} = await visitAs('new-visitor', {'extra.service_terms': 'service'});

    assert.deepEqual(kind(visitor.offered, 'term:'), ['term:service']);
  });

  type Member = [what: string, persona: string, parameters: Record<string, string>, asked: string[] | null];
  for (const [what, persona, parameters, asked] of rows.members as unknown as Member[]) {
    it(`${asked ? 'asks' : 'does not ask'} a member for ${what}`, async () => {
      const {visitor} = await visitAs(persona, parameters);

      if (asked) assert.deepEqual(visitor.offered, asked);
      else assert.ok('code' in visitor.answer);
    });
  }
});

describeBothWays('the additional consent', () => {
  it('adds what is ticked to what was agreed to before, and to nothing else', async () => {
    const {emulator, visitor} = await visitAs('member', {scope: 'openid,shipping_address,name'});
    const account = emulator.account('member');
    const before = [...account.scopes];

    await visitor.agree('scope:shipping_address');

    assert.ok('code' in visitor.answer);
    assert.deepEqual([...account.scopes], [...before, 'shipping_address']);
  });

  it('leaves everything as it was where it is cancelled', async () => {
    const {emulator, visitor} = await visitAs('member', {scope: 'openid,shipping_address'});
    const before = [...emulator.account('member').scopes];

    await visitor.cancel();

    assert.deepEqual(visitor.answer, DENIED);
    assert.deepEqual([...emulator.account('member').scopes], before);
  });
});

describeBothWays('the channels on the consent screen', () => {
  const channels = [1, 2, 3].map((number) => ({publicId: `_no${number}`, name: `채널 ${number}`}));
  const app = {channel: channels[0]!, otherChannels: channels.slice(1)};
  for (const [what, parameters, offered] of [
    ['the representative one, where none is named', {}, ['channel:_no1']],
    ['the named one', {channel_public_id: '_no2'}, ['channel:_no2']],
    ['the two named ones', {channel_public_id: '_no2,_no3'}, ['channel:_no2', 'channel:_no3']],
  ] as const) {
    it(`are ${what}`, async () => {
      const {visitor} = await visitAs('new-visitor', parameters, app);

      assert.deepEqual(kind(visitor.offered, 'channel:'), offered);
    });
  }

  it('are added one by one', async () => {
    const {emulator, visitor} = await visitAs('new-visitor', {channel_public_id: '_no2,_no3'}, app);

    await visitor.agree('scope:profile_nickname', 'term:service', 'term:privacy', 'channel:_no3', 'channel:_no1');

    const text = await (await emulator.fetch('http://127.0.0.1:4000/__emulator/accounts')).text();
    const [visitorAccount] = JSON.parse(text) as {channels: unknown}[];
    assert.deepEqual(visitorAccount?.channels, {_no1: 'NONE', _no2: 'NONE', _no3: 'ADDED'});
  });
});

describeBothWays('prompt=none', () => {
  type Row = [persona: string | null, error: string | null, parameters: Record<string, string>];
  for (const [persona, error, parameters] of rows.silent as unknown as Row[]) {
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

describeBothWays('the forms', () => {
  for (const [what, headers] of rows.forged as [string, Record<string, string>][]) {
    it(`are refused ${what}`, async () => {
      const {visitor} = await visitAs('new-visitor');

      await visitor.submit([['decision', 'cancel']], headers);

      assert.equal(visitor.status, 403);
      assert.equal(visitor.response.headers.get('location'), null);
    });
  }

  it('are answered once', async () => {
    const {visitor} = await visitAs('new-visitor');
    const page = visitor.text;
    await visitor.cancel();
    Object.assign(visitor, {text: page, url: `${KAUTH}/oauth/authorize`});

    await visitor.cancel();

    assert.equal(visitor.status, 403);
  });

  it('come with a policy that lets in no code and leads only to the app’s own addresses', async () => {
    const {response} = await visit();

    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /form-action 'self' http:\/\/localhost:3000;/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.match(response.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Lax; Secure/);
  });
});

describeBothWays('the request log', () => {
  it('warns of what Kakao lets pass', async () => {
    const {emulator} = setup();

    await emulator.fetch(toAuthorizeAddress({scope: 'profile_nickname', service_terms: 'wrong', audience: 'x'}));

    const warnings = emulator.requests[0]?.warnings.join('\n') ?? '';
    assert.match(warnings, /audience/);
    assert.match(warnings, /without openid/);
    assert.match(warnings, /"wrong"/);
  });

  for (const [language, text] of [
    ['ko', '앱에 없는 약관 태그입니다: "%".'],
    ['en', 'There is no term "%":'],
  ] as const) {
    it(`names each unknown tag in the language of the pages: ${language}`, async () => {
      const tags = {service_terms: 'service,evnet_terms', 'extra.service_terms': 'b&c'};
      const {emulator, visitor} = await visitAs('new-visitor', {...tags, lang: language});

      const control = await (await emulator.fetch(`http://127.0.0.1/__emulator?lang=${language}`)).text();

      const toLine = (tag: string): string => text.replace('%', tag).replaceAll('"', '&quot;');
      for (const page of [visitor.text, control]) {
        assert.ok(page.includes(toLine('evnet_terms')), page);
        assert.ok(page.includes(toLine('b&amp;c')), page);
        assert.ok(!page.includes(toLine('service')), page);
      }
    });
  }

  it('never holds a code, token, secret, state or nonce', async () => {
    const hidden = {state: 'canary-state', nonce: 'canary-nonce', login_hint: 'canary-hint'};
    const {emulator, exchange, api, visitor} = await visitAs('member', hidden);
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
