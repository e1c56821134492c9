import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {createKakaoServer} from '../../../src/server/index.js';
import {drawSeed} from '../support/seed.js';
import {createSite, SESSION_KEY} from '../support/site.js';

const site = await createSite();
const RANDOM = 'Rv7qH2xKc9Lw5TzB8nYd3JfGm6PsQa4E';

/** What is wrong with a key, by the word of the error; null if nothing is. */
function judge(key: string): string | null {
  try {
    createKakaoServer(site.options({sessionKeys: [key]}));
    return null;
  } catch (error) {
    const {code, message} = error as {code?: string; message: string};
    assert.equal(code, 'config_invalid');
    for (let at = 0; at + 8 <= key.length; at += 8) {
      assert.ok(!message.includes(key.slice(at, at + 8)), 'the key is not told');
    }
    return /sessionKeys\[0\] is not valid: it ([\w ]+)/.exec(message)?.[1] ?? message;
  }
}

describe('a session key', () => {
  const [short, uniform, repeated] = [
    'is shorter than 32 bytes',
    'has fewer than 10 different characters',
    'repeats itself',
  ];
  const rows: [name: string, key: string, flaw: string | null][] = [
    ['of 32 random characters', RANDOM, null],
    ['of 31', RANDOM.slice(1), short],
    ['of 11 characters of three bytes', '가나다라마바사아자차카', null],
    ['of 10 characters of three bytes', '가나다라마바사아자차', short],
    ['of words', 'correct horse battery staple, and so on', null],
    ['of words with a number', SESSION_KEY, null],
    ['of two keys', RANDOM + SESSION_KEY, null],
    ['in a file of its kind', `-----BEGIN KEY-----\n${RANDOM}${SESSION_KEY}\n-----END KEY-----`, null],
    ['of ten characters', '0123456789'.padEnd(32, '8642097531'), null],
    ['of nine characters', '012345678'.padEnd(32, '8642075318'.slice(0, 9)), uniform],
    ['of one character', 'x'.repeat(64), uniform],
    ['of blanks', ' '.repeat(64), uniform],
    ['of a short block', 'abc'.repeat(11), uniform],
    ['of digits in order', '0123456789'.repeat(4), repeated],
    ['of the alphabet twice', 'abcdefghijklmnopqrstuvwxyz'.repeat(2), repeated],
    ['of a block, cut at its end', 'abcdefghijklmno'.repeat(3).slice(0, 40), repeated],
    ['of a block, cut at its start', 'abcdefghijklmno'.repeat(3).slice(5), repeated],
    ['of a half twice', RANDOM.slice(0, 16).repeat(2), repeated],
    ['of a half twice with something between', `${RANDOM.slice(0, 16)}-${RANDOM.slice(0, 16)}`, repeated],
    ['of a key twice', RANDOM.repeat(2), repeated],
    ['of a name over and over', 'online-bazaar-online-bazaar-online-bazaar', repeated],
    ['of a word with a counter', 'password01password02password03password04', repeated],
    ['of a short block behind a name', `MyShop-${'abc'.repeat(12)}`, repeated],
    ['of a short block before a name', `${'abc'.repeat(12)}-MyShop`, repeated],
    ['of characters of three bytes, over and over', '가나다라마바사아자차카타'.repeat(2), repeated],
    ['of characters of four bytes, over and over', '😀😁😂🤣😃😄😅😆😉😊'.repeat(2), repeated],
    ['with a long tail of one character', `abcdefghij${'0'.repeat(30)}`, repeated],
    ['with a long head of one character', `${'0'.repeat(30)}abcdefghij`, repeated],
  ];
  for (const [name, key, flaw] of rows) {
    test(`${name} ${flaw ?? 'is one'}`, () => {
      assert.equal(judge(key), flaw);
    });
  }

  test('as the second is held to the same', () => {
    assert.throws(() => createKakaoServer(site.options({sessionKeys: [RANDOM, 'abcdefghijk'.repeat(3)]})), {
      code: 'config_invalid',
      message: /sessionKeys\[1\] is not valid: it repeats itself/,
    });
  });

  for (const encoding of ['base64', 'base64url', 'hex'] as const) {
    test(`of 32 random bytes is one: ${encoding}`, () => {
      for (let times = 0; times < 200; times++) assert.equal(judge(randomBytes(32).toString(encoding)), null);
    });
  }

  test('of a block over and over is none, whatever the block', (t) => {
    const blocks = fc.tuple(fc.string({minLength: 1, maxLength: 20}), fc.nat(19), fc.nat(30));
    fc.assert(
      fc.property(blocks, ([block, start, more]) => {
        assert.notEqual(judge(block.repeat(100).slice(start, start + 40 + more)), null);
      }),
      {seed: drawSeed(t), numRuns: 300},
    );
  });
});
