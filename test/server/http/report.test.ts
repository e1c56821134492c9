import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {KakaoServerOptions} from '../../../src/server/index.js';
import type {PageReport, Problem, ReportedBrowser} from '../../../src/shared/wire.js';
import {createSite, toCookieHeader} from '../support/site.js';

const REPORT: PageReport = {code: 'sdk_blocked', ref: 'KS-7GR0-9A2K', release: '0.1.0', browser: 'kakaotalk'};

async function setup(options: Partial<KakaoServerOptions> = {}) {
  const reports: PageReport[] = [];
  const site = await createSite({onReport: (report) => void reports.push(report), ...options});
  return {
    site,
    reports,
    send: (more: object = {}, headers = {}) => site.post({purpose: 'report', ...REPORT, ...more}, headers),
  };
}

describe('a report of a page', () => {
  test('is answered with 204, and handed on without anything else that it has', async () => {
    const {site, reports, send} = await setup();

    const response = await send({tx: site.prepare().tx, userAgent: 'x', name: '김새봄'});

    assert.deepEqual([response.status, await response.text()], [204, '']);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    assert.deepEqual(reports, [REPORT]);
    assert.deepEqual(site.reports, []);
    assert.deepEqual(
      site.metrics.map(({purpose, outcome}) => [purpose, outcome]),
      [['report', 'reported']],
    );
  });

  test('is answered alike where nobody wants it', async () => {
    const {send} = await setup({onReport: undefined});

    assert.equal((await send()).status, 204);
  });

  test('leaves a session as it is, and reads none', async () => {
    let reads = 0;
    const {site, send} = await setup({
      readMember(id) {
        reads++;
        return {id};
      },
    });
    const login = await site.post(site.prepare());
    const Cookie = toCookieHeader(login);
    reads = 0;

    const response = await send({}, {Cookie});

    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.equal(reads, 0);
    const {status} = (await (await site.get({Cookie})).json()) as {status: string};
    assert.equal(status, 'signed-in');
  });

  const browsers: readonly ReportedBrowser[] = [
    ...(['kakaotalk', 'naver', 'instagram', 'facebook', 'line'] as const),
    ...(['chrome', 'safari', 'samsung', 'firefox', 'other'] as const),
  ];
  for (const browser of browsers) {
    test(`may be of ${browser}`, async () => {
      const {reports, send} = await setup();

      assert.equal((await send({browser})).status, 204);
      assert.equal(reports[0]!.browser, browser);
    });
  }

  test('names its reference as it is written', async () => {
    const {reports, send} = await setup();

    assert.equal((await send({ref: 'ks-7gro9a2k', release: '10.21.32-rc.1'})).status, 204);
    assert.deepEqual(reports, [{...REPORT, release: '10.21.32-rc.1'}]);
  });

  const MALFORMED: Readonly<Record<keyof PageReport, readonly unknown[]>> = {
    code: [undefined, null, '', 5, 'no_such_code', 'constructor', 'sdk_blocked\n', ['sdk_blocked']],
    ref: [undefined, null, '', 5, 'KS-a1B2c3', 'KS-7GR0-9A2U', 'KS.7GR0.9A2K', `KS-${'7'.repeat(9)}`],
    release: [undefined, null, '', 5, '1', '1.0', 'v1.0.0', '1.0.0 <b>', '1.0.0\n', `1.0.0-${'1'.repeat(60)}`],
    browser: [undefined, null, '', 5, 'Chrome', 'netscape', 'constructor', ['chrome']],
  };
  for (const [name, values] of Object.entries(MALFORMED)) {
    for (const value of values) {
      test(`is refused with ${name} ${JSON.stringify(value)}`, async () => {
        const {site, reports, send} = await setup();

        const response = await send({[name]: value});

        assert.equal(response.status, 400);
        assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
        assert.equal(((await response.json()) as Problem).code, 'request_invalid');
        assert.deepEqual(reports, []);
        assert.equal(site.reports.length, 1);
        assert.match(site.reports[0]?.hint ?? '', new RegExp(`^The request's ${name} is`));
      });
    }
  }

  for (const [what, headers, status] of [
    ['another origin', {Origin: 'https://evil.example'}, 403],
    ['no origin', {Origin: null}, 403],
    ['no header of the widget', {'X-Kakao-Sync': null}, 400],
    ['a form', {'Content-Type': 'text/plain'}, 415],
  ] as const) {
    test(`is refused from ${what}`, async () => {
      const {reports, send} = await setup();

      assert.equal((await send({}, headers)).status, status);
      assert.deepEqual(reports, []);
    });
  }

  test('is asked about at limit, and refused where that says so, under its own reference', async () => {
    const asked: (string | null)[] = [];
    let isOpen = true;
    const {site, reports, send} = await setup({
      limit(request) {
        asked.push(request.headers.get('X-Forwarded-For'));
        return isOpen || {retryAfter: 7};
      },
    });

    assert.equal((await send({}, {'X-Forwarded-For': '192.0.2.1'})).status, 204);
    isOpen = false;
    const refused = await send();

    assert.deepEqual([refused.status, refused.headers.get('Retry-After')], [429, '7']);
    assert.deepEqual(asked, ['192.0.2.1', null]);
    assert.equal(reports.length, 1);
    assert.deepEqual(
      site.reports.map(({code, ref}) => [code, ref]),
      [['rate_limited', REPORT.ref]],
    );
  });

  for (const [how, onReport] of [
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ] as const) {
    test(`is answered with 204 though onReport ${how}, which onError is told`, async () => {
      const {site, send} = await setup({onReport});

      assert.equal((await send()).status, 204);

      const [{code, ref, hint} = {}] = site.reports as Partial<(typeof site.reports)[number]>[];
      assert.deepEqual([code, ref, hint], ['hook_failed', REPORT.ref, 'onReport threw or rejected.']);
    });
  }
});
