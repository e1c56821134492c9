import assert from 'node:assert/strict';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {BackendFailure} from '../../support/backend-failures.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {CANARY} from '../../support/observation.js';
import {
  AT,
  describeJourney,
  expectEnding,
  expectFailed,
  expectSignedIn,
  expectText,
  ko,
} from '../../support/journey.js';

describeJourney('a backend', {}, ({site, testFault}) => {
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
    readonly code: ErrorCode;
    readonly end?: 'help';
    /** The session is read until it could no longer come. */
    readonly waits?: true;
    readonly tokens?: number;
  }
  const rows: readonly Row[] = [
    {row: 'F60', that: 'answers 500', failure: json(500, '{}'), code: 'backend_failed'},
    {row: 'F60', that: 'answers 502', failure: page(502), code: 'backend_failed', waits: true},
    {row: 'F60', that: 'answers a page', failure: page(200), code: 'backend_bad_answer'},
    {row: 'F60', that: 'leads to a login page', failure: redirect, code: 'backend_bad_answer'},
    {row: 'F59', that: 'answers 401 with a page', failure: page(401), code: 'backend_refused'},
    {row: 'F59', that: 'knows the code already', failure: problem(409, 'code_used'), code: 'code_used'},
    {
      row: 'F59',
      that: 'does not know the page',
      failure: problem(403, 'origin_refused'),
      code: 'origin_refused',
      end: 'help',
    },
    {row: 'F59', that: 'refuses by a code of its own', failure: problem(400, 'constructor'), code: 'backend_refused'},
    {row: 'F59', that: 'asks to wait', failure: problem(429, 'rate_limited'), code: 'rate_limited'},
    {row: 'F60', that: 'cannot be reached', failure: 'reset', code: 'backend_unreachable', waits: true},
    {row: 'F61', that: 'loses answer and cookie', failure: 'drop', code: 'backend_unreachable', waits: true, tokens: 1},
  ];
  for (const {row, that, failure, code, end = 'retry', waits, tokens: spent = 0} of rows) {
    testFault(row, `that ${that} costs one more press`, async (visit) => {
      site.failNext('POST', failure);
      if (waits) await visit.page.clock.install();
      await visit.signInAt(AT);
      if (waits) {
        await visit.traffic.nextRead();
        await visit.page.clock.fastForward(10_000);
      }

      const message = end === 'help' ? ko.unavailable : '다시 눌러 주세요';
      const {ref} = await expectFailed(visit, AT, {code, end, message}, {posts: 1, tokens: spent});
      await expectText(visit, String(ref));

      await visit.press();
      await expectSignedIn(visit, AT, {error: [AT], posts: 2, tokens: spent + 1});
    });
  }

  testFault('F60', 'that never answers costs one more press', async (visit) => {
    site.failNext('POST', 'hang');
    await visit.page.clock.install();
    await visit.signInAt(AT);
    await visit.traffic.nextPost();

    await visit.page.clock.fastForward(10_000);

    await expectFailed(visit, AT, {code: 'backend_timeout', end: 'retry'}, {posts: 1});

    await visit.press();

    await expectSignedIn(visit, AT, {error: [AT], posts: 2});
  });

  for (const [row, what, failure] of [
    ['F61', 'whose answer is lost after the session was made', 'cut'],
    ['F63', 'that gets the request twice at once', 'twice'],
  ] as const)
    testFault(row, `${what} has signed in, and the page tells it once`, async (visit) => {
      site.failNext('POST', failure);
      await visit.signUpAt(AT);

      const detail = await expectSignedIn(visit, AT);
      assert.equal(detail['isNewMember'], true);
    });

  testFault('F64', 'whose cookie does not stay is told to the site by the next GET alone', async (visit) => {
    site.failNext('POST', 'no-cookie');
    await visit.signUpAt(AT);
    await visit.events.next('kakao-login-success');

    await visit.page.evaluate(() => {
      const holder = document as unknown as Record<symbol, {readonly client: {refresh(): Promise<void>}}>;
      return holder[Symbol.for('kakao-sync-widget')]!.client.refresh();
    });

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'session_cookie_blocked');
    await visit.traffic.nextLine(`session_cookie_blocked ${String(detail['ref'])}`);
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
    testFault('F61', `whose answer is spoiled by ${what} has signed in, and the console says so`, async (visit) => {
      site.failNext('POST', {spoil});
      await visit.signUpAt(AT);

      const {detail} = await visit.events.next('kakao-login-success');
      const begin = `[kakao-sync] backend_bad_answer ${String(detail?.['ref'])} POST /api/kakao/session `;
      await visit.traffic.nextLine(begin);
      const [told, ...others] = visit.traffic.console.filter((text) => text.startsWith(begin));
      assert.deepEqual(others, []);
      assert.match(told ?? '', line);
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
    });
  }

  testFault('F60', 'that answers late has signed in, though the page stopped waiting', async (visit) => {
    const post = site.holdNextPost();
    await visit.page.clock.install();
    await visit.signUpAt(AT);
    await post.arrived;

    await visit.page.clock.fastForward(9_000);
    post.release();

    await expectSignedIn(visit, AT);
  });
});
