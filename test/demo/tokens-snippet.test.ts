import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createKakaoEmulator, DEFAULT_APP, PERSONAS} from 'kakao-sync-widget/emulator';
import {createKakaoServer, type TokenStore} from 'kakao-sync-widget/server';
import {readAddresses} from '../../demo/snippets/tokens/tokens.js';
import {createMemoryTokenStore} from '../server/support/memory-token-store.js';
import {authorize, KIT_OPTIONS, toShopPost} from '../server/support/over-sockets.js';
import {readEnd} from '../server/support/site.js';

const HOUR = 3_600_000;

/** A shop that keeps tokens. */
function setup() {
  const clock = {time: Date.parse('2026-11-22T09:00:00Z')};
  const emulator = createKakaoEmulator({now: () => clock.time});
  const store: TokenStore = createMemoryTokenStore();
  const kakao = createKakaoServer({
    ...KIT_OPTIONS,
    adminKey: DEFAULT_APP.adminKey,
    keepTokens: {tokenKeys: ['tokens-snippet-key-0123456789-abcdefghij'], store},
    findMember: ({id}) => ({id}),
    signUp: ({id}) => ({id}),
    readMember: (id) => ({id, kakaoId: id}),
    fetch: (request) => emulator.fetch(request),
    now: () => clock.time,
  });
  return {
    ...{clock, emulator, kakao, store},
    async logIn(persona: string): Promise<string> {
      const {userId} = PERSONAS.find(({id}) => id === persona)!;
      const login = authorize(emulator, 'https://kauth.kakao.com', persona);
      assert.equal(await readEnd(kakao.session(toShopPost(login))), 'signed-in');
      return String(userId);
    },
  };
}

describe('tokens.ts of the documents', () => {
  it('reads addresses by a token that is refreshed, and shows a button if it cannot', async () => {
    const {kakao, clock, logIn} = setup();
    assert.deepEqual(await readAddresses(kakao, '4200000001'), {press: true});
    const kakaoId = await logIn('member');

    const before = await readAddresses(kakao, kakaoId);
    clock.time += 7 * HOUR;
    const after = await readAddresses(kakao, kakaoId);

    assert.deepEqual(after, before);
    assert.ok('addresses' in before || before.scope === 'shipping_address', JSON.stringify(before));
  });

  it('forgets a token that was revoked before its time', async () => {
    const {kakao, store, emulator, logIn} = setup();
    const kakaoId = await logIn('member');
    emulator.failNext('shipping-addresses', {code: -401});

    assert.deepEqual(await readAddresses(kakao, kakaoId), {press: true});

    assert.equal(await store.read(kakaoId), null);
  });
});
