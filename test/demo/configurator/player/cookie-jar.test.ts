import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {CookieJar} from '../../../../demo/configurator/page/player/cookie-jar.js';

const KAUTH = new URL('https://kauth.kakao.com/oauth/authorize');

/** What is sent to an address once a page has set these cookies. */
function send(lines: readonly string[], to = KAUTH.href, from: URL = KAUTH): string | null {
  const jar = new CookieJar();
  jar.store(from, lines);
  return jar.read(new URL(to));
}

describe('the player’s cookies', () => {
  const rows: readonly (readonly [string, readonly string[], string, string | null])[] = [
    ['go back where they came from', ['a=1', 'b=2; Path=/'], 'https://kauth.kakao.com/oauth/consent', 'a=1; b=2'],
    ['keep a value with an equals sign', ['a=1=2; Path=/'], KAUTH.href, 'a=1=2'],
    ['do not go to other hosts', ['a=1; Path=/'], 'https://apps.kakao.com/', null],
    ['go to all hosts of their domain', ['a=1; Path=/; Domain=kakao.com'], 'https://apps.kakao.com/', 'a=1'],
    ['go to the domain itself', ['a=1; Path=/; Domain=.Kakao.com'], 'https://kakao.com/', 'a=1'],
    ['do not go to hosts whose name ends alike', ['a=1; Path=/; Domain=kakao.com'], 'https://evilkakao.com/', null],
    ['are refused for foreign domains', ['a=1; Path=/; Domain=evil.example'], 'https://evil.example/', null],
    ['are refused for domains that end alike', ['a=1; Path=/; Domain=uth.kakao.com'], KAUTH.href, null],
    ['stay in the folder of their page', ['a=1'], 'https://kauth.kakao.com/login', null],
    ['stay in their path', ['a=1; Path=/login'], 'https://kauth.kakao.com/login2', null],
    ['go below their path', ['a=1; Path=/login'], 'https://kauth.kakao.com/login/x', 'a=1'],
    ['go over TLS alone where they say so', ['a=1; Path=/; Secure'], 'http://kauth.kakao.com/', null],
    ['are replaced by newer ones', ['a=1; Path=/', 'a=2; Path=/'], KAUTH.href, 'a=2'],
    ['stand beside those of another path', ['a=1; Path=/', 'a=2; Path=/oauth'], KAUTH.href, 'a=1; a=2'],
    ['are taken away by their age', ['a=1; Path=/', 'a=; Path=/; Max-Age=0'], KAUTH.href, null],
    [
      'are taken away by a past date',
      ['a=1; Path=/', 'a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
      KAUTH.href,
      null,
    ],
    [
      'prefer their age to their date',
      ['a=1; Path=/; Max-Age=9; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
      KAUTH.href,
      'a=1',
    ],
    ['need a name', ['=1; Path=/', 'nothing'], KAUTH.href, null],
  ];
  for (const [what, lines, to, sent] of rows) {
    test(what, () => {
      assert.equal(send(lines, to), sent);
    });
  }

  test('that say Secure are refused without TLS', () => {
    assert.equal(send(['a=1; Path=/; Secure'], KAUTH.href, new URL('http://kauth.kakao.com/')), null);
  });
});
