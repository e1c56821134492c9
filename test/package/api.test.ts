import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {makeReports, REPORTS} from '../../scripts/api-reports.mjs';
import {listFiles, read} from './support/package.js';

const RENEW =
  'The public API has changed. If that is meant, `npm run api` renews the reports; a release only adds to them.';

describe('the public API', () => {
  const reports = makeReports();

  test('has a committed report for each entry with types, and no other', () => {
    const committed = listFiles(REPORTS, /\.api\.md$/).map((path) => path.slice(REPORTS.length + 1));

    assert.deepEqual(committed.sort(), [...reports.keys()], RENEW);
  });

  for (const [file, report] of reports) {
    test(`is what ${file} says`, () => {
      assert.equal(report, read(`${REPORTS}/${file}`), RENEW);
    });
  }
});
