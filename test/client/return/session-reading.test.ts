import {expect} from '@open-wc/testing';
import {comeBack, CONFIG, type FakeBrowser} from '../support/browser.js';
import {finish, losing, setup} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';

/** Answers GETs with this so many times, then as usual. */
function answerGets({shop}: FakeBrowser, answer: ShopAnswer, times = 1): void {
  const usual = shop.onGet;
  shop.onGet = () => (times-- > 0 ? answer : usual());
}

// What is read of which answer is proven where `createBackend` is, and how often where `recoverSession` is.
describe('a backend that answers no GET', () => {
  for (const status of [404, 405, 501]) {
    it(`is not asked again within ten minutes in this tab after ${status}`, async () => {
      const {browser, page, shop, clock} = setup();
      answerGets(browser, {status});
      await page.client.refresh();

      await clock.advance(599_999);
      await page.follow('/next').client.refresh();
      expect(shop.reads).to.have.length(1);
      await browser.open('/other-tab').client.refresh();
      expect(shop.reads).to.have.length(2);
      await page.follow('/next', {config: {...CONFIG, endpoint: '/ko/kakao/session'}}).client.refresh();
      expect(shop.reads, 'of another endpoint nothing is known').to.have.length(3);
      await clock.advance(1);
      await page.follow('/next').client.refresh();

      expect(shop.reads).to.have.length(4);
    });
  }

  it('is asked though a clock was put back, or a former release remembered something', async () => {
    const {browser, page, shop, clock} = setup();
    answerGets(browser, {status: 404});
    await page.client.refresh();
    const [key = ''] = page.sessionStorage.keys();
    const remembered = page.sessionStorage.get(key);
    for (const value of ['1', '', 'x', 'null', '1e999', `${clock.now() + 1}`]) {
      page.sessionStorage.set(key, value);
      shop.requests.length = 0;

      await page.client.refresh();

      expect(shop.reads, `${value} in place of ${remembered}`).to.have.length(1);
    }
  });

  it('is asked again once a recovery was answered', async () => {
    const {browser, page, shop} = setup({post: losing()});
    answerGets(browser, {status: 404});
    await page.client.refresh();
    const callback = await comeBack(page);
    await finish(callback);
    const next = callback.follow();
    shop.requests.length = 0;

    await next.client.refresh();

    expect(shop.reads).to.have.length(1);
  });
});

describe('what this browser remembers of a session', () => {
  const MEMBER: ShopAnswer = {status: 200, json: {status: 'signed-in', isNewMember: false, member: {}}};
  const ROWS: readonly (readonly [what: string, answer: ShopAnswer, isKept: boolean])[] = [
    ['a member', MEMBER, true],
    ['nobody', {status: 200, json: {status: 'signed-out'}}, false],
    ['an error', {status: 500}, false],
    ['nothing', 'network-error', false],
    ['that it answers no GET', {status: 404}, true],
  ];
  for (const [what, answer, isKept] of ROWS) {
    it(`is ${isKept ? 'kept' : 'forgotten'} where the backend tells of ${what}`, async () => {
      const {browser, page, shop} = setup({post: (request, own) => own.signIn(request, {expiresIn: 3600})});
      const callback = await comeBack(page);
      await finish(callback);
      const next = callback.follow();
      await next.client.start();
      const readEnd = (): unknown => (JSON.parse(browser.localItems.get('ks') ?? '{}') as {until?: unknown}).until;
      const before = readEnd();
      shop.onGet = () => answer;

      await next.client.refresh();

      expect([typeof before, readEnd()]).to.deep.equal(['number', isKept ? before : undefined]);
    });
  }
});
