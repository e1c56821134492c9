import assert from 'node:assert/strict';
import {before, describe, test} from 'node:test';
import {createKakaoServer, KakaoSyncError, type KakaoServerOptions} from '../../../src/server/index.js';
import {createMemoryTokenStore} from '../support/memory-token-store.js';
import {assertNoCanary, assertRefused, createSite, SESSION_KEY, type Site} from '../support/site.js';

const KEY = 'canary-token-key-0123456789-abcdefghijkl';
const store = createMemoryTokenStore();
const tokenKeys = [KEY];

/** What is refused, by the option that its message names. */
const REFUSED: readonly (readonly [option: string, keepTokens: unknown, code?: string])[] = [
  ['keepTokens', null],
  ['keepTokens', true],
  ['keepTokens', [KEY]],
  ['keepTokens', KEY],
  ['keepTokens.keys', {tokenKeys, store, keys: [KEY]}],
  ['keepTokens.store', {tokenKeys}, 'config_incomplete'],
  ['keepTokens.store.read', {tokenKeys, store: null}],
  ['keepTokens.store.read', {tokenKeys, store: {withLock: store.withLock}}],
  ['keepTokens.store.withLock', {tokenKeys, store: {read: store.read, withLock: 'yes'}}],
  ['keepTokens.autoLogin', {tokenKeys, store, autoLogin: 'true'}],
  ['keepTokens.autoLogin', {tokenKeys, store, autoLogin: null}],
  ['keepTokens.tokenKeys', {tokenKeys: KEY, store}],
  ['keepTokens.tokenKeys[0]', {tokenKeys: [1], store}],
  ['keepTokens.tokenKeys[0]', {tokenKeys: ['canary-short'], store}],
  ['keepTokens.tokenKeys[1]', {tokenKeys: [KEY, 'canarycana'.repeat(4)], store}],
  ['keepTokens.tokenKeys', {tokenKeys: [KEY, KEY], store}],
  ['keepTokens.tokenKeys', {tokenKeys: [KEY, `${KEY}2`, `${KEY}3`], store}],
  ['keepTokens.tokenKeys[0]', {tokenKeys: [SESSION_KEY], store}],
  ['keepTokens.tokenKeys[1]', {tokenKeys: [KEY, SESSION_KEY], store}],
];

describe('keepTokens', () => {
  let site: Site;
  before(async () => {
    site = await createSite();
  });
  const create = (keepTokens: unknown, more: Partial<KakaoServerOptions> = {}) =>
    createKakaoServer(site.options({...more, keepTokens: keepTokens as KakaoServerOptions['keepTokens']}));

  for (const [index, [option, keepTokens, code = 'config_invalid']] of REFUSED.entries()) {
    test(`is refused by the name of ${option} (${index + 1})`, () => {
      assert.throws(
        () => create(keepTokens),
        (error) => {
          assert.ok(error instanceof KakaoSyncError);
          assert.equal(error.code, code, error.message);
          assert.match(error.message, new RegExp(`^createKakaoServer: ${option.replace(/[[\].]/g, '\\$&')} `));
          assertNoCanary(error.message);
          return true;
        },
      );
    });
  }

  test('is taken with one key or two, and with any store', () => {
    create({tokenKeys, store});
    create({tokenKeys: [KEY, `${KEY}2`], store, autoLogin: true});
    create({tokenKeys: [KEY, `${KEY}2`], store, autoLogin: undefined});
    create(undefined);
  });

  for (const keys of [undefined, [], [undefined], ['']]) {
    test(`without a key (${JSON.stringify(keys)}) is told by check(), and where tokens are asked for`, async () => {
      const {check, api} = create({tokenKeys: keys, store});

      await assert.rejects(check(), {code: 'config_incomplete', message: /keepTokens\.tokenKeys.* TOKEN_KEY/});
      await assert.rejects(api.accessToken('4200000001'), {code: 'config_incomplete'});
      await assert.rejects(api.forget('4200000001'), {code: 'config_incomplete'});
      const incomplete = await createSite({keepTokens: {tokenKeys: keys as string[], store}});
      await assertRefused(incomplete, await incomplete.get(), 'config_incomplete', 500);
    });
  }
});
