import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {hasMediaType, readCookie, stripBlanks} from '../../../src/emulator/core/base/header-text.js';
import {STRANGE_BLANKS, toForeignPairs, toForeignValues, toHeaderForms} from '../../support/cookie-forgeries.js';

const NAME = 'kakao_emulator';
const read = (cookie: string): string | null => readCookie(new Request('http://localhost/', {headers: {cookie}}), NAME);

describe('readCookie of the emulator', () => {
  for (const [id, pair] of toHeaderForms(toForeignPairs(NAME, 'v'))) {
    it(`takes a cookie with ${id} for another one`, () => {
      assert.equal(read(`a=1; ${pair}; b=2`), null);
      assert.equal(read(`${pair}; ${NAME}=ours`), 'ours');
      assert.equal(read(`${NAME}=ours; ${pair}; b=2`), 'ours');
    });
  }

  for (const [id, value] of toHeaderForms(toForeignValues('v'))) {
    it(`takes no letter off a value with ${id}`, () => {
      assert.equal(read(`a=1; ${NAME}=${value}; b=2`), value);
    });
  }

  it('reads the one of that name, spaces and tabs around it, and none where there are two', () => {
    assert.equal(read(`a=1;\t ${NAME}=v \t;b=2`), 'v');
    assert.equal(read(`${NAME}=v; ${NAME}=w`), null);
    assert.equal(read(`${NAME}=; ${NAME}=v`), null);
    assert.equal(read('a=1'), null);
    assert.equal(readCookie(new Request('http://localhost/'), NAME), null);
  });
});

describe('hasMediaType', () => {
  const rows: readonly (readonly [type: string, isJson: boolean])[] = [
    ['application/json', true],
    ['Application/JSON', true],
    ['application/json \t;charset=utf-8', true],
    ['application/json;', true],
    ['application/jsonp', false],
    ['text/plain; application/json', false],
    ['', false],
    ...toHeaderForms(STRANGE_BLANKS.map((blank) => ['', blank] as const)).flatMap(
      ([, blank]): (readonly [string, boolean])[] => [
        [`application/json${blank}`, false],
        [`application/json${blank};x`, false],
        [`${blank}application/json`, false],
      ],
    ),
  ];
  for (const [type, isJson] of rows) {
    it(`says ${isJson} of ${JSON.stringify(type)}`, () => {
      const request = new Request('http://localhost/', {headers: {'content-type': type}});

      assert.equal(hasMediaType(request, 'application/json'), isJson);
    });
  }
});

describe('stripBlanks', () => {
  it('takes spaces and tabs off both ends, and nothing else', () => {
    assert.equal(stripBlanks(' \t a b\t '), 'a b');
    for (const blank of STRANGE_BLANKS) assert.equal(stripBlanks(`${blank}a${blank}`), `${blank}a${blank}`);
  });
});
