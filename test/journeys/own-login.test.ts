import assert from 'node:assert/strict';
import {
  AT,
  cancelThenAgree,
  comeBackAgain,
  describeJourney,
  endsOf,
  expectText,
  ko,
  SESSION_PATH,
  type Visit,
} from '../support/journey.js';
import {createOwnLogin, OWN_CALLBACK, OWN_START, type OwnLogin} from '../support/own-login.js';
import type {Site} from '../support/site.js';

let own: OwnLogin | undefined;

describeJourney(
  'a login that the backend starts itself',
  {
    redirectPaths: [OWN_CALLBACK],
    // The handlers of a login that the site has had before the button.
    see: (request) => own?.see(request) ?? Promise.resolve(undefined),
  },
  ({site, test}) => {
    const begin = (): OwnLogin => {
      own = createOwnLogin(() => site);
      const none = {'app-key': undefined, 'rest-api-key': undefined, 'redirect-uri': undefined};
      Object.assign(site.attributes, {...none, emulator: undefined, endpoint: undefined, 'login-url': OWN_START});
      return own;
    };

    for (const device of ['desktop', 'android'] as const) {
      test(`signs up and in on a ${device}, each told once, on the page of the press`, {device}, async (visit) => {
        const {members} = begin();
        await visit.signUpAt(AT);
        const {detail} = await visit.events.next('kakao-login-success');
        assert.deepEqual([detail?.['isNewMember'], detail?.['purpose'], members.size], [true, 'login', 1]);
        await visit.page.waitForURL(site.url + AT);
        await visit.page.reload();
        await visit.press();
        await visit.events.next('kakao-login-success', 2);

        const {detail: again} = visit.events.of('kakao-login-success')[1]!;
        assert.equal(again?.['isNewMember'], false);
        assert.deepEqual(endsOf(visit), [
          `login-start ${AT}`,
          `login-success ${AT}`,
          `login-start ${AT}`,
          `login-success ${AT}`,
        ]);
        assert.deepEqual(await cookiesOf(visit, site), ['own_session']);
        assert.equal(visit.traffic.posts.length, 0);
      });
    }

    test('hands the backend the campaign and the site’s own text, and no secret', async (visit) => {
      const {presses} = begin();
      site.attributes['context'] = '카트-7';
      site.attributes['return-to'] = '/thanks?a=1';
      await visit.signUpAt('/landing?utm_source=kakao');
      await visit.events.next('kakao-login-success');

      assert.deepEqual(Object.keys(presses[0]!).sort(), [
        'attribution',
        'context',
        'cookie',
        'id',
        'returnTo',
        'time',
        'v',
      ]);
      const {context, attribution, returnTo} = presses[0]!;
      assert.deepEqual([context, attribution, returnTo], ['카트-7', {utm_source: 'kakao'}, '/thanks?a=1']);
      assert.deepEqual(endsOf(visit), ['login-start /landing?utm_source=kakao', 'login-success /thanks?a=1']);
    });

    test('is told as cancelled, and the next press signs in', async (visit) => {
      begin();
      await cancelThenAgree(visit);

      assert.deepEqual(endsOf(visit), [
        `login-start ${AT}`,
        `login-cancel ${AT}`,
        `login-start ${AT}`,
        `login-success ${AT}`,
      ]);
    });

    test('is told as failed beside the button, and the next press signs in', async (visit) => {
      begin().failNext = true;
      await visit.signUpAt(AT);
      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'kakao_refused');
      await expectText(visit, ko.unavailable);
      await visit.press();
      await visit.events.next('kakao-login-success');

      assert.deepEqual(endsOf(visit), [
        `login-start ${AT}`,
        `login-error ${AT}`,
        `login-start ${AT}`,
        `login-success ${AT}`,
      ]);
    });

    test('is told once, whatever is reloaded or gone back to', async (visit) => {
      begin();
      await comeBackAgain(visit, OWN_CALLBACK);
      // The code is spent, and the press told of.
      assert.equal(visit.page.url(), `${site.url}/`);
      const tab = await visit.openTab();
      await visit.goTo(AT, tab);
      await tab.getByRole('button').first().waitFor();

      assert.deepEqual(endsOf(visit), [`login-start ${AT}`, `login-success ${AT}`]);
    });

    test('leads home if the browser has no press, and to no other site if its cookie was written by one', async (visit) => {
      begin();
      await visit.pressAt(AT);
      await visit.page.waitForURL((url) => url.origin !== site.url);
      const name = (await cookiesOf(visit, site)).find((one) => one.startsWith('ks.'));
      const record = {v: 'url', id: String(name).slice(-6), time: Date.now(), returnTo: '//evil.example/x'};
      const value = Buffer.from(JSON.stringify(record)).toString('base64url');
      await visit.context.addCookies([{name: String(name), value, url: site.url}]);
      await visit.kakao.signUp('김새봄');
      await visit.events.next('kakao-login-success');
      assert.deepEqual(endsOf(visit), [`login-start ${AT}`, 'login-success /']);

      await visit.context.clearCookies();
      await visit.page.goto(`${site.url}${OWN_CALLBACK}?error=access_denied&state=x`);
      await visit.page.waitForURL(`${site.url}/`);
      assert.deepEqual(endsOf(visit), [`login-start ${AT}`, 'login-success /']);
    });

    test('reads who is signed in where there is a session resource', async (visit) => {
      begin();
      site.attributes['endpoint'] = SESSION_PATH;
      await visit.signUpAt(AT);

      // The site's own session is none of the kit's: the resource says that nobody is signed in.
      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'session_cookie_blocked');
    });
  },
);

/** The names of the cookies that the site has, by what they begin with. */
async function cookiesOf({context}: Visit, {url}: Site): Promise<string[]> {
  return (await context.cookies(url)).map(({name}) => name);
}
