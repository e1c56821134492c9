import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createKakaoEmulator, DEFAULT_APP, type KakaoEmulator} from 'kakao-sync-widget/emulator';

const ORIGIN = 'http://127.0.0.1:4000';
const LINK = {title: '달항아리', url: 'http://localhost:3000/products/moon-jar?ks_auto=1'};
const [{key: clientId, redirectUris}] = DEFAULT_APP.restApiKeys;

function setUp(): KakaoEmulator {
  return createKakaoEmulator({chatLinks: [LINK]});
}

/** A press on the chat's page. */
function press(emulator: KakaoEmulator, path: string, fields: Record<string, string>, cookie = ''): Promise<Response> {
  return emulator.fetch(`${ORIGIN}/__emulator/chat${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: {
      origin: ORIGIN,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      cookie,
    },
  });
}

/** What Kakao answers a page that asks without a word. */
async function askSilently(emulator: KakaoEmulator, cookie: string): Promise<URLSearchParams> {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUris[0],
    response_type: 'code',
    prompt: 'none',
    state: 'state',
    nonce: 'nonce',
  });
  const answer = await emulator.fetch(`${ORIGIN}/oauth/authorize?${query.toString()}`, {headers: {cookie}});
  return new URL(answer.headers.get('location') ?? '').searchParams;
}

const toCookie = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

describe('the chat of the emulator', () => {
  it('shows the links that it was given', async () => {
    const response = await setUp().fetch(`${ORIGIN}/__emulator/chat?lang=en`);

    const text = await response.text();
    assert.ok(text.includes(LINK.title));
    assert.ok(text.includes('http://localhost:3000/products/moon-jar'));
  });

  it('is at the host that pages name', async () => {
    const response = await setUp().fetch('http://localhost:4000/__emulator/chat?lang=en');

    assert.equal(response.headers.get('location'), `${ORIGIN}/__emulator/chat?lang=en`);
  });

  it('opens a link as KakaoTalk would: its browser is signed in as KakaoTalk is', async () => {
    const emulator = setUp();
    await press(emulator, '/account', {persona: 'member'});

    const opened = await press(emulator, '/open', {link: '0'});

    assert.equal(opened.headers.get('location'), LINK.url);
    assert.ok((await askSilently(emulator, toCookie(opened))).has('code'));
    assert.equal((await askSilently(emulator, '')).get('error'), 'login_required', 'Another browser is not.');
  });

  it('answers as Kakao does where nobody has joined, or nobody is signed in to KakaoTalk', async () => {
    const emulator = setUp();
    const cookie = toCookie(await press(emulator, '/open', {link: '0'}));
    assert.equal((await askSilently(emulator, cookie)).get('error'), 'login_required');

    await press(emulator, '/account', {persona: 'new-visitor'});

    assert.equal((await askSilently(emulator, cookie)).get('error'), 'consent_required');
  });

  it('stops to play KakaoTalk', async () => {
    const emulator = setUp();
    await press(emulator, '/account', {persona: 'member'});
    const cookie = toCookie(await press(emulator, '/open', {link: '0'}));

    const left = await press(emulator, '/leave', {}, cookie);

    assert.match(left.headers.getSetCookie().join(), /kakao_emulator_talk=;.*Max-Age=0/);
  });

  for (const link of ['1', '-1', 'x', 'https://evil.example/']) {
    it(`opens no link ${link}`, async () => {
      const response = await press(setUp(), '/open', {link});

      assert.equal(response.status, 400);
    });
  }

  it('is opened by its own page only', async () => {
    const response = await setUp().fetch(`${ORIGIN}/__emulator/chat/open`, {
      method: 'POST',
      body: 'link=0',
      headers: {'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example'},
    });

    assert.equal(response.status, 403);
  });
});
