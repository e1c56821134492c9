import {expect} from '@open-wc/testing';
import {toReference} from '../../../src/shared/reference.js';
import {CALLBACK, CODE, comeBack, CONFIG, type FakePage, type PageOptions} from '../support/browser.js';
import {endOf, pressed, setup} from '../support/journey.js';

const QUERIES = [
  `code=${CODE}`,
  'code=SPRING10',
  'error=x',
  'error=access_denied&error_description=y',
  'code=a&error=b',
];
const LINE = /^state_missing: .*left as it is/;

/** The page with such an address, and what stood there before. */
async function visit(page: FakePage, address: string, options: PageOptions = {}) {
  const {cookies, shop} = page.browser;
  const before = [cookies.read(), cookies.written.length];
  const there = page.follow(address, options);
  const {href} = there.address;
  await there.client.start();
  const expectUntouched = (): void => {
    expect([there.address.href, there.rewrites, there.navigations]).to.deep.equal([href, [], []]);
    expect([cookies.read(), cookies.written.length]).to.deep.equal(before);
    expect(shop.requests).to.deep.equal([]);
  };
  return {there, expectUntouched};
}

// That the genuine return still signs in is proven by the corpus of callbacks.
describe('an answer without state', () => {
  for (const query of QUERIES) {
    it(`stays untouched on a landing page that is its own redirect URI: /landing?${query}`, async () => {
      const {page, clock} = setup({config: {...CONFIG, redirectUri: '/landing'}});

      for (const begin of [false, true]) {
        if (begin) await page.press();
        const {there, expectUntouched} = await visit(page, `/landing?${query}#top`, {hasLoginButton: true});
        await clock.advance(60_000);

        expectUntouched();
        expect([there.told, there.client.state.flow]).to.deep.equal([[], {status: 'idle'}]);
        expect(there.reports).to.have.length(begin ? 1 : 0);
        // One line for the developer, without the code.
        if (begin) expect(there.reports[0]).to.match(LINE).and.not.contain(CODE);
      }
    });
  }

  it('is told after three seconds where a login is open and there is no button, with the way to where it began', async () => {
    const {page, clock, browser} = await pressed();
    const ref = toReference(browser.record.tx);
    const {there, expectUntouched} = await visit(page, `${CALLBACK}?code=${CODE}`);

    await clock.advance(2999);
    expect([there.told, there.reports]).to.deep.equal([[], []]);
    await clock.advance(1);

    expectUntouched();
    expect(there.told).to.deep.equal(['kakao-login-error']);
    const failure = {purpose: 'login', code: 'state_missing', ref, to: '/cart?id=1#reviews'};
    expect(there.eventsOf('kakao-login-error')[0]!.detail).to.deep.equal({end: 'retry', ...failure});
    expect(there.client.state.flow).to.deep.equal({status: 'retry', ...failure});
    expect(there.reports).to.deep.equal([`state_missing ${ref}`]);
  });

  it('is not told where another tab has completed the login within the three seconds', async () => {
    const {page, clock, browser} = await pressed();
    const answer = page.answer();
    const {there} = await visit(page, `${CALLBACK}?code=${CODE}`);
    await clock.advance(1000);
    await browser.visit(answer);

    await clock.advance(60_000);

    expect([there.told, there.reports]).to.deep.equal([[], []]);
  });

  it('offers the way to the latest of several open logins, by its record where nothing else is kept', async () => {
    const {clock, browser} = await pressed();
    await clock.advance(1000);
    const second = browser.open('/other?a=1#b');
    await second.press();
    browser.localItems.clear();

    const {there} = await visit(second, `${CALLBACK}?error=x`);
    await clock.advance(3000);

    expect(there.client.state.flow.to).to.equal('/other?a=1');
    expect(browser.records).to.have.length(2);
  });

  const SILENT: Readonly<Record<string, (page: FakePage) => Promise<unknown>>> = {
    'no login is open': () => Promise.resolve(),
    async 'the only login is over'(page) {
      await endOf(await page.visit((await comeBack(page)).address.href));
      page.browser.shop.requests.length = 0;
    },
    'the only login is too old': async (page) => (await page.press(), page.browser.clock.advance(3_600_000)),
  };
  for (const [what, prepare] of Object.entries(SILENT)) {
    for (const hasLoginButton of [true, false]) {
      it(`is nobody’s, and nothing is printed, where ${what}, with${hasLoginButton ? '' : 'out'} a button`, async () => {
        const {page, clock} = setup();
        await prepare(page);

        const {there, expectUntouched} = await visit(page, `${CALLBACK}?code=${CODE}`, {hasLoginButton});
        await clock.advance(60_000);

        expectUntouched();
        expect([there.told, there.reports]).to.deep.equal([[], []]);
      });
    }
  }

  for (const [what, isOpen] of [
    ['the first login is begun on that very page', false],
    ['the visitor has begun another login meanwhile', true],
  ] as const) {
    it(`says nothing where ${what}`, async () => {
      const {page, clock} = setup();
      if (isOpen) await page.press();
      const {there} = await visit(page, `${CALLBACK}?code=${CODE}`, {hasLoginButton: !isOpen});
      await there.press();

      await clock.advance(3000);

      expect(there.told).to.deep.equal(['kakao-login-start']);
      expect(there.client.state.flow.status).to.equal('starting');
      if (!isOpen) expect(there.reports).to.deep.equal([]);
    });
  }

  it('holds back no outcome that is for this page', async () => {
    const {page, clock} = setup();
    page.sessionStorage.set('ks.outcome', JSON.stringify({end: 'cancelled', purpose: 'login', to: CALLBACK}));

    const {there} = await visit(page, `${CALLBACK}?code=SPRING10`);
    await clock.advance(3000);

    expect(there.told).to.deep.equal(['kakao-login-cancel']);
  });
});
