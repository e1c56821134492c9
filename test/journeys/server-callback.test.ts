import assert from 'node:assert/strict';
import {
  AT,
  cancelThenAgree,
  comeBackAgain,
  describeJourney,
  endsOf,
  expectText,
  ko,
  type Visit,
} from '../support/journey.js';
import type {SiteOptions} from '../support/site.js';

const SERVER_PATH = '/auth/kakao/callback';

/** How often a file has been asked for. */
function countRequests({context}: Visit, name: string): () => number {
  let count = 0;
  context.on('request', (request) => void (count += request.url().endsWith(name) ? 1 : 0));
  return () => count;
}

/** Answers the next return from Kakao instead of the route. */
let lose: NonNullable<SiteOptions['see']> | undefined;

const SITE: SiteOptions = {
  serverPath: SERVER_PATH,
  pages: {
    '/tag': {
      scripts: (data) => `<script src="/kakao-sync.min.js" ${data}></script>`,
      body: () => '<div data-kakao-login></div>',
    },
  },
  see(request, next) {
    const answer = new URL(request.url).pathname === SERVER_PATH ? lose : undefined;
    if (answer) lose = undefined;
    return answer?.(request, next) ?? Promise.resolve(undefined);
  },
};

describeJourney('a login whose code a route of the server takes', SITE, ({site, test}) => {
  const begin = (more: Readonly<Record<string, string | undefined>> = {}): void =>
    void Object.assign(site.attributes, {'callback-mode': 'server', 'redirect-uri': SERVER_PATH, ...more});

  for (const [what, device, more] of [
    ['by the SDK', 'desktop', {}],
    // Else it would wait for KakaoTalk, which nobody plays here.
    ['by the SDK', 'android', {'through-talk': 'never'}],
    ['directly', 'desktop', {'rest-api-key': 'own'}],
    ['directly, in KakaoTalk', 'iphone in KakaoTalk', {'rest-api-key': 'own'}],
    ['without a session resource', 'desktop', {endpoint: undefined}],
  ] as const) {
    test(`signs up and in ${what} on a ${device}, each told once, where it began`, {device}, async (visit) => {
      begin({...more, ...('rest-api-key' in more && {'rest-api-key': site.restKey})});
      await visit.signUpAt(AT);
      const {detail} = await visit.events.next('kakao-login-success');
      assert.deepEqual([detail?.['isNewMember'], detail?.['purpose']], [true, 'login']);
      await visit.page.waitForURL(site.url + AT);
      await visit.page.reload();
      await visit.press();
      const {detail: again} = await visit.events.next('kakao-login-success', 2);

      assert.equal(again?.['isNewMember'], false);
      const once = [`login-start ${AT}`, `login-success ${AT}`];
      assert.deepEqual(endsOf(visit), [...once, ...once]);
      assert.deepEqual([visit.traffic.posts.length, site.emulator.counts.token], [0, 2]);
      assert.deepEqual(site.log, []);
    });
  }

  test('hands the backend the campaign and the site’s own text, and ends where the site wants it', async (visit) => {
    begin({'rest-api-key': site.restKey, context: '카트-7', 'return-to': '/thanks?a=1'});
    await visit.signUpAt('/landing?utm_source=kakao');
    const {page} = await visit.events.next('kakao-login-success');

    assert.equal(page, '/thanks?a=1');
    assert.equal(site.kit.record.hooks.filter(({hook}) => hook === 'signUp').length, 1);
  });

  test('signs up by the script tag, with the file beside it', async (visit) => {
    begin({'rest-api-key': site.restKey});
    const fetched = countRequests(visit, 'kakao-sync-on-server.min.js');
    await visit.signUpAt('/tag');
    const {page} = await visit.events.next('kakao-login-success');

    assert.deepEqual([page, fetched()], ['/tag', 2]);
    assert.deepEqual(endsOf(visit), ['login-start /tag', 'login-success /tag']);
  });

  test('is told as failed by the script tag without that file, and the next press signs up', async (visit) => {
    begin({'rest-api-key': site.restKey});
    await visit.context.route(/on-server/, (route) => route.abort());
    await visit.pressAt('/tag');
    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'part_unavailable');
    await visit.context.unroute(/on-server/);
    await visit.signUp();
    await visit.events.next('kakao-login-success');

    const start = 'login-start /tag';
    assert.deepEqual(endsOf(visit), [start, 'login-error /tag', start, 'login-success /tag']);
  });

  test('is told as cancelled, and the next press signs in', async (visit) => {
    begin();
    await cancelThenAgree(visit);

    const starts = `login-start ${AT}`;
    assert.deepEqual(endsOf(visit), [starts, `login-cancel ${AT}`, starts, `login-success ${AT}`]);
  });

  test('is told as failed, with the reference that the log has, and the next press signs in', async (visit) => {
    begin();
    site.kit.replaceNextHook('signUp', () => Promise.reject(new Error('down')));
    await visit.signUpAt(AT);
    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'hook_failed');
    await expectText(visit, `${ko.reference} ${String(detail['ref'])}`);
    assert.match(site.log.join(), new RegExp(`hook_failed ${String(detail['ref'])}`));
    await visit.press();
    await visit.events.next('kakao-login-success');

    assert.equal(visit.events.of('kakao-login-success').length, 1);
  });

  test('is told once, and its code exchanged once, whatever is reloaded or gone back to', async (visit) => {
    begin();
    const callback = await comeBackAgain(visit, SERVER_PATH);
    const tab = await visit.openTab();
    await tab.goto(callback);
    await tab.waitForURL((url) => !url.pathname.includes(SERVER_PATH));
    await tab.getByRole('button').first().waitFor();

    assert.deepEqual(endsOf(visit), [`login-start ${AT}`, `login-success ${AT}`]);
    assert.equal(site.emulator.counts.token, 1);
  });

  /** Loses the next answer of the route, whose address is loaded again then. */
  async function loseAnswer(visit: Visit, arrives: 'cookies' | 'nothing'): Promise<void> {
    const lost = new Promise<string>((resolve) => {
      lose = async (request, next) => {
        const {headers} = await next();
        resolve(request.url);
        // The browser stays where it is.
        const cookies = headers.getSetCookie().map((cookie): [string, string] => ['Set-Cookie', cookie]);
        return new Response(null, {status: 204, headers: arrives === 'cookies' ? cookies : []});
      };
    });
    await visit.signUpAt(AT);
    await visit.page.goto(await lost);
  }

  test('is told if the page that answered was lost, and its cookies were not', async (visit) => {
    begin();
    await loseAnswer(visit, 'cookies');
    const {page} = await visit.events.next('kakao-login-success');

    assert.equal(page, AT);
    assert.equal(site.emulator.counts.token, 1);
  });

  test('is told as failed if all of the answer was lost, and the next press signs in', async (visit) => {
    begin();
    await loseAnswer(visit, 'nothing');
    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'code_used');
    await visit.press();
    const {detail: signedIn} = await visit.events.next('kakao-login-success');

    assert.equal(signedIn?.['isNewMember'], false);
    assert.equal(site.kit.record.hooks.filter(({hook}) => hook === 'signUp').length, 1);
  });

  for (const link of ['', '?code=COUPON', '?error=access_denied', '?code=x&state=other']) {
    test(`goes on though a stranger’s link leads to the route meanwhile: "${link}"`, async (visit) => {
      begin();
      await visit.pressAt(AT);
      const tab = await visit.openTab();
      await tab.goto(site.url + SERVER_PATH + link);
      await tab.getByRole('button').first().waitFor();
      await visit.kakao.signUp('김새봄');
      const {page} = await visit.events.next('kakao-login-success');

      assert.equal(page, AT);
    });
  }

  test('lets nobody in whose browser has not begun it, and offers to go on', async (visit) => {
    begin();
    const url = await visit.begin(AT);
    await visit.context.clearCookies();
    await visit.page.goto(url);
    const {detail} = await visit.events.next('kakao-login-error');

    assert.equal(detail?.['code'], 'other_browser');
    assert.equal(site.emulator.counts.token, 0);
    await expectText(visit, ko.elsewhere);
  });
});
