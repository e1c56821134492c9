import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {findPress, toReturnHeaders} from '../../demo/backends/login-url/press.js';

const NOW = 1_800_000_000_000;
const SHOP = 'https://shop.example';
const LOCAL = 'http://localhost:3000';

/** A cookie as the page writes it. */
function toCookie(name: string, fields: Readonly<Record<string, unknown>> = {}): string {
  const id = name.slice(-6);
  const record = {v: 'url', id, time: NOW, returnTo: '/cart?id=1', ...fields};
  return `${name}=${Buffer.from(JSON.stringify(record)).toString('base64url')}`;
}

describe('the press that began a login', () => {
  for (const [what, origin, cookies, found] of [
    ['by its cookie', SHOP, [toCookie('__Host-ks.abc-_1')], '__Host-ks.abc-_1'],
    ['on loopback by the plain name', LOCAL, [toCookie('ks.abc-_1')], 'ks.abc-_1'],
    [
      'as the newest',
      SHOP,
      [toCookie('__Host-ks.aaaaaa', {time: NOW - 9}), 'sid=1', toCookie('__Host-ks.bbbbbb'), toCookie('ks.cccccc')],
      '__Host-ks.bbbbbb',
    ],
    ['but not of another host', SHOP, [toCookie('ks.abc-_1', {time: NOW + 9})], undefined],
    ['but not where the page writes no such name', LOCAL, [toCookie('__Host-ks.abc-_1')], undefined],
    ['but not behind a blank of Unicode', SHOP, [`\u00a0${toCookie('__Host-ks.abc-_1')}`], undefined],
    ['but not after an hour', SHOP, [toCookie('__Host-ks.abc-_1', {time: NOW - 3_600_000})], undefined],
    ['but not in another name', SHOP, [toCookie('__Host-ks.abc-_1', {id: 'abc-_2'})], undefined],
    ['but not if Kakao’s code is the page’s', SHOP, [toCookie('__Host-ks.abc-_1', {v: undefined, tx: 'a'})], undefined],
    ['but not if it cannot be read', SHOP, ['__Host-ks.abc-_1=bnVsbA', '__Host-ks.abc-_2=x'], undefined],
  ] as const) {
    test(`is found ${what}`, () => assert.equal(findPress(cookies.join('; '), origin, NOW)?.cookie, found));
  }
});

describe('the way back', () => {
  for (const [returnTo, location] of [
    ['/cart?id=1#a', '/cart?id=1#a'],
    ['/a/../b', '/b'],
    ...['//evil.example', '/\\evil.example', 'https://evil.example', '/.//evil.example', '/\n/evil.example', 7].map(
      (bad) => [bad, '/'] as const,
    ),
  ] as const) {
    test(`of ${JSON.stringify(returnTo)} leads to ${location}`, () => {
      const press = findPress(toCookie('__Host-ks.abc-_1', {returnTo}), SHOP, NOW)!;

      assert.deepEqual(toReturnHeaders(press, 'new', SHOP), [
        ['Location', location],
        ['Cache-Control', 'no-store'],
        ['Set-Cookie', '__Host-ks.abc-_1=; Max-Age=0; Path=/; SameSite=Lax; Secure'],
        ['Set-Cookie', 'ks_result=new.abc-_1; Max-Age=60; Path=/; SameSite=Lax; Secure'],
      ]);
    });
  }
});
