import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {MAX_COOKIE, readCookie} from '../../src/server/cookies.js';

const read = (cookie?: string): string | null =>
  readCookie(new Request('https://shop.example/', cookie === undefined ? {} : {headers: {Cookie: cookie}}), 'id');

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
