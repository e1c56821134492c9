import assert from 'node:assert/strict';
import {toReference} from '../../src/shared/reference.js';
import type {ErrorCode} from '../../src/shared/errors.js';
import {AT, CALLBACK_PATH, describeJourney, expectEnding, expectText, ko, type Visit} from '../support/journey.js';

const PATH = '/cart?item=1%2F2';
const ELSEWHERE = `ks1.${'A'.repeat(43)}.${Buffer.from(PATH).toString('base64url')}`;

describeJourney('the reference of a login that fails', {}, ({site, test}) => {
  // Where the kit has read the request, it is the login's own: expectOneMorePress, of whatever fails at a server.
  test('is the answer’s own on the page, in the event and the log, where the kit refuses the request unread', async (visit) => {
    site.kit.restart({allowedOrigins: ['http://elsewhere.localhost']});
    await visit.signInAt(AT);

    const {detail} = await visit.events.next('kakao-login-error');
    const ref = String(detail?.['ref']);
    assert.notEqual(ref, toReference(String(site.backend.posts[0]?.tx)));
    assert.deepEqual({...detail}, {end: 'help', purpose: 'login', code: 'origin_refused', ref});
    await expectText(visit, ko.unavailable);
    await expectText(visit, `${ko.reference} ${ref}`);
    const {code, ref: named} = JSON.parse(String(site.backend.answers[0]?.body)) as Record<string, unknown>;
    assert.deepEqual([code, named], ['origin_refused', ref]);
    assert.deepEqual(
      site.log.map((line) => line.split(' ').slice(0, 2).join(' ')),
      [`origin_refused ${ref}`],
    );
    await visit.traffic.nextLine('[kakao-sync] origin_refused');
    assert.deepEqual(linesOf(visit), [`[kakao-sync] origin_refused ${ref}`]);
    // Who is signed in can only be asked of a backend that knows the page’s origin.
    site.kit.restart({});
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1});
  });

  interface Elsewhere {
    readonly what: string;
    readonly code: ErrorCode;
    readonly message: string;
    /** Who learns of it: a page and its visitor, or only the page. */
    readonly told: 'to the visitor' | 'to the page';
    readonly begin: (visit: Visit) => Promise<void>;
    readonly at?: string;
    readonly posts?: 1;
  }
  const elsewhere: readonly Elsewhere[] = [
    {
      what: 'the SDK is blocked',
      code: 'sdk_blocked',
      message: ko.later,
      told: 'to the visitor',
      async begin(visit) {
        await visit.context.route(/\/kakao_js_sdk\//, (route) => route.abort('blockedbyclient'));
        await visit.pressAt(AT);
      },
    },
    {
      what: 'Kakao refuses somebody under 14',
      code: 'under_age',
      message: ko.underAge,
      told: 'to the visitor',
      begin: (visit) => visit.pressAt(AT).then(() => visit.kakao.signIn('박어린')),
    },
    {
      what: 'the answer is of a login in another browser',
      code: 'other_browser',
      message: ko.elsewhere,
      told: 'to the page',
      begin: (visit) => visit.goTo(`${CALLBACK_PATH}?code=code-of-another-browser&state=${ELSEWHERE}`),
      at: '/',
    },
    {
      what: 'the request never comes to the server',
      code: 'backend_refused',
      message: ko.retry,
      told: 'to the visitor',
      begin(visit) {
        site.failNext(() => new Response('Not here', {status: 404}));
        return visit.signInAt(AT);
      },
      posts: 1,
    },
  ];
  for (const {what, code, message, told, begin, at = AT, posts = 0} of elsewhere) {
    test(`is told ${told}, and no server’s log has it, where ${what}`, async (visit) => {
      await begin(visit);

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], code);
      const ref = detail['ref'];
      assert.match(String(ref), /^KS-[\dA-HJKMNP-TV-Z]{4}-[\dA-HJKMNP-TV-Z]{4}$/);
      await expectText(visit, message);
      const text = await visit.readText();
      assert.deepEqual(text.match(/KS-[\w-]+/g), told === 'to the visitor' ? [ref] : null);
      await visit.traffic.nextLine(`[kakao-sync] ${code}`);
      assert.deepEqual(linesOf(visit), [`[kakao-sync] ${[code, ref].filter(Boolean).join(' ')}`]);
      assert.deepEqual(site.log, []);
      const notOurs = [ELSEWHERE];
      await expectEnding(visit, {at, session: 'signed-out', error: [at], posts, notOurs});
    });
  }
});

/** What the widget has told the developer, without the request that failed, the file of the SDK, and the way to the documents. */
function linesOf({traffic}: Visit): string[] {
  return traffic.console
    .filter((line) => line.startsWith('[kakao-sync]'))
    .map((line) => line.replace(/( POST \/| https?:| \().*/, ''));
}
