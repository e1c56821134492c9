import assert from 'node:assert/strict';
import {before, describe, test} from 'node:test';
import {FAULT_MATRIX, INVARIANTS, type FaultId} from '../support/fault-matrix.js';
import {listFiles, read, run} from './support/package.js';

const ids = Object.keys(FAULT_MATRIX) as FaultId[];
/** What only a browser shows. */
const VISIBLE = ['I3', 'I4', 'I5', 'I6', 'I8', 'I11'];

describe('the fault matrix', () => {
  let titles: Readonly<Record<string, readonly string[]>> = {};
  before(async () => {
    const files = listFiles('test', /^test\/(journeys|server|emulator|demo)\/.*\.test\.tsx?$/).filter((path) =>
      /\bF\d\d\b/.test(read(path)),
    );
    const collector = 'test/package/support/collect-titles.mjs';
    const {code, output} = await run('node', '--import', import.meta.resolve('tsx'), collector, ...files);
    assert.equal(code, 0, output);
    titles = JSON.parse(output) as typeof titles;
  });

  const findTitles = (id: string, folder = ''): string[] =>
    Object.entries(titles)
      .filter(([file]) => file.startsWith(`test/${folder}`))
      .flatMap(([, names]) => names.filter((name) => name.split(/[^\w]+/).includes(id)));

  test('has its 77 rows', () => {
    const numbers = Array.from({length: 77}, (_, index) => `F${String(index + 1).padStart(2, '0')}`);

    assert.deepEqual(ids, numbers);
  });

  for (const id of ids) {
    test(`${id} has a test that names it`, () => {
      assert.notDeepEqual(findTitles(id), []);
    });
    if (!FAULT_MATRIX[id].presses.some((invariant) => VISIBLE.includes(invariant))) continue;
    test(`${id} has a test in a browser, where what it presses on shows`, () => {
      assert.notDeepEqual(findTitles(id, 'journeys/'), []);
    });
  }

  test('knows every row that a test names', () => {
    const named = Object.values(titles).flatMap((names) => names.flatMap((name) => name.match(/\bF\d\d\b/g) ?? []));

    assert.deepEqual(
      [...new Set(named)].filter((id) => !(ids as string[]).includes(id)),
      [],
    );
    assert.ok(named.length > ids.length, 'The titles are found.');
  });

  test('presses on every invariant', () => {
    const pressed = new Set<string>(Object.values(FAULT_MATRIX).flatMap(({presses}) => presses));

    assert.deepEqual(
      Object.keys(INVARIANTS).filter((invariant) => !pressed.has(invariant)),
      [],
    );
  });
});
