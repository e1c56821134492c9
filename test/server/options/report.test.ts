import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createRedactor} from '../../../src/server/base/redactor.js';
import type {ServerErrorReport} from '../../../src/server/index.js';
import {RequestError} from '../../../src/server/base/request-error.js';
import {createReporter} from '../../../src/server/options/reports/report.js';

function setUp() {
  const reports: ServerErrorReport[] = [];
  const clock = {time: 1_000_000};
  const reporter = createReporter({onError: (report) => reports.push(report)}, () => clock.time);
  const report = (count: number, refusal = new RequestError('code_used', 'Used.', {kakaoCode: 'KOE320'})): void => {
    for (let index = 0; index < count; index++) reporter.reportError(refusal, `KS-${index}`, createRedactor());
  };
  /** What was told since the last look: which of them, and how many it stands for. */
  const take = (): (number | undefined)[] => reports.splice(0).map(({repeated}) => repeated);
  return {reports, clock, reporter, report, take};
}

describe('reports that repeat themselves', () => {
  test('are told each at first, each with its reference', () => {
    const {reports, report} = setUp();

    report(5);

    assert.deepEqual(
      reports,
      [0, 1, 2, 3, 4].map((index) => ({code: 'code_used', ref: `KS-${index}`, hint: 'Used.', koe: 'KOE320'})),
    );
  });

  const rows: [count: number, told: (number | undefined)[]][] = [
    [1, [undefined]],
    [6, [undefined, undefined, undefined, undefined, undefined]],
    [10, [undefined, undefined, undefined, undefined, undefined, 4]],
    [99, [undefined, undefined, undefined, undefined, undefined, 4]],
    [1000, [undefined, undefined, undefined, undefined, undefined, 4, 89, 899]],
  ];
  for (const [count, told] of rows) {
    test(`${count} in a minute are told as ${JSON.stringify(told)}, and the next minute’s first tells the rest`, () => {
      const {clock, report, take} = setUp();

      report(count);
      const first = take();
      clock.time += 60_000;
      report(1);

      assert.deepEqual(first, told);
      const sum = first.reduce<number>((total, repeated) => total + 1 + (repeated ?? 0), 0);
      assert.deepEqual(take(), [count === sum ? undefined : count - sum]);
    });
  }

  test('are counted by code and by Kakao’s code, whatever else they say', () => {
    const {report, take} = setUp();
    const kinds = [
      new RequestError('code_used', 'Used.', {kakaoCode: 'KOE320'}),
      new RequestError('code_used', 'Used here.'),
      new RequestError('hook_failed', 'signUp threw.'),
    ];

    for (const kind of kinds) report(9, kind);

    assert.equal(take().length, 15);
    for (let index = 0; index < 20; index++) report(1, new RequestError('origin_refused', `Origin ${index}`));
    assert.equal(take().length, 6);
  });

  test('are told apart where another of the site’s functions fails: none is hidden behind the failures of one', () => {
    const {report, take} = setUp();

    for (const name of ['readMember', 'onConsent', 'limit'])
      report(9, new RequestError('hook_failed', `${name} threw.`));

    assert.equal(take().length, 15);
  });

  test('are told once a minute if they say so, and the next minute’s first tells the rest', () => {
    const {clock, reporter, take} = setUp();
    const report = (count: number): void => {
      const error = {code: 'notice_not_stored', message: 'Lost.', details: {}, isToldOnce: true} as const;
      for (let index = 0; index < count; index++) reporter.reportError(error, undefined, createRedactor());
    };

    report(1000);
    assert.deepEqual(take(), [undefined]);
    clock.time += 60_000;
    report(3);

    assert.deepEqual(take(), [999]);
  });

  test('begin anew with a clock that is set back', () => {
    const {clock, report, take} = setUp();
    report(9);
    take();

    clock.time -= 3_600_000;
    report(1);

    assert.deepEqual(take(), [4]);
  });
});
