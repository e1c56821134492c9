import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import {change} from '../../demo/snippets/emulator/changes.js';
import {logIn, setUp} from '../../demo/snippets/emulator/log-in.js';
import {createEmulator, unlink} from '../../demo/snippets/emulator/notices.js';
import {createMemoryTokenStore} from '../server/support/memory-token-store.js';
import {KIT_OPTIONS} from '../server/support/over-sockets.js';
import {readEnd} from '../server/support/site.js';

const HOUR = 3_600_000;
const PERSON = '4100000002';

/** The backend of a test as the documents have it, which keeps tokens. */
function setUpShop() {
  return setUp({
    ...KIT_OPTIONS,
    adminKey: DEFAULT_APP.adminKey,
    keepTokens: {tokenKeys: ['emulator-snippet-key-0123456789-abcdefgh'], store: createMemoryTokenStore()},
    findMember: ({id}) => ({id}),
    signUp: ({id}) => ({id}),
    readMember: (id) => ({id, kakaoId: id}),
  });
}

describe('log-in.ts of the documents', () => {
  it('logs a person in without a browser', async () => {
    const {emulator, kakao} = setUpShop();

    const answer = await logIn(emulator, kakao, 'member');

    assert.equal(answer.headers.getSetCookie().length, 1);
    assert.equal(await readEnd(answer), 'signed-in');
  });

  it('refreshes a token after 7 hours, and ends after 61 days, by the clock of the test', async () => {
    const {clock, emulator, kakao} = setUpShop();
    await logIn(emulator, kakao, 'member');
    const first = await kakao.api.accessToken(PERSON);

    clock.time += 7 * HOUR;
    const second = await kakao.api.accessToken(PERSON);
    clock.time += 61 * 24 * HOUR;

    assert.notEqual(second, first);
    await assert.rejects(kakao.api.accessToken(PERSON), {code: 'login_required'});
  });
});

describe('changes.ts of the documents', () => {
  it('lets two logins fail, adds a term and blocks the channel', async () => {
    const {emulator, kakao} = setUpShop();

    change(emulator);

    assert.equal(await readEnd(logIn(emulator, kakao, 'member')), 'code_used');
    assert.equal(await readEnd(logIn(emulator, kakao, 'member')), 'id_token_invalid');
    assert.equal(await readEnd(logIn(emulator, kakao, 'member')), 'signed-in');
    assert.ok(emulator.app().terms.some(({tag, required}) => tag === 'rules-2027' && required));
    assert.equal(emulator.account('member').channel, 'BLOCKED');
  });
});

describe('notices.ts of the emulator’s documents', () => {
  it('hands each notice to its own route, signed by the issuer of the backend', async () => {
    const seen: string[] = [];
    const emulator = createEmulator(async (request) => {
      const {pathname} = new URL(request.url);
      const body = await request.text();
      const issuer = /^ey/.test(body) ? String(readClaims(body)['iss']) : '';
      seen.push(`${pathname} ${issuer}`.trim());
      return new Response(null, {status: pathname.endsWith('account') ? 202 : 200});
    });

    const sent = await unlink(emulator, 'member');

    const account = '/kakao/notices/account http://127.0.0.1:4000';
    assert.deepEqual(seen.sort(), [account, account, account, account, '/kakao/notices/unlink']);
    assert.deepEqual(sent, [
      ['UNLINK_FROM_APPS', [200]],
      ['user-unlinked', [202]],
      ['tokens-revoked', [202, 202, 202]],
    ]);
  });
});

/** What an event says, unchecked. */
function readClaims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}
