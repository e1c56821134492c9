import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {AT, describeJourney, expectEnding, expectFailed, expectSignedIn, ko} from '../../support/journey.js';

describeJourney('a login in several tabs', {}, ({site, testFault, openVisit}) => {
  testFault('F21', 'that comes back in another tab signs in there', async (visit) => {
    const answer = await visit.begin(AT);
    const page = await visit.openTab();

    await page.goto(answer);

    await expectSignedIn(visit, AT, {page});
  });

  testFault('F24', 'signs in though another tab never gives the lock back', async (visit) => {
    const other = await visit.openTab();
    await visit.goTo('/', other);
    const answer = await visit.begin(AT);
    await other.evaluate(async () => {
      await new Promise<void>((held) => {
        void navigator.locks.request('kakao-sync', () => {
          held();
          return new Promise(() => undefined);
        });
      });
    });
    await visit.page.clock.install();
    await visit.page.goto(answer);
    await visit.page.waitForFunction(async () => (await navigator.locks.query()).pending?.length === 1);

    await visit.page.clock.fastForward(3_000);

    await expectSignedIn(visit, AT);
  });

  testFault(
    'F21',
    'that comes back in another tab is known where KakaoTalk is awaited',
    {device: 'android'},
    async (visit) => {
      await visit.page.clock.install();
      await visit.pressAt(AT);
      const intent = await visit.traffic.nextAppSwitch();
      await visit.page.clock.fastForward(3_000);
      await visit.events.flow('waiting-for-talk');
      const fallback = decodeURIComponent(/S\.browser_fallback_url=([^;]*)/.exec(intent)?.[1] ?? '');
      const other = await visit.openTab();

      await other.goto(site.emulator.authorize(fallback, {persona: 'member'}));

      await visit.events.next('kakao-login-success');
      await visit.page.getByText('회원: 이하늘').waitFor();
      assert.ok(!(await visit.readText()).includes(ko.talk));
      await expectSignedIn(visit, AT);
      await expectSignedIn(visit, AT, {page: other});
    },
  );

  testFault('F22', 'that comes back in another browser signs nobody in, and offers the way back', async (visit) => {
    const answer = await visit.begin(AT);
    await using other = await openVisit();

    await other.page.goto(answer);

    const at = '/cart?item=1%2F2';
    await expectFailed(other, '/', {code: 'other_browser', end: 'continue-here', to: at, message: ko.elsewhere});

    const request = other.page.waitForRequest(site.url + at);
    await other.page.getByRole('link', {name: ko.slowBack}).click();
    assert.equal((await request).headers()['referer'], undefined);
    await other.page.waitForURL(site.url + at);
    await other.signIn();

    await expectSignedIn(other, at, {error: ['/']});
  });

  for (const [row, order] of [
    ['F23', 'first, second'],
    ['F24', 'second, first'],
    ['F24', 'both at once'],
  ] as const) {
    testFault(row, `that began twice ends twice in order: ${order}`, async (visit) => {
      const second = await visit.openTab();
      const [one, two] = ['/cart?a=1#one', '/cart?b=2#two'];
      const returns = [
        {page: visit.page, to: await visit.begin(one)},
        {page: second, to: await visit.begin(two, second)},
      ];
      if (order === 'second, first') returns.reverse();

      if (order === 'both at once') await Promise.all(returns.map(({page, to}) => page.goto(to)));
      else {
        for (const [index, {page, to}] of returns.entries()) {
          await page.goto(to);
          await visit.events.next('kakao-login-success', index + 1);
        }
      }

      await visit.events.next('kakao-login-success', 2);
      const success = visit.events.of('kakao-login-success').map(({page}) => page);
      assert.deepEqual([...success].sort(), [one, two]);
      await expectSignedIn(visit, one, {success, posts: 2, tokens: 2});
      await expectSignedIn(visit, two, {success, posts: 2, tokens: 2, page: second});
    });
  }

  testFault('F25', 'that began a fourth time politely gives up the first', async (visit) => {
    const first = await visit.begin('/cart?tab=1');
    const others: {readonly tab: Page; readonly to: string}[] = [];
    for (const number of [2, 3, 4]) {
      const tab = await visit.openTab();
      others.push({tab, to: await visit.begin(`/cart?tab=${number}`, tab)});
    }

    await visit.page.goto(first);

    const failure = {code: 'other_browser', end: 'continue-here', to: '/cart?tab=1'} as const;
    await expectFailed(visit, '/', failure, {open: 3});

    for (const [index, {tab, to}] of others.entries()) {
      await tab.goto(to);
      await visit.events.next('kakao-login-success', index + 1);
    }
    const success = ['/cart?tab=2', '/cart?tab=3', '/cart?tab=4'];
    await expectEnding(visit, {at: '/', session: 'signed-in', error: ['/'], success, posts: 3, tokens: 3});
  });
});
