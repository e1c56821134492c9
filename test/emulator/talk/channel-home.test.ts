import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {setup as setupEmulator, SCRIPT_KEY, toAuthorizeAddress} from '../support/setup.js';
import {Visitor} from '../support/visitor.js';

const PF = 'https://pf.kakao.com';
const QUERY = `?api_ver=1.1&kakao_agent=x&app_key=${SCRIPT_KEY}&referer=x`;

/** A browser at a channel's page, logged in as somebody. */
async function setup(path = '/_emulator/friend', persona: string | null = 'new-visitor') {
  const {emulator} = setupEmulator();
  const visitor = await new Visitor(emulator).open(`${PF}${path}${QUERY}`);
  if (persona !== null) await visitor.choose(persona);
  return {emulator, visitor, account: emulator.account(persona ?? 'new-visitor')};
}

const offered = ({text}: Visitor): string[] =>
  [...text.matchAll(/name="relation"\s+value="(\w+)"/g)].map(([, relation]) => relation!);

describe('the page of a channel', () => {
  it('asks who it is first, and is there afterwards with what it was opened with', async () => {
    const {visitor} = await setup('/_emulator/friend', null);
    assert.match(visitor.text, /name="persona"/);

    await visitor.choose('new-visitor');

    assert.equal(visitor.status, 200);
    assert.equal(new URL(visitor.url).pathname, '/_emulator/friend');
    assert.equal(new URL(visitor.url).searchParams.get('app_key'), SCRIPT_KEY);
    assert.match(visitor.text, /김새봄/);
  });

  it('knows who is logged in to Kakao', async () => {
    const {emulator, visitor} = await setup('/_emulator/friend', null);
    await visitor.open(toAuthorizeAddress());
    await visitor.choose('member');

    await visitor.open(`${PF}/_emulator/friend`);

    assert.match(visitor.text, /이하늘/);
    assert.equal(emulator.account('member').channel, 'ADDED');
  });

  const steps: readonly (readonly [string, readonly string[], string])[] = [
    ['adds', ['ADDED'], 'ADDED'],
    ['adds and leaves', ['ADDED', 'NONE'], 'NONE'],
    ['blocks', ['BLOCKED'], 'BLOCKED'],
    ['blocks and adds again', ['BLOCKED', 'ADDED'], 'ADDED'],
  ];
  for (const path of ['/_emulator', '/_emulator/friend', '/_emulator/chat']) {
    for (const [what, relations, expected] of steps) {
      it(`${what} at ${path}, linked or not`, async () => {
        const {visitor, account} = await setup(path);

        for (const relation of relations) await visitor.submit([['relation', relation]]);

        assert.equal(account.channel, expected);
        assert.equal(account.linked, false);
        assert.ok(!offered(visitor).includes(expected));
        assert.equal(offered(visitor).length, 2);
      });
    }
  }

  it('does not exist for a channel of no app', async () => {
    const {status, text} = await new Visitor(setupEmulator().emulator).open(`${PF}/_nowhere/friend`);

    assert.equal(status, 404);
    assert.match(text, /_nowhere/);
  });

  it('warns where the key is of an app that the channel is not linked to', async () => {
    const {emulator} = setupEmulator();

    await emulator.fetch(`${PF}/_emulator/friend?app_key=unknown-app-key`);
    await emulator.fetch(`${PF}/_emulator/friend${QUERY}`);

    const [first, second] = emulator.requests;
    assert.match(first?.warnings.join() ?? '', /not linked/);
    assert.deepEqual(second?.warnings, []);
    assert.equal(first?.query['referer'] ?? '(hidden)', '(hidden)');
  });

  const forged: readonly (readonly [string, Record<string, string>, string])[] = [
    ['from another origin', {origin: 'https://evil.example'}, 'ADDED'],
    ['from another site', {'sec-fetch-site': 'cross-site'}, 'ADDED'],
    ['from another browser', {cookie: `kakao_emulator=${'a'.repeat(32)}`}, 'ADDED'],
    ['for a relation that there is not', {}, 'MUTED'],
  ];
  for (const [what, headers, relation] of forged) {
    it(`changes nothing for a form ${what}`, async () => {
      const {visitor, account} = await setup();

      await visitor.submit([['relation', relation]], headers);

      assert.equal(visitor.status, 403);
      assert.equal(account.channel, 'NONE');
    });
  }

  it('takes a form for its own channel only, and once', async () => {
    const {visitor, account} = await setup('/_emulator/friend');
    const {text} = visitor;
    const form = /name="form"\s+value="([\w-]+)"/.exec(text)?.[1] ?? '';
    const send = (path: string) =>
      visitor.open(`${PF}${path}`, {
        method: 'POST',
        body: new URLSearchParams({form, relation: 'BLOCKED'}),
        headers: {origin: PF},
      });

    const elsewhere = (await send('/_emulator/chat')).status;
    const first = (await send('/_emulator/friend')).status;
    const second = (await send('/_emulator/friend')).status;

    assert.deepEqual([elsewhere, first, second], [403, 200, 403]);
    assert.equal(account.channel, 'BLOCKED');
  });
});

describe('a channel that the SDK hands to KakaoTalk', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['kakaoplus://plusfriend/home/_emulator/add', '/_emulator/friend'],
    ['kakaoplus://plusfriend/chat/_emulator?extra=%7B%22referer%22%3A%22x%22%7D', '/_emulator/chat'],
  ];
  for (const [inner, path] of rows) {
    it(`is shown here: ${inner}`, async () => {
      const {emulator} = setupEmulator();

      const response = await emulator.fetch(`https://talk-apps.kakao.com/scheme/${encodeURIComponent(inner)}`);
      const local = await emulator.fetch(`http://127.0.0.1:4000/scheme/${encodeURIComponent(inner)}`);

      assert.equal(response.headers.get('location'), `${PF}${path}`);
      assert.equal(local.headers.get('location'), `http://127.0.0.1:4000${path}`);
    });
  }

  for (const inner of ['kakaoplus://plusfriend/home/_nowhere/add', 'kakaoplus://plusfriend/home/_emulator/remove']) {
    it(`leads nowhere: ${inner}`, async () => {
      const response = await setupEmulator().emulator.fetch(
        `https://talk-apps.kakao.com/scheme/${encodeURIComponent(inner)}`,
      );

      assert.equal(response.status, 400);
    });
  }
});

describe('the login at Kakao', () => {
  for (const [origin, expected] of [
    [PF, /; Secure; Domain=kakao\.com$/],
    ['https://kauth.kakao.com', /; Secure; Domain=kakao\.com$/],
    ['http://127.0.0.1:4000', /; SameSite=Lax$/],
  ] as const) {
    it(`is one for all of Kakao’s hosts, and of this host alone elsewhere: ${origin}`, async () => {
      const path = origin === PF ? '/_emulator/friend' : new URL(toAuthorizeAddress()).pathname;
      const query = origin === PF ? '' : new URL(toAuthorizeAddress()).search;

      const response = await setupEmulator().emulator.fetch(`${origin}${path}${query}`);

      assert.match(response.headers.get('set-cookie') ?? '', expected);
    });
  }
});
