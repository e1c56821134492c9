import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {toCsv} from '../../../demo/funnel/csv.js';
import type {FunnelRow, Numbers} from '../../../demo/funnel/numbers.js';
import {SAMPLE} from '../../../demo/funnel/sample.js';
import {toText} from '../../../demo/text/text.js';
import {setUpShop} from '../support/pages.js';
import {toNumbers, toRow} from './support/numbers.js';

const {funnel: words} = toText('ko');

describe('the page of numbers', () => {
  const HOSTILE = '"><img src=x onerror=alert(1)>';
  const setup = (rows: readonly FunnelRow[], total: Partial<Numbers> = {}) => {
    const asked: number[] = [];
    const count = (days: number) => {
      asked.push(days);
      return Promise.resolve({rows, total: toNumbers(total), isSample: false});
    };
    return {asked, ...setUpShop({funnel: {record: () => Promise.resolve(), count}})};
  };

  it('shows the numbers, and the alarm in words', async () => {
    const row = toRow({views: 40, presses: 12, starts: 10, returns: 7, signups: 3});
    const page = await setup([row], row).read('/operator/funnel');

    assert.ok(page.includes(words.lost('autumn · talk · a', 10, 3, 30)));
    assert.ok(page.includes(words.check));
    assert.match(page, /data-stage="presses">12</);
    assert.ok(!page.includes(words.sampleNote));
  });

  it('says that all is well where few are missing', async () => {
    const page = await setup([toRow({starts: 10, returns: 8})]).read('/operator/funnel');

    assert.match(page, /data-no-alarm/);
    assert.doesNotMatch(page, /data-alarm/);
  });

  it('alarms of all campaigns together, where none of them has enough starts', async () => {
    const rows = ['a', 'b'].map((variant) => toRow({variant, starts: 6, returns: 1}));
    const page = await setup(rows, {starts: 12, returns: 2}).read('/operator/funnel');

    assert.ok(page.includes(words.lost(words.total, 12, 10, 83)));
  });

  for (const [query, days] of [
    ['', 7],
    ['?days=30', 30],
    ['?days=8', 7],
    ['?days=1&x', 1],
  ] as const) {
    it(`asks for ${days} days at ${query || 'the page alone'}`, async () => {
      const {read, asked} = setup([]);

      assert.ok((await read(`/operator/funnel${query}`)).includes(words.nothing));
      assert.deepEqual(asked, [days]);
    });
  }

  it('shows sample numbers as such, without asking for real ones', async () => {
    const {read, asked} = setup([toRow()]);

    const page = await read('/operator/funnel?numbers=sample');

    assert.ok(page.includes(words.sampleNote));
    assert.ok(!page.includes('autumn ·'));
    assert.deepEqual(asked, []);
  });

  it('escapes what a campaign says', async () => {
    const row = toRow({campaign: HOSTILE, source: HOSTILE, variant: HOSTILE, starts: 10});

    assert.doesNotMatch(await setup([row]).read('/operator/funnel'), /<img src=x/);
  });

  for (const path of ['/operator/funnel', '/operator/funnel.csv']) {
    it(`keeps ${path} on this machine`, async () => {
      const {requestAt, asked} = setup([]);
      const closed = setUpShop({operator: null});

      const answers = [await requestAt(`http://rebound.example:3000${path}`), await closed.request(path)];

      assert.deepEqual([answers.map(({status}) => status), asked], [[404, 404], []]);
    });
  }

  it('speaks English', async () => {
    const page = await setup([toRow()]).read('/operator/funnel?lang=en');

    assert.doesNotMatch(page.replace(/>한국어<\/a\s*>/, ''), /[가-힣]/);
  });
});

describe('the file of numbers', () => {
  const text = toText('en');
  const toLines = (row: Partial<FunnelRow>): readonly string[] =>
    toCsv({rows: [toRow(row)], total: toNumbers(), isSample: false}, text).split('\r\n');

  it('is for Excel, with a line a campaign', () => {
    const [head, line, total] = toLines({views: 5, starts: 4, returns: 1});

    assert.match(head ?? '', /^\uFEFFKind,Campaign,Source,Variant,Button seen,/);
    assert.deepEqual([line, total], ['real,autumn,talk,a,5,0,4,1,0,0,0,0,0,3', 'real,Total,,,0,0,0,0,0,0,0,0,0,0']);
  });

  for (const [campaign, cell] of [
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['+1', `'+1`],
    ['-1', `'-1`],
    [' @SUM(A1)', `' @SUM(A1)`],
    ['a,b', '"a,b"'],
    ['가을', '가을'],
  ] as const) {
    it(`writes ${campaign} as text`, () => {
      assert.ok(toLines({campaign})[1]?.startsWith(`real,${cell},talk`), toLines({campaign})[1]);
    });
  }

  it('is named after its day and span, or says that it is a sample', async () => {
    const {request} = setUpShop({funnel: {record: () => Promise.resolve(), count: () => Promise.resolve(SAMPLE)}});
    const real = setUpShop({
      funnel: {
        record: () => Promise.resolve(),
        count: () => Promise.resolve({rows: [], total: toNumbers(), isSample: false}),
      },
    });

    const sample = await request('/operator/funnel.csv?numbers=sample&lang=en');
    const answer = await real.request('/operator/funnel.csv?days=30');

    assert.match(sample.headers.get('Content-Disposition') ?? '', /funnel-sample\.csv/);
    const [, ...lines] = (await sample.text()).trimEnd().split('\r\n');
    assert.ok(lines.every((line) => line.startsWith('sample,')));
    assert.match(answer.headers.get('Content-Disposition') ?? '', /funnel-2026-11-22-30d\.csv/);
    assert.match(answer.headers.get('Content-Type') ?? '', /^text\/csv/);
  });
});
