import {expect} from '@open-wc/testing';
import {comeBack, CONFIG, FakeBrowser, type FakePage} from '../support/browser.js';
import {endOf, returned, setup} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';

const HTML = '<!doctype html><title>Checking your browser</title>';
const BODIES: Readonly<Record<string, Pick<Extract<ShopAnswer, object>, 'type' | 'text'>>> = {
  'a page': {type: 'text/html; charset=utf-8', text: HTML},
  'a page said to be JSON': {type: 'application/json', text: HTML},
  text: {type: 'text/plain', text: 'OK'},
  nothing: {text: ''},
  'half an answer': {type: 'application/json', text: '{"status":"signed-in","tx"'},
};
/** 0: a redirect, as a page sees it. */
const STATUSES = [
  0, 200, 201, 202, 203, 204, 206, 302, 304, 400, 401, 403, 408, 410, 418, 429, 500, 502, 503, 504, 520,
];
/** Those by which a backend says that it answers no GET. */
const NONE = [404, 405, 501];

const answersOf = (statuses: readonly number[]): readonly (readonly [name: string, answer: ShopAnswer])[] =>
  statuses.flatMap((status) =>
    Object.entries(BODIES).map(([name, body]) => [`${status} with ${name}`, {status, ...body}] as const),
  );
const ODD: readonly (readonly [name: string, answer: ShopAnswer])[] = [
  ...answersOf(STATUSES),
  ['no network', 'network-error'],
];

/** Answers GETs with this so many times, then as usual. */
function answerGets({shop}: FakeBrowser, answer: ShopAnswer, times: number): void {
  const usual = shop.onGet;
  shop.onGet = () => (times-- > 0 ? answer : usual());
}

/** The answer to the POST gets lost, after the session was made. */
function losePosts({shop}: FakeBrowser): void {
  shop.onPost = (request) => {
    shop.signIn(request);
    return 'network-error';
  };
}

async function finish({browser, client, navigations}: FakePage): Promise<void> {
  const started = client.start();
  for (let seconds = 0; navigations.length === 0 && seconds <= 15; seconds++) await browser.clock.advance(1000);
  await started;
}

describe('a lost answer', () => {
  it('is looked for no more often where the clock is put back meanwhile', async () => {
    const {browser, callback, shop} = await returned(undefined, {prevented: ['kakao-return']});
    shop.onPost = () => 'network-error';
    const now = browser.clock.now.bind(browser.clock);
    const started = callback.client.start();
    await callback.until(() => shop.reads.length > 0);
    browser.clock.now = () => now() - 3_600_000;

    await browser.clock.advance(60_000);
    await started;

    expect(shop.reads.length).to.be.at.most(11);
    expect(callback.client.state.flow).to.deep.include({status: 'retry'});
  });

  for (const times of [1, 3]) {
    for (const [name, answer] of [...ODD, ...answersOf(NONE)]) {
      it(`is found though ${times} GET was answered by ${name} before`, async () => {
        const {browser, page, shop} = setup();
        const usual = shop.onGet;
        shop.onGet = () => answer;
        for (let time = 0; time < times; time++) await page.client.refresh();
        shop.onGet = usual;
        losePosts(browser);
        const callback = await comeBack(page);

        await finish(callback);

        expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
      });
    }

    for (const [name, answer] of ODD) {
      it(`is found after ${times} GET of its own was answered by ${name}`, async () => {
        const {browser, callback, shop} = await returned();
        losePosts(browser);
        answerGets(browser, answer, times);

        await finish(callback);

        expect(shop.reads).to.have.length(times + 1);
        expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
      });
    }
  }

  for (const [name, answer] of answersOf(NONE)) {
    it(`is looked for once where GET is answered by ${name}`, async () => {
      const {browser, callback, shop} = await returned();
      losePosts(browser);
      answerGets(browser, answer, 1);

      await callback.client.start();

      expect(shop.reads).to.have.length(1);
      expect((await endOf(callback)).flow.code).to.equal('backend_unreachable');
    });
  }
});

describe('a session that is read', () => {
  for (const [name, answer] of ODD) {
    it(`is unknown after ${name}, and asked for again`, async () => {
      const browser = new FakeBrowser();
      const page = browser.open('/');
      answerGets(browser, answer, 1);

      await page.client.refresh();
      expect(page.client.state.session.status).to.equal('unknown');
      expect([page.told, page.sessionStorage.keys()]).to.deep.equal([[], []]);
      await page.client.refresh();

      expect(browser.shop.reads).to.have.length(2);
      expect(page.client.state.session.status).to.equal('signed-out');
    });
  }

  for (const status of NONE) {
    it(`is not asked for again within ten minutes in this tab after ${status}`, async () => {
      const browser = new FakeBrowser();
      const {shop, clock} = browser;
      const page = browser.open('/');
      answerGets(browser, {status}, 1);
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

  it('is asked for though a clock was put back, or a former release remembered something', async () => {
    const browser = new FakeBrowser();
    const page = browser.open('/');
    answerGets(browser, {status: 404}, 1);
    await page.client.refresh();
    const [key = ''] = page.sessionStorage.keys();
    const remembered = page.sessionStorage.get(key);
    for (const value of ['1', '', 'x', 'null', '1e999', `${browser.clock.now() + 1}`]) {
      page.sessionStorage.set(key, value);
      browser.shop.requests.length = 0;

      await page.client.refresh();

      expect(browser.shop.reads, `${value} in place of ${remembered}`).to.have.length(1);
    }
  });

  it('is asked for again once a recovery was answered', async () => {
    const {browser, page, shop} = setup();
    answerGets(browser, {status: 404}, 1);
    await page.client.refresh();
    losePosts(browser);
    const callback = await comeBack(page);
    await finish(callback);
    const next = callback.follow();
    shop.requests.length = 0;

    await next.client.refresh();

    expect(shop.reads).to.have.length(1);
  });
});
