import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  DOMAIN,
  KAUTH,
  readClaims,
  REDIRECT_URI,
  REST_KEY,
  SCRIPT_KEY,
  setup,
  toAuthorizeAddress,
} from '../support/setup.js';
import refused from './control.json' with {type: 'json'};

const {strangers, people, wrong} = refused;
const ORIGIN = 'http://127.0.0.1:4000';

const post = (
  {emulator}: ReturnType<typeof setup>,
  path: string,
  body: unknown = {},
  headers: Record<string, string> = {},
  origin = ORIGIN,
) =>
  emulator.fetch(`${origin}/__emulator${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {'content-type': 'application/json', ...headers},
  });

describe('the control plane', () => {
  for (const [who, headers, origin] of strangers as unknown as [string, Record<string, string>, string?][]) {
    it(`changes nothing for ${who}`, async () => {
      const made = setup();
      made.emulator.account('member').unlink();

      const response = await post(made, '/reset', {}, headers, origin);

      assert.ok([403, 404, 415].includes(response.status));
      assert.equal(made.emulator.account('member').linked, false);
    });
  }

  it('obeys a program, and a page of its own', async () => {
    for (const headers of [{}, {origin: ORIGIN, 'sec-fetch-site': 'same-origin'}]) {
      const made = setup();
      made.emulator.account('member').unlink();

      const response = await post(made, '/reset', {}, headers);

      assert.equal(response.status, 200);
      assert.equal(made.emulator.account('member').linked, true);
    }
  });

  it('plans failures', async () => {
    const made = setup();

    await post(made, '/faults', {point: 'jwks', fault: {status: 503}, times: 2});

    const ask = async () => (await made.emulator.fetch(`${KAUTH}/.well-known/jwks.json`)).status;
    assert.deepEqual([await ask(), await ask(), await ask()], [503, 503, 200]);
  });

  it('signs in to KakaoTalk and out of it, and unlinks', async () => {
    const made = setup();
    const ask = async () => {
      const address = `${KAUTH}/oauth/authorize?client_id=${REST_KEY}&redirect_uri=${encodeURIComponent(REDIRECT_URI)}&response_type=code&prompt=none`;
      const response = await made.emulator.fetch(address, {headers: {'user-agent': 'KAKAOTALK 26'}});
      return new URL(response.headers.get('location')!).searchParams.get('error');
    };

    await post(made, '/talk/account', {persona: 'member'});
    const signedIn = await ask();
    await post(made, '/unlink', {persona: 'member'});
    const unlinked = await ask();
    await post(made, '/talk/account', {persona: null});
    const signedOut = await ask();

    assert.deepEqual([signedIn, unlinked, signedOut], [null, 'consent_required', 'login_required']);
  });

  it('takes one more person, who does at Kakao’s pages what is said, until the reset', async () => {
    const made = setup();
    const address = toAuthorizeAddress({}, ORIGIN);
    const person = {id: 'guest-1', userId: 4200000001, nickname: '손님', email: 'guest@example.com'};
    const visit = async (more: object = {}) =>
      (await (await post(made, '/authorize', {address, persona: 'guest-1', ...more})).json()) as {address?: string};

    assert.equal((await post(made, '/personas', person)).status, 200);
    const cancelled = await visit({answer: 'cancel'});
    const approved = await visit();
    const {id_token: idToken} = (await (
      await made.exchange(new URL(approved.address!).searchParams.get('code')!)
    ).json()) as {id_token: string};
    await post(made, '/reset');

    assert.match(cancelled.address!, /error=access_denied/);
    assert.equal(readClaims(idToken)['sub'], '4200000001');
    assert.equal(readClaims(idToken)['email'], 'guest@example.com');
    assert.equal((await visit()).address, undefined);
    assert.equal((await post(made, '/personas', person)).status, 200);
  });

  for (const [who, fields] of people as [string, object][]) {
    it(`takes nobody ${who}`, async () => {
      const made = setup();

      const response = await post(made, '/personas', fields);

      assert.equal(response.status, 400);
      assert.throws(() => made.emulator.account('guest-1'), /no persona/);
    });
  }

  it('adds a term, changes it and removes it', async () => {
    const made = setup();
    const read = () => made.emulator.app().terms.find(({tag}) => tag === 'rules');

    assert.equal((await post(made, '/terms', {tag: 'rules', title: '이용 규칙', required: false})).status, 200);
    const added = read();
    assert.equal((await post(made, '/terms', {tag: 'rules', required: true})).status, 200);
    const changed = read();
    assert.equal((await post(made, '/terms/remove', {tag: 'rules'})).status, 200);

    assert.deepEqual(added, {tag: 'rules', title: '이용 규칙', required: false});
    assert.deepEqual(changed, {tag: 'rules', title: '이용 규칙', required: true});
    assert.equal(read(), undefined);
  });

  it('plays what somebody agrees to, takes back, adds and blocks', async () => {
    const made = setup();
    const account = made.emulator.account('new-visitor');
    const persona = 'new-visitor';
    const rows: readonly (readonly [string, object, () => unknown, unknown])[] = [
      ['/link', {}, () => account.linked, true],
      ['/revoke', {tag: 'marketing'}, () => account.terms.includes('marketing'), false],
      ['/agree', {tag: 'marketing'}, () => account.terms.includes('marketing'), true],
      ['/agree', {scope: 'shipping_address'}, () => account.scopes.includes('shipping_address'), true],
      ['/revoke', {scope: 'shipping_address'}, () => account.scopes.includes('shipping_address'), false],
      ['/channel', {relation: 'BLOCKED'}, () => account.channel, 'BLOCKED'],
      ['/channel', {relation: 'ADDED', channel: '_emulator'}, () => account.channel, 'ADDED'],
      ['/channel', {relation: 'NONE'}, () => account.channel, 'NONE'],
      [
        '/addresses',
        {addresses: [{baseAddress: '새 주소'}]},
        () => account.shippingAddresses[0]?.baseAddress,
        '새 주소',
      ],
      ['/unlink', {appId: 100001}, () => account.linked, false],
    ];
    for (const [path, fields, read, expected] of rows) {
      const response = await post(made, path, {persona, ...fields});

      assert.equal(response.status, 200, path);
      assert.equal(read(), expected, `${path} ${JSON.stringify(fields)}`);
    }
  });

  it('tells of the apps and of everybody at them', async () => {
    const {emulator} = setup();
    const read = async (path: string) =>
      (await (await emulator.fetch(`${ORIGIN}/__emulator${path}`)).json()) as Record<string, unknown>[];
    emulator.app().addTerm({tag: 'rules'});
    emulator.account('new-visitor').setChannel('BLOCKED');

    const [app] = await read('/apps');
    const accounts = await read('/accounts');

    assert.deepEqual(
      (app?.['terms'] as {tag: string}[]).map(({tag}) => tag),
      ['service', 'privacy', 'marketing', 'rules'],
    );
    assert.ok(!JSON.stringify(app).includes(emulator.app().adminKey ?? ''));
    const [visitor, member] = accounts;
    assert.deepEqual([visitor?.['linked'], visitor?.['channels']], [false, {_emulator: 'BLOCKED'}]);
    assert.deepEqual([member?.['linked'], member?.['terms']], [true, ['service', 'privacy', 'marketing']]);
  });

  it('says what is wrong', async () => {
    const made = setup();

    for (const [path, fields] of wrong as [string, object][]) {
      assert.equal((await post(made, path, fields)).status, 400, `${path} ${JSON.stringify(fields)}`);
    }
    assert.equal((await post(made, '/unknown')).status, 404);
    assert.equal((await post(made, '/reset', '{')).status, 415);
    assert.equal((await made.emulator.fetch(`${ORIGIN}/__emulator/reset`, {method: 'DELETE'})).status, 405);
  });

  it('lists the requests without their secrets', async () => {
    const {emulator, code, exchange} = setup();
    const issued = code('member');
    await exchange(issued);

    const text = await (await emulator.fetch(`${ORIGIN}/__emulator/requests`)).text();

    assert.match(text, /"path":"\/oauth\/token"/);
    assert.ok(!text.includes(issued));
  });
});

describe('a sign-in that the stand-in SDK reports', () => {
  const intent = (parameters: Record<string, string> = {}) =>
    `intent:#Intent;action=com.kakao.talk.intent.action.CAPRI_LOGGED_IN_ACTIVITY;S.com.kakao.sdk.talk.extraparams=${encodeURIComponent(
      JSON.stringify({
        client_id: SCRIPT_KEY,
        redirect_uri: REDIRECT_URI,
        response_type: 'code',
        auth_tran_id: 'tran-1',
        ...parameters,
      }),
    )};end;`;
  const rows: readonly (readonly [string, string, Record<string, string>, number])[] = [
    ['from a registered page', intent(), {origin: DOMAIN}, 204],
    ['from a page that hides its origin', intent(), {origin: 'null'}, 204],
    ['from another page', intent(), {origin: 'https://evil.example'}, 403],
    ['that Kakao would refuse', intent({redirect_uri: 'https://evil.example'}), {origin: DOMAIN}, 400],
    ['that is none', 'hello', {origin: DOMAIN}, 400],
  ];
  for (const [what, body, headers, status] of rows) {
    it(`gets ${status} ${what}`, async () => {
      const made = setup();

      const response = await post(made, '/talk/intent', body, {'content-type': 'text/plain', ...headers});

      assert.equal(response.status, status);
      assert.equal(made.emulator.talkRequests.length, status === 204 ? 1 : 0);
    });
  }

  it('is told from another on KakaoTalk’s page by time and browser', async () => {
    const made = setup();
    for (const [id, agent] of [
      ['tran-1', 'Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36'],
      ['tran-2', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1'],
    ] as const) {
      const headers = {'content-type': 'text/plain', origin: DOMAIN, 'user-agent': agent};
      await post(made, '/talk/intent', intent({auth_tran_id: id}), headers);
      made.clock.at += 61_000;
    }

    const page = await (await made.emulator.fetch(`${ORIGIN}/__emulator/talk?lang=ko`)).text();

    const lines = [...page.matchAll(/<time datetime="[^"]*T([^."]*)[^>]*>[^<]+<\/time>([^<]*)/g)];
    assert.deepEqual(
      lines.map(([, time, browser]) => `${time} ${browser}`),
      ['09:01:01  · Safari · iPhone', '09:00:00  · Chrome · Android'],
    );
  });

  describe('and that has a window', () => {
    const link = (parameters: Record<string, string> = {}): string => {
      const query = new URLSearchParams({
        client_id: SCRIPT_KEY,
        redirect_uri: REDIRECT_URI,
        response_type: 'code',
        auth_tran_id: 'tran-1',
        ...parameters,
      });
      const inner = `kakaotalk://inappbrowser?url=${encodeURIComponent(`${ORIGIN}/oauth/authorize?${query.toString()}`)}`;
      return `${ORIGIN}/scheme/${encodeURIComponent(inner)}`;
    };
    const screen = /^\/oauth\/authorize\?.*auth_tran_id=tran-1.*is_popup=true/;
    const windows: readonly (readonly [string, string, string | null, RegExp | null])[] = [
      ['an Android phone, where an account is still to be chosen', intent(), null, /^\/__emulator\/talk$/],
      ['an Android phone with an account', intent(), 'member', screen],
      ['an iPhone without KakaoTalk', link(), null, null],
      ['an iPhone with an account', link(), 'member', screen],
      [
        'a channel',
        'intent://plusfriend/home/_emulator/add#Intent;scheme=kakaoplus;end;',
        null,
        /^\/_emulator\/friend$/,
      ],
    ];
    for (const [what, body, account, path] of windows) {
      it(`${path ? 'names its page' : 'opens none'}: ${what}`, async () => {
        const made = setup({talkWindow: true});
        made.emulator.signInToKakaoTalk(account);

        const response = await post(made, '/talk/intent', body, {'content-type': 'text/plain', origin: DOMAIN});

        assert.equal(response.status, path ? 200 : 204);
        if (path) assert.match(await response.text(), path);
        assert.equal(response.headers.get('access-control-allow-origin'), path ? '*' : null);
      });
    }

    it('opens none where the answer is planned already', async () => {
      const made = setup({talkWindow: true});
      made.emulator.openInKakaoTalk(link(), {persona: 'member'});

      const response = await post(made, '/talk/intent', intent(), {'content-type': 'text/plain', origin: DOMAIN});

      assert.equal(response.status, 204);
    });
  });

  it('is one of at most twenty', async () => {
    const made = setup();

    for (let turn = 0; turn < 30; turn += 1) {
      await post(made, '/talk/intent', intent({auth_tran_id: `tran-${turn % 25}`}), {origin: DOMAIN});
    }

    assert.equal(made.emulator.talkRequests.length, 20);
    assert.equal(made.emulator.talkRequests[0]?.id, 'tran-4');
  });
});
