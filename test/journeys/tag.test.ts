import assert from 'node:assert/strict';
import {describeJourney, expectSignedIn} from '../support/journey.js';
import type {SitePage} from '../support/site-pages.js';

const page = (body: string, attributes = ''): SitePage => ({
  attributes: {'redirect-uri': '/tag/callback'},
  scripts: (data) => `<script src="/kakao-sync.min.js" ${data} ${attributes}></script>`,
  body: () => body,
});

describeJourney(
  'a page with the script tag',
  {
    pages: {
      '/tag': page('<div data-kakao-login></div>'),
      '/link': page('<p><a id="join" href="/login" data-kakao-login><b>함께</b> 시작하기</a></p><p>온달</p>'),
      '/tag/callback': page('<p>로그인 중</p>'),
    },
    redirectPaths: ['/tag/callback'],
  },
  ({site, test, openVisit}) => {
    for (const seconds of [1, 3]) {
      test(`tells a script that comes ${seconds} s after the signup of it, once`, async () => {
        await using visit = await openVisit();
        await visit.page.clock.install();
        await visit.goTo('/tag');
        await visit.press();
        await visit.kakao.signUp('김새봄');
        await visit.events.next('kakao-login-success');
        await visit.page.clock.fastForward(seconds * 1000);

        const told = await visit.page.evaluate(async () => {
          type Client = {onOutcome(listener: (outcome: {end: string; isNewMember: boolean}) => void): void};
          const {kakaoSync} = window as unknown as {kakaoSync: {q: {push(subscriber: (client: Client) => void): void}}};
          const heard: unknown[] = [];
          await new Promise<void>((resolve) => {
            kakaoSync.q.push((client) =>
              client.onOutcome(({end, isNewMember}) => {
                heard.push([end, isNewMember]);
                resolve();
              }),
            );
          });
          return heard;
        });

        assert.deepEqual(told, [['signed-in', true]]);
      });
    }

    test("signs up by a link of the site's own, below which is what the visitor is told", async () => {
      await using visit = await openVisit();
      await visit.goTo('/link');
      const link = visit.page.getByRole('link', {name: '함께 시작하기'});
      await link.click();
      await visit.kakao.signIn('김새봄');
      await visit.kakao.cancel();

      const {target} = await visit.events.next('kakao-login-cancel');
      assert.equal(target, '#document');
      const message = visit.page.locator('#join + kakao-login-message');
      assert.equal(await visit.page.locator('#join > b').innerText(), '함께');
      await message.waitFor({state: 'attached'});

      await link.focus();
      await visit.page.keyboard.press('Enter');
      await visit.kakao.agree();

      await visit.events.next('kakao-login-success');
      await expectSignedIn(visit, '/link', {cancel: ['/link']});
      assert.equal(await visit.page.locator('kakao-login-button').count(), 0);
      assert.equal(visit.page.url(), `${site.url}/link`);
    });

    test('puts no second button on a page that is swapped in, and fills what comes with it', async () => {
      await using visit = await openVisit();
      await visit.goTo('/tag');
      await visit.page.getByRole('button').waitFor();

      await visit.page.evaluate(async () => {
        // As Turbo does it: the former body is kept as a copy, and scripts of a body that comes are run again.
        const snapshot = document.body.cloneNode(true) as HTMLElement;
        const next = document.createElement('body');
        next.innerHTML = '<section data-kakao-login></section><section data-kakao-login></section>';
        const own = document.querySelector('script[data-app-key]')!;
        const script = document.createElement('script');
        for (const {name, value} of own.attributes) script.setAttribute(name, value);
        document.body = next;
        next.append(script);
        await new Promise((resolve) => (script.onload = resolve));
        document.body = snapshot;
      });

      assert.equal(await visit.page.locator('kakao-login-button').count(), 1);
      await visit.press();
      await visit.kakao.signUp('김새봄');
      await visit.events.next('kakao-login-success');
    });
  },
);
