import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, test} from 'node:test';

const FOLDER = 'src/server';
const files = readdirSync(FOLDER, {recursive: true})
  .map(String)
  .filter((name) => name.endsWith('.ts'));

describe('src/server', () => {
  for (const name of files) {
    const source = readFileSync(join(FOLDER, name), 'utf8');

    test(`${name} uses nothing that one runtime alone has, and writes to no console`, () => {
      assert.doesNotMatch(source, /\b(process|Buffer|require|__dirname|Deno|Bun)(\.\w|\()|\bconsole\./);
    });

    test(`${name} has less than 300 lines`, () => {
      assert.ok(source.split('\n').length < 300);
    });
  }

  test('does nothing when it is imported', async () => {
    const before = Object.getOwnPropertyNames(globalThis);
    const fetchBefore = globalThis.fetch;

    await import('../../src/server/index.js');

    assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
    assert.equal(globalThis.fetch, fetchBefore);
  });
});
