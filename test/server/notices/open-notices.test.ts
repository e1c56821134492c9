import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {openNotices} from '../../../src/server/notices/store/index.js';

const KEY = 'canary-admin-key';
const GOOD = {appId: '123456', adminKeys: [KEY], store: 'postgres://localhost/shop'};

describe('openNotices', () => {
  const taken: readonly object[] = [
    {},
    {store: 'postgresql://u:p@h:5432/d'},
    {store: {folder: '/var/lib/kakao'}},
    {store: {pglite: {}}},
    {spool: '/var/spool/kakao'},
    {adminKeys: [KEY, 'other', {sha256: 'AB'.repeat(32)}]},
    {schema: 'kakao'},
  ];
  for (const changes of taken) {
    test(`takes ${JSON.stringify(changes)}, and opens nothing`, () => {
      const {appId, spool} = openNotices({...GOOD, ...changes});

      assert.equal(appId, '123456');
      assert.equal(spool === null, !('spool' in changes));
    });
  }

  const refused: readonly (readonly [changes: unknown, code: string, option: RegExp])[] = [
    ...[undefined, ''].map((appId) => [{appId}, 'config_incomplete', /appId/] as const),
    ...[123_456, ' 123456', '0x1', KEY, '12 34'].map((appId) => [{appId}, 'config_invalid', /appId/] as const),
    ...[undefined, [], KEY].map((adminKeys) => [{adminKeys}, 'config_incomplete', /adminKeys/] as const),
    ...[[undefined], [KEY, '']].map((adminKeys) => [{adminKeys}, 'config_incomplete', /adminKeys\[\d\]/] as const),
    ...[[`${KEY} `], [7], [{sha256: 'x'}], [null], [{sha256: 'ab'.repeat(31)}]].map(
      (adminKeys) => [{adminKeys}, 'config_invalid', /adminKeys\[0\]/] as const,
    ),
    [{adminKeys: ['a', 'b', 'c', 'd']}, 'config_invalid', /at most three/],
    ...[undefined, ''].map((store) => [{store}, 'config_incomplete', /store/] as const),
    ...['mysql://x/y', 'postgres://', {}, {folder: ''}, {folder: '/x', pglite: {}}, {pglite: 1}, 7].map(
      (store) => [{store}, 'config_invalid', /store/] as const,
    ),
    ...['', 7, {folder: '/x'}].map((spool) => [{spool}, 'config_invalid', /spool/] as const),
    [{keys: []}, 'config_invalid', /no such option/],
  ];
  for (const [changes, code, option] of refused) {
    test(`refuses ${JSON.stringify(changes).slice(0, 80)} by ${code}, without any key`, () => {
      assert.throws(
        () => openNotices({...GOOD, ...(changes as object)}),
        (error: Error & {code: string}) => {
          assert.equal(error.code, code);
          assert.match(error.message, option);
          assert.doesNotMatch(error.message, /canary/);
          return true;
        },
      );
    });
  }

  test('refuses what is no object', () => {
    assert.throws(() => openNotices(null as never), {code: 'config_incomplete'});
  });
});
