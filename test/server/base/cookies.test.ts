import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {hasCookie, MAX_COOKIE, readCookie} from '../../../src/server/base/cookies.js';
import {toForeignPairs, toForeignValues, toHeaderForms} from '../../support/cookie-forgeries.js';

const toRequest = (cookie?: string): Request =>
  new Request('https://shop.example/', cookie === undefined ? {} : {headers: {Cookie: cookie}});
const read = (cookie?: string): string | null => readCookie(toRequest(cookie), 'id');

describe('readCookie', () => {
  const rows: [name: string, cookie: string | undefined, value: string | null][] = [
    ['alone', 'id=abc', 'abc'],
    ['among others, blanks around it', 'a=1;  id=abc ;b=2', 'abc'],
    ['empty', 'id=', ''],
    ['with equals signs in its value', 'id=a=b==', 'a=b=='],
    ['of the longest value that browsers keep', `id=${'a'.repeat(MAX_COOKIE)}`, 'a'.repeat(MAX_COOKIE)],
    ['one character longer', `id=${'a'.repeat(MAX_COOKIE + 1)}`, null],
    ['twice', 'id=abc; id=def', null],
    ['twice the same', 'id=abc; id=abc', null],
    ['twice, first empty', 'id=; id=abc', null],
    ['twice, then empty', 'id=abc; id=', null],
    ['in a longer name', 'xid=abc; id2=def', null],
    ['in another case', 'ID=abc', null],
    ['without a value', 'id', null],
    ['inside another’s value', 'a="x,id=abc"', null],
    ['nowhere', undefined, null],
  ];
  for (const [name, cookie, value] of rows) {
    test(`finds ${value === null ? 'none' : 'the value'} where the name is there ${name}`, () => {
      assert.equal(read(cookie), value);
    });
  }
});

describe('readCookie and hasCookie', () => {
  const NAME = '__Host-kakao_sync_session';

  for (const [id, pair] of toHeaderForms(toForeignPairs(NAME, 'v'))) {
    test(`take a cookie with ${id} for another one`, () => {
      for (const cookie of [pair, `a=1; ${pair}; b=2`]) {
        assert.equal(readCookie(toRequest(cookie), NAME), null);
        assert.equal(hasCookie(toRequest(cookie), NAME), false);
      }
      for (const cookie of [`a=1; ${pair}; ${NAME}=ours`, `${NAME}=ours; ${pair}; b=2`]) {
        assert.equal(readCookie(toRequest(cookie), NAME), 'ours');
        assert.equal(hasCookie(toRequest(cookie), NAME), true);
      }
    });
  }

  for (const [id, value] of toHeaderForms(toForeignValues('v'))) {
    test(`take no letter off a value with ${id}`, () => {
      assert.equal(readCookie(toRequest(`${NAME}=${value}; b=2`), NAME), value);
    });
  }

  test('tell one that comes twice from one that is not there', () => {
    const request = toRequest(`${NAME}=v; ${NAME}=w`);

    assert.equal(readCookie(request, NAME), null);
    assert.equal(hasCookie(request, NAME), true);
    assert.equal(hasCookie(toRequest(), NAME), false);
  });
});
