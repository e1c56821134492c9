import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {SPOILS} from '../../src/emulator/index.js';
import {isErrorCode} from '../../src/shared/errors.js';
import {LATER, MORE_LENIENT, ROWS} from '../conformance/rows.js';
import {toSpoil} from '../conformance/test-environment.js';
import {listFiles, read} from './support/package.js';

/** The rows of the list. */
const COUNT = 60;

describe('the list of conformance rows', () => {
  for (let number = 1; number <= COUNT; number++) {
    test(`has a row ${number}, which is played`, () => {
      assert.ok(ROWS.some((row) => row.number === number));
    });
  }

  test('has no others', () => {
    assert.deepEqual(
      [...ROWS, ...LATER].filter(({number}) => number < 1 || number > COUNT),
      [],
    );
  });

  test('has a name of its own for each, the suite’s or ours', () => {
    const names = [...ROWS, ...LATER].map(({name}) => name);

    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
    for (const name of names) assert.match(name, /^(oidcc-client-test|fapi[12]-[a-z\d-]+-client-test|ktl-)/);
  });

  for (const spoil of SPOILS) {
    test(`plays what the emulator can do: ${spoil}`, () => {
      assert.ok(ROWS.some((row) => toSpoil(row) === spoil));
    });
  }

  test('knows each code that it expects', () => {
    for (const {must, name} of ROWS) assert.ok(must === 'signed-in' || isErrorCode(must), name);
  });

  test('accepts nothing that openid-client refuses, but for one row with its reason', () => {
    const lenient = ROWS.filter(({must, reference}) => must === 'signed-in' && reference === 'refuses');

    assert.deepEqual(
      lenient.map(({name}) => name),
      Object.keys(MORE_LENIENT),
    );
    assert.deepEqual(Object.keys(MORE_LENIENT), ['ktl-aud-js-key']);
    for (const reason of Object.values(MORE_LENIENT)) assert.ok(reason.length > 40);
  });

  test('puts off what cannot be tried yet, and nothing else', () => {
    const server = listFiles('src/server', /\.ts$/);
    const report = read('test/package/api/server.api.md');

    for (const {name, reason} of LATER) {
      if (/doctor/.test(reason)) assert.ok(!server.some((path) => path.includes('doctor')), name);
      else
        assert.ok(
          /refresh/.test(reason) && /^export interface KakaoTokens \{(?:(?!idToken)[^}])*\}$/m.test(report),
          name,
        );
    }
  });
});
