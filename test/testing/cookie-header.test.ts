import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {toCookieHeader} from 'kakao-sync-widget/testing';

const CASES: readonly (readonly [what: string, answers: readonly (readonly string[])[], header: string])[] = [
  ['nothing', [[]], ''],
  ['one cookie without its attributes', [['a=1; Path=/; HttpOnly']], 'a=1'],
  ['all cookies of an answer', [['a=1', '__Host-b=2=2; Secure']], 'a=1; __Host-b=2=2'],
  ['the later one of a name', [['a=1'], ['a=2; Path=/']], 'a=2'],
  ['none that was deleted', [['a=1', 'b=2'], ['a=; Max-Age=0']], 'b=2'],
  ['none that was deleted long ago', [['a=1'], ['a=; max-age=-1']], ''],
  ['one that lives for a while', [['a=1; Max-Age=0600']], 'a=1'],
];

describe('toCookieHeader', () => {
  for (const [what, answers, header] of CASES) {
    it(`sends back ${what}`, () => {
      const responses = answers.map((lines) => ({
        headers: new Headers(lines.map((line): [string, string] => ['set-cookie', line])),
      }));

      assert.equal(toCookieHeader(...responses), header);
    });
  }
});
