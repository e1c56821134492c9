import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {ko} from '../../support/texts.js';
import type {Browser} from 'playwright-core';
import type {BackendFailure} from '../../support/backend-failures.js';
import {openBrowser} from '../../support/browser.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {expectEnding} from '../../support/invariants.js';
import {CANARY} from '../../support/observation.js';
import {type Site, startSite} from '../../support/site.js';
import {testFault} from '../../support/test-fault.js';
import {expectText, startVisit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';

describe('a backend', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([openBrowser(), startSite()]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  const json = (status: number, body: string): (() => Response) => {
    return () => new Response(body, {status, headers: {'Content-Type': 'application/json'}});
  };
  const problem = (status: number, code: string): (() => Response) => {
    const body = JSON.stringify({
      type: 'about:blank',
      title: `${CANARY}title`,
      status,
      code,
      detail: `${CANARY}detail`,
    });
    return () => new Response(body, {status, headers: {'Content-Type': 'application/problem+json'}});
  };
  const page = (status: number): (() => Response) => {
    return () => new Response('<!doctype html><p>점검 중', {status, headers: {'Content-Type': 'text/html'}});
  };
  const redirect = (): Response => new Response(null, {status: 302, headers: {Location: '/'}});

  interface Row {
    readonly row: FaultId;
    readonly that: string;
    readonly failure: BackendFailure;
    readonly code: string;
    readonly end?: 'help';
    /** The session is read until it could no longer come. */
    readonly waits?: true;
    readonly tokens?: number;
  }
  const rows: readonly Row[] = [
    {row: 'F60', that: 'answers 500', failure: json(500, '{}'), code: 'backend_failed'},
    {row: 'F60', that: 'answers 502', failure: page(502), code: 'backend_failed', waits: true},
    {row: 'F60', that: 'answers 504', failure: page(504), code: 'backend_failed', waits: true},
    {row: 'F60', that: 'answers a page', failure: page(200), code: 'backend_bad_answer'},
    {row: 'F60', that: 'answers nothing', failure: () => new Response(null, {status: 204}), code: 'backend_bad_answer'},
    {row: 'F60', that: 'answers null', failure: json(200, 'null'), code: 'backend_bad_answer'},
    {row: 'F60', that: 'leads to a login page', failure: redirect, code: 'backend_bad_answer'},
    {row: 'F59', that: 'answers 400', failure: json(400, '{}'), code: 'backend_refused'},
    {row: 'F59', that: 'answers 401 with a page', failure: page(401), code: 'backend_refused'},
    {row: 'F59', that: 'answers 403 to every stranger', failure: page(403), code: 'backend_refused'},
    {row: 'F59', that: 'knows the code already', failure: problem(409, 'code_used'), code: 'code_used'},
    {row: 'F59', that: 'has moved away', failure: json(410, 'null'), code: 'backend_refused'},
    {
      row: 'F59',
      that: 'cannot read the request',
      failure: problem(422, 'request_invalid'),
      code: 'request_invalid',
      end: 'help',
    },
    {
      row: 'F59',
      that: 'does not know the page',
      failure: problem(403, 'origin_refused'),
      code: 'origin_refused',
      end: 'help',
    },
    {
      row: 'F59',
      that: 'refuses by a code of its own',
      failure: problem(400, 'constructor'),
      code: 'backend_refused',
    },
    {row: 'F59', that: 'asks to wait', failure: problem(429, 'rate_limited'), code: 'rate_limited'},
    {row: 'F59', that: 'has too many requests', failure: json(429, ''), code: 'rate_limited'},
    {row: 'F60', that: 'cannot be reached', failure: 'reset', code: 'backend_unreachable', waits: true},
    {row: 'F61', that: 'loses answer and cookie', failure: 'drop', code: 'backend_unreachable', waits: true, tokens: 1},
  ];
  for (const {row, that, failure, code, end = 'retry', waits, tokens: spent = 0} of rows) {
    testFault(row, `that ${that} costs one more press`, async () => {
      site.failNext('POST', failure);
      await using visit = await startVisit(browser, site);
      if (waits) await visit.page.clock.install();
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signIn('이하늘');
      if (waits) {
        await visit.traffic.nextRead();
        await visit.page.clock.fastForward(10_000);
      }

      const {detail} = await visit.events.next('kakao-login-error');
      assert.deepEqual({code: detail?.['code'], end: detail?.['end']}, {code, end});
      await expectText(visit, end === 'help' ? ko.unavailable : '다시 눌러 주세요');
      await expectText(visit, String(detail?.['ref']));
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1, tokens: spent});

      await visit.press();

      await visit.events.next('kakao-login-success');
      const tokens = spent + 1;
      await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 2, tokens});
    });
  }

  testFault('F60', 'that never answers costs one more press', async () => {
    site.failNext('POST', 'hang');
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signIn('이하늘');
    await visit.traffic.nextPost();

    await visit.page.clock.fastForward(10_000);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['end'], 'retry');
    assert.equal(detail['code'], 'backend_timeout');
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1});

    await visit.press();

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 2, tokens: 1});
  });

  for (const [row, what, failure] of [
    ['F61', 'whose answer is lost after the session was made', 'cut'],
    ['F63', 'that gets the request twice at once', 'twice'],
  ] as const)
    testFault(row, `${what} has signed in, and the page tells it once`, async () => {
      site.failNext('POST', failure);
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      const {detail} = await visit.events.next('kakao-login-success');
      assert.equal(detail?.['isNewMember'], true);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });

  testFault('F64', 'whose cookie does not stay is told to the site by the next GET, and to no visitor', async () => {
    site.failNext('POST', 'no-cookie');
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signUp('김새봄');
    await visit.events.next('kakao-login-success');

    await visit.page.evaluate(() => {
      const holder = document as unknown as Record<symbol, {readonly client: {refresh(): Promise<void>}}>;
      return holder[Symbol.for('kakao-sync-widget')]!.client.refresh();
    });

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'session_cookie_blocked');
    assert.ok(visit.traffic.console.some((line) => line.includes(`session_cookie_blocked ${String(detail['ref'])}`)));
    assert.ok(!(await visit.readText()).includes(ko.cookies));
    await expectEnding(visit, {at: AT, session: 'signed-out', success: [AT], error: [AT], posts: 1, tokens: 1});
  });

  const notice = `<br />\n<b>Notice</b>: Undefined index "${CANARY}index" in ${CANARY}file.php on line 7<br />\n`;
  const spoiled: readonly (readonly [what: string, spoil: (body: string) => Response, line: RegExp])[] = [
    [
      'a notice of PHP before it',
      (body) => new Response(notice + body, {headers: {'Content-Type': 'text/html; charset=utf-8'}}),
      / 200 text\/html \d+ notice-before-json "<br \/> <b>Notice<\/b>: Undefined index .* on line 7<br \/>/,
    ],
    [
      'three byte order marks before it',
      (body) => new Response(`\uFEFF\uFEFF\uFEFF${body}`, {headers: {'Content-Type': 'application/json'}}),
      / 200 application\/json \d+ bom "/,
    ],
    ['a redirect', () => new Response(null, {status: 303, headers: {Location: '/'}}), / 0 - 0 redirect /],
  ];
  for (const [what, spoil, line] of spoiled) {
    testFault('F61', `whose answer is spoiled by ${what} has signed in, and the console says by what`, async () => {
      site.failNext('POST', {spoil});
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      const {detail} = await visit.events.next('kakao-login-success');
      const begin = `[kakao-sync] backend_bad_answer ${String(detail?.['ref'])} POST /api/kakao/session `;
      const [told, ...others] = visit.traffic.console.filter((text) => text.startsWith(begin));
      assert.deepEqual(others, []);
      assert.match(told ?? '', line);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });
  }

  testFault('F60', 'that answers late has signed in, though the page stopped waiting', async () => {
    const post = site.holdNextPost();
    await using visit = await startVisit(browser, site);
    await visit.page.clock.install();
    await visit.goTo(AT);
    await visit.press();
    await visit.kakao.signUp('김새봄');
    await post.arrived;

    await visit.page.clock.fastForward(9_000);
    post.release();

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
  });
});
