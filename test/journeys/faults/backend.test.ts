import assert from 'node:assert/strict';
import {beforeEach, describe} from 'node:test';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {BackendFailure} from '../../support/backend-failures.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {CANARY} from '../../support/observation.js';
import {SESSION_KEY} from '../../support/site-kit.js';
import {
  AT,
  describeJourney,
  expectEnding,
  expectErrorTold,
  expectFailed,
  expectOneMorePress,
  expectSignedIn,
  expectText,
  ko,
  SESSION_PATH,
  waitForHeldPost,
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
    {row: 'F60', that: 'leads to a login page', failure: redirect, code: 'backend_bad_answer'},
    {row: 'F59', that: 'answers 401 with a page', failure: page(401), code: 'backend_refused'},
    {
      row: 'F59',
      that: 'does not know the page',
      failure: problem(403, 'origin_refused'),
      code: 'origin_refused',
      end: 'help',
    },
    {row: 'F60', that: 'cannot be reached', failure: 'reset', code: 'backend_unreachable', waits: true},
    {row: 'F61', that: 'loses answer and cookie', failure: 'drop', code: 'backend_unreachable', waits: true, tokens: 1},
  ];
  for (const {row, that, failure, code, end = 'retry', waits, tokens: spent = 0} of rows) {
    testFault(row, `that ${that} costs one more press`, async (visit) => {
      site.failNext(failure);
      if (waits) await visit.page.clock.install();
      await visit.signInAt(AT);
      if (waits) {
        await visit.traffic.nextRead();
        await visit.page.clock.fastForward(10_000);
      }

      const message = end === 'help' ? ko.unavailable : '다시';
      const {ref} = await expectFailed(visit, AT, {code, end, message}, {posts: 1, tokens: spent});
      await expectText(visit, String(ref));

      await visit.press();
      await expectSignedIn(visit, AT, {error: [AT], posts: 2, tokens: spent + 1});
    });
  }

  testFault('F60', 'that never answers costs one more press', async (visit) => {
    site.failNext('hang');
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
      site.failNext(failure);
      await visit.signUpAt(AT);

      const detail = await expectSignedIn(visit, AT);
      assert.equal(detail['isNewMember'], true);
    });

  const notice = `<br />\n<b>Notice</b>: Undefined index "${CANARY}index" in ${CANARY}file.php on line 7<br />\n`;
  const html = {'Content-Type': 'text/html; charset=utf-8'};
  // What else may spoil it: test/client/page/backend/odd-answers.test.ts.
  const spoiled: readonly (readonly [what: string, spoil: (body: string) => Response, line: RegExp])[] = [
    [
      'a notice of PHP',
      (body) => new Response(notice + body, {headers: html}),
      / 200 text\/html \d+ notice-before-json "<br \/> <b>Notice<\/b>: Undefined index .* on line 7<br \/>/,
    ],
    // The cookie comes with it all the same.
    ['a redirect', () => new Response(null, {status: 303, headers: {Location: '/'}}), / 0 - 0 redirect /],
  ];
  for (const [what, spoil, line] of spoiled) {
    testFault('F61', `whose answer is spoiled by ${what} has signed in, and the console says so`, async (visit) => {
      site.failNext({spoil});
      await visit.signUpAt(AT);

      const {ref} = await expectSignedIn(visit, AT);
      const begin = `[kakao-sync] backend_bad_answer ${String(ref)} POST /api/kakao/session `;
      await visit.traffic.nextLine(begin);
      const [told, ...others] = visit.traffic.console.filter((text) => text.startsWith(begin));
      assert.deepEqual(others, []);
      assert.match(told ?? '', line);
    });
  }

  testFault('F65', 'that has another key by the time of the callback signs in', async (visit) => {
    await visit.goToKakao(AT);

    site.kit.restart({sessionKeys: ['another-session-key-0123456789-abcdefghij', SESSION_KEY]});
    await visit.kakao.signUp('김새봄');

    await expectSignedIn(visit, AT);
  });

  // What else a hook may do: test/server/faults/hooks.test.ts.
  testFault('F67', 'whose hook throws costs one more press', async (visit) => {
    site.kit.replaceNextHook('findMember', () => Promise.reject(new Error(`${CANARY}database`)));
    await visit.signUpAt(AT);

    await expectOneMorePress(visit, AT, {code: 'hook_failed', message: ko.later});
  });

  testFault('F60', 'that answers late has signed in, though the page stopped waiting', async (visit) => {
    const post = site.holdNextPost();
    await visit.page.clock.install();
    await visit.signUpAt(AT);
    await waitForHeldPost(visit, post);

    await visit.page.clock.fastForward(9_000);
    post.release();

    await expectSignedIn(visit, AT);
  });

  describe('on another host of the site', () => {
    beforeEach(() => {
      site.attributes['endpoint'] = site.apiUrl + SESSION_PATH;
    });

    testFault('F62', 'that lets no page of another origin in costs one more press', async (visit) => {
      site.kit.restart({allowedOrigins: ['http://elsewhere.localhost']});
      await visit.page.clock.install();
      await visit.signInAt(AT);
      await visit.traffic.nextRead();

      await visit.page.clock.fastForward(10_000);

      await expectErrorTold(visit, {code: 'backend_unreachable', end: 'retry', message: ko.later});
      assert.match(site.log.join(), /^origin_refused .* add it to allowedOrigins/);
      site.kit.restart({});
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1});
      await visit.press();
      await expectSignedIn(visit, AT, {error: [AT], posts: 2});
    });

    testFault('F62', 'whose answer may not be read has signed in, as the next reading tells', async (visit) => {
      site.failNext('no-cors');
      await visit.signUpAt(AT);

      const detail = await expectSignedIn(visit, AT);
      assert.equal(detail['isNewMember'], true);
    });

    testFault('F64', 'whose cookie does not stay is told, and the next press may work', async (visit) => {
      site.failNext('no-cookie');
      await visit.signUpAt(AT);

      await expectFailed(
        visit,
        AT,
        {code: 'session_cookie_blocked', end: 'help', message: ko.cookies},
        {posts: 1, tokens: 1},
      );
      await visit.press();
      await expectSignedIn(visit, AT, {error: [AT], posts: 2, tokens: 2});
    });
  });
});
