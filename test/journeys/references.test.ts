import assert from 'node:assert/strict';
import type {ErrorCode} from '../../src/shared/errors.js';
import {toReference} from '../../src/shared/transaction.js';
import {AT, CALLBACK_PATH, describeJourney, expectEnding, expectText, ko, type Visit} from '../support/journey.js';

const PATH = '/cart?item=1%2F2';
const ELSEWHERE = `ks1.${'A'.repeat(43)}.${Buffer.from(PATH).toString('base64url')}`;

describeJourney('the reference of a login that fails', {}, ({site, test}) => {
  interface AtServer {
    readonly what: string;
    readonly fail: () => void;
    readonly code: ErrorCode;
    readonly message: string;
    readonly tokens?: 0;
    /** The body is not read, so that the answer has a reference of its own. */
    readonly isUnheard?: true;
  }
  const atServer: readonly AtServer[] = [
    {
      what: 'Kakao is down',
      fail: () => site.emulator.failNext('token', {status: 503}),
      code: 'provider_unavailable',
      message: ko.later,
    },
    {
      what: 'a hook of the site failed',
      fail: () => site.kit.replaceNextHook('findMember', () => Promise.reject(new Error('no database'))),
      code: 'hook_failed',
      message: ko.retry,
    },
    {
      what: 'the backend refuses the page’s origin',
      fail: () => site.kit.restart({allowedOrigins: ['http://elsewhere.localhost']}),
      code: 'origin_refused',
      message: ko.unavailable,
      tokens: 0,
      isUnheard: true,
    },
  ];
  for (const {what, fail, code, message, tokens = 1, isUnheard} of atServer) {
    test(`is the same on the page, in the event, the answer and the log, where ${what}`, async (visit) => {
      fail();
      await visit.pressAt(AT);
      await visit.kakao.signIn('이하늘');

      const {detail} = await visit.events.next('kakao-login-error');
      const [post] = site.backend.posts;
      const own = toReference(String(post?.tx));
      const ref = isUnheard ? String(detail?.['ref']) : own;
      assert.equal(ref === own, !isUnheard);
      const {end} = detail ?? {};
      assert.deepEqual({...detail}, {end, purpose: 'login', code, ref});
      await expectText(visit, message);
      await expectText(visit, `${ko.reference} ${ref}`);
      const [answer] = site.backend.answers;
      const {code: answered, ref: named} = JSON.parse(String(answer?.body)) as Record<string, unknown>;
      assert.deepEqual({answered, named}, {answered: code, named: ref});
      assert.deepEqual(site.log.map(toStart), [`${code} ${ref}`]);
      await visit.traffic.nextLine(`[kakao-sync] ${code}`);
      assert.deepEqual(linesOf(visit), [`[kakao-sync] ${code} ${ref}`]);
      // Who is signed in can only be asked of a backend that knows the page’s origin.
      site.kit.restart({});
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1, tokens});
    });
  }

  interface Elsewhere {
    readonly what: string;
    readonly code: ErrorCode;
    readonly message: string;
    /** Who learns of it: a page and its visitor, only the page, or nobody. */
    readonly told: 'to the visitor' | 'to the page' | 'to nobody';
    readonly begin: (visit: Visit) => Promise<void>;
    readonly at?: string;
    readonly posts?: 1;
  }
  const press = async (visit: Visit): Promise<void> => {
    await visit.pressAt(AT);
  };
  const logIn = async (visit: Visit, name = '이하늘'): Promise<void> => {
    await press(visit);
    await visit.kakao.signIn(name);
  };
  const elsewhere: readonly Elsewhere[] = [
    {
      what: 'the SDK is blocked',
      code: 'sdk_blocked',
      message: ko.later,
      told: 'to nobody',
      async begin(visit) {
        await visit.context.route(/\/kakao_js_sdk\//, (route) => route.abort('blockedbyclient'));
        await press(visit);
      },
    },
    {
      what: 'Kakao refuses somebody under 14',
      code: 'under_age',
      message: ko.underAge,
      told: 'to the visitor',
      begin: (visit) => logIn(visit, '박어린'),
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
        return logIn(visit);
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
      if (told === 'to nobody') assert.equal(ref, undefined);
      else assert.match(String(ref), /^KS-[\w-]{6}$/);
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

/** A line of the log without what belongs to no other place. */
function toStart(line: string): string {
  return line.split(' ').slice(0, 2).join(' ');
}

/** What the widget has told the developer, without the request that failed, the file of the SDK, and the way to the documents. */
function linesOf({traffic}: Visit): string[] {
  return traffic.console
    .filter((line) => line.startsWith('[kakao-sync]'))
    .map((line) => line.replace(/( POST \/| https?:| \().*/, ''));
}
