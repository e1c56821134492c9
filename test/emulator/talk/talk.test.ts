import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {KAUTH, REDIRECT_URI, REST_KEY, setup, toAuthorizeAddress} from '../support/setup.js';

const ORIGIN = 'http://127.0.0.1:4000';
const PARAMETERS = {
  client_id: REST_KEY,
  redirect_uri: REDIRECT_URI,
  response_type: 'code',
  state: 'st.1',
  auth_tran_id: 'tran-1',
};

const toIntent = (parameters: Record<string, string> = {}, extras = ''): string =>
  [
    'intent:#Intent',
    'action=com.kakao.talk.intent.action.CAPRI_LOGGED_IN_ACTIVITY',
    'launchFlags=0x08880000',
    `S.com.kakao.sdk.talk.appKey=${REST_KEY}`,
    `S.com.kakao.sdk.talk.redirectUri=${REDIRECT_URI}`,
    `S.com.kakao.sdk.talk.extraparams=${encodeURIComponent(JSON.stringify({...PARAMETERS, is_popup: true, ...parameters}))}`,
    ...(extras ? [extras] : []),
    'end;',
  ].join(';');
const toInner = () =>
  `kakaotalk://inappbrowser?url=${encodeURIComponent(toAuthorizeAddress({...PARAMETERS, is_popup: 'true'}))}`;
const toSchemePath = (web: string) => `/scheme/${encodeURIComponent(toInner())}&web=${encodeURIComponent(web)}`;

const poll = async ({emulator}: ReturnType<typeof setup>, query = `client_id=${REST_KEY}&auth_tran_id=tran-1&ka=x`) => {
  const response = await emulator.fetch(`${KAUTH}/apiweb/code.json?${query}`);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  return (await response.json()) as Record<string, string>;
};
const WAIT = {status: 'error', error_code: '300'};

describe('openInKakaoTalk', () => {
  const addresses: readonly (readonly [string, string])[] = [
    ['an intent', toIntent()],
    ['a universal link', `https://talk-apps.kakao.com${toSchemePath(toAuthorizeAddress())}`],
    ['the emulator’s universal link', `${ORIGIN}${toSchemePath(`${ORIGIN}/oauth/authorize`)}`],
    ['an in-app browser address', toInner()],
    [
      'a plugin address',
      `kakaotalk://bizplugin?plugin_id=1&query=${encodeURIComponent(new URLSearchParams({...PARAMETERS, is_popup: 'true'}).toString())}`,
    ],
  ];
  for (const [what, address] of addresses) {
    it(`answers ${what} at code.json, once`, async () => {
      const made = setup();

      const before = await poll(made);
      made.emulator.openInKakaoTalk(address, {persona: 'new-visitor'});
      const {status, code, state} = await poll(made);
      const after = await poll(made);

      assert.deepEqual(before, WAIT);
      assert.deepEqual([status, state], ['ok', 'st.1']);
      assert.equal((await made.exchange(code!)).status, 200);
      assert.deepEqual(after, WAIT);
    });
  }

  it('leaves state out of a refusal too', async () => {
    const made = setup();
    made.emulator.openInKakaoTalk(toIntent(), {persona: 'member', answer: 'cancel', includeState: false});

    const answer = await poll(made);

    assert.ok(answer['error']);
    assert.equal('state' in answer, false);
  });

  it('waits the planned polls, and leaves state out where it is told to', async () => {
    const made = setup();
    made.emulator.openInKakaoTalk(toIntent(), {persona: 'member', afterPolls: 2, includeState: false});

    const answers = [await poll(made), await poll(made), await poll(made)];

    assert.deepEqual(answers.slice(0, 2), [WAIT, WAIT]);
    assert.deepEqual(Object.keys(answers[2]!), ['status', 'code']);
  });

  const refusals: readonly (readonly [string, 'approve' | 'cancel', Record<string, string>, string])[] = [
    ['new-visitor', 'cancel', {}, 'User denied access'],
    ['under-14', 'approve', {}, 'Not allowed under age 14'],
    ['new-visitor', 'approve', {prompt: 'none'}, 'user consent required.'],
    ['sanctioned', 'approve', {prompt: 'none'}, 'user interaction required.'],
  ];
  for (const [persona, answer, parameters, description] of refusals) {
    it(`brings "${description}" for ${persona} (${answer})`, async () => {
      const made = setup();

      made.emulator.openInKakaoTalk(toIntent(parameters), {persona, answer});

      assert.equal((await poll(made))['error_description'], description);
    });
  }

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['another intent', toIntent().replace('CAPRI_LOGGED_IN_ACTIVITY', 'OTHER'), /hands no sign-in/],
    ['a broken intent', toIntent().replace('extraparams=', 'extraparams=%'), /hands no sign-in/],
    ['an intent of two minds', toIntent({}, 'S.com.kakao.sdk.talk.state=other'), /hands no sign-in/],
    ['an unregistered redirect URI', toIntent({redirect_uri: 'https://evil.example'}), /hands no sign-in|KOE006/],
    ['no auth_tran_id', toIntent({auth_tran_id: ''}), /auth_tran_id/],
    ['a web page', 'https://example.com/', /hands no sign-in/],
  ];
  for (const [what, address, message] of refused) {
    it(`refuses ${what}`, () => {
      const {emulator} = setup();

      assert.throws(() => emulator.openInKakaoTalk(address, {persona: 'member'}), message);
    });
  }

  it('knows the people it knows', () => {
    const {emulator} = setup();

    assert.throws(() => emulator.openInKakaoTalk(toIntent(), {persona: 'nobody'}), /Known: new-visitor, member/);
  });
});

describe('GET /apiweb/code.json', () => {
  it('answers 700 to a page that could never get an answer', async () => {
    const made = setup();

    assert.equal((await poll(made, 'client_id=unknown&auth_tran_id=x'))['error_code'], '700');
    assert.equal((await poll(made, `client_id=${REST_KEY}`))['error_code'], '700');
  });

  it('has the answer of a window that was opened for the sign-in', async () => {
    const made = setup();
    made.emulator.signInToKakaoTalk('member');

    const response = await made.emulator.fetch(toAuthorizeAddress({auth_tran_id: 'tran-1', is_popup: 'true'}), {
      headers: {'user-agent': 'KAKAOTALK 26.8.1'},
    });

    assert.equal(response.status, 200);
    assert.equal((await poll(made))['status'], 'ok');
  });
});

describe('GET /scheme/', () => {
  it('leads to the web address on a phone without KakaoTalk', async () => {
    const web = `${ORIGIN}/oauth/authorize?state=a%20b`;

    const response = await setup().emulator.fetch(`${ORIGIN}${toSchemePath(web)}`);

    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), web);
  });

  it('leaves the page where it is on a phone with KakaoTalk, and lists the sign-in', async () => {
    const {emulator} = setup();
    emulator.signInToKakaoTalk('member');

    const response = await emulator.fetch(`${ORIGIN}${toSchemePath(`${ORIGIN}/oauth/authorize`)}`);

    assert.equal(response.status, 204);
    assert.deepEqual(
      emulator.talkRequests.map(({id}) => id),
      ['tran-1'],
    );
  });

  it('leaves the page where it is when its answer is planned already', async () => {
    const {emulator} = setup();
    const address = `${ORIGIN}${toSchemePath(`${ORIGIN}/oauth/authorize`)}`;
    emulator.openInKakaoTalk(address, {persona: 'member'});

    const response = await emulator.fetch(address);

    assert.equal(response.status, 204);
    assert.deepEqual(emulator.talkRequests, []);
  });

  for (const web of ['https://evil.example/oauth/authorize', 'javascript:alert(1)', '//evil.example', '']) {
    it(`does not lead to "${web}"`, async () => {
      const response = await setup().emulator.fetch(`${ORIGIN}${toSchemePath(web)}`);

      assert.equal(response.status, 400);
      assert.equal(response.headers.get('location'), null);
    });
  }
});
