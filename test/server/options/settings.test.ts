import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer, KakaoSyncError} from '../../../src/server/index.js';
import {assertNoCanary, createSite} from '../support/site.js';
import data from './settings.json' with {type: 'json'};

const site = await createSite();

/** Options that differ from good ones. */
interface Row {
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Options that are not there. */
  readonly without?: readonly string[];
}

interface RefusedRow extends Row {
  readonly option: string;
  readonly code?: string;
}

const toChanges = ({changes, without = []}: Row): Record<string, unknown> => ({
  ...changes,
  ...Object.fromEntries(without.map((name) => [name, undefined])),
});

describe('createKakaoServer', () => {
  const refused: readonly RefusedRow[] = [
    ...(data.refused as RefusedRow[]),
    {option: 'allowedOrigins[0]', changes: {allowedOrigins: [undefined]}},
    {option: 'session.destroy', changes: {session: {create: () => undefined, read: () => null, destroy: 1}}},
    {option: 'idleSeconds', changes: {idleSeconds: NaN}},
    {option: 'site', changes: {site: 's'.repeat(21)}},
    {option: 'site.since', changes: {site: {name: 'shop', since: new Date(NaN)}}},
    {option: 'site.until', changes: {site: {name: 'shop', until: new Date()}}},
  ];
  for (const {option, code = 'config_invalid', ...row} of refused) {
    const changes = toChanges(row);
    test(`refuses ${JSON.stringify(changes).slice(0, 90)} and names ${option}`, () => {
      assert.throws(
        () => createKakaoServer(site.options(changes)),
        (error) => {
          assert.ok(error instanceof KakaoSyncError);
          assert.equal(error.code, code, error.message);
          assert.ok(error.message.startsWith(`createKakaoServer: ${option} `), error.message);
          assertNoCanary(error.message);
          return true;
        },
      );
    });
  }

  for (const options of [undefined, null, 'options', []]) {
    test(`refuses ${JSON.stringify(options)} as options`, () => {
      assert.throws(() => createKakaoServer(options as never), {code: 'config_incomplete'});
    });
  }

  const accepted = [...(data.accepted as Row[]), {changes: {site: {name: 'shop', since: new Date()}}}];
  for (const row of accepted) {
    const options = toChanges(row);
    test(`takes ${JSON.stringify(options).slice(0, 90)}`, () => {
      assert.equal(typeof createKakaoServer(site.options(options)).session, 'function');
    });
  }

  test('asks nobody anything', () => {
    createKakaoServer(site.options());

    assert.deepEqual(site.provider.requests, []);
  });
});
