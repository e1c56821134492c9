import {expect} from '@open-wc/testing';
import {CONFIG, REST_KEY, type FakePage} from '../../support/browser.js';
import {settle} from '../../support/clock.js';
import {pressed, setup} from '../../support/journey.js';

type Name = 'localStorage' | 'sessionStorage';

const BOTH: readonly Name[] = ['localStorage', 'sessionStorage'];
const LINE = 'storage_blocked: this browser’s storage is full or forbidden. Lost on the way: ';
const CANCELLED = {error: 'access_denied', error_description: 'User denied access'};

/** How a storage takes nothing, by what it still gives. */
const STATES = {
  full: (page: FakePage, name: Name) => (page[name].isFull = true),
  forbidden: (page: FakePage, name: Name) => (page[name].isForbidden = true),
} as const;

/** What a press keeps for the way back, and what is told of it where no storage does. */
const PRESSES: readonly [name: string, press: (page: FakePage) => Promise<void>, words: string][] = [
  ['a login', (page) => page.press(), 'the exact address where it began; context; return-to.'],
  [
    'a consent',
    (page) => page.consent({terms: ['event']}),
    'the exact address where it began; context; which terms and consent items it asks for; return-to.',
  ],
];

for (const [state, enter] of Object.entries(STATES)) {
  describe(`a storage that is ${state}`, () => {
    for (const [way, restApiKey] of [
      ['the SDK', undefined],
      ['the documented address', REST_KEY],
    ] as const) {
      const config = {...CONFIG, restApiKey, context: ' cart=1 ', returnTo: '/welcome'};

      for (const [name, press, words] of PRESSES) {
        it(`costs ${name} by ${way} nothing, if it is one of two`, async () => {
          for (const one of BOTH) {
            const {page, browser} = setup({config});
            enter(page, one);

            await press(page);

            const other = one === 'localStorage' ? page.sessionStorage : page.localStorage;
            const details = JSON.parse(other.get(`ks.${browser.record.tx.slice(0, 6)}`)!) as object;
            expect(details).to.deep.include({from: '/cart?id=1#reviews', context: ' cart=1 ', returnTo: '/welcome'});
            expect(page.reports).to.deep.equal([]);
          }
        });

        it(`is told by ${name} by ${way}, if it is both`, async () => {
          const {page, browser} = setup({config});
          for (const each of BOTH) enter(page, each);

          await press(page);

          expect(browser.record.from).to.equal('/cart?id=1');
          expect(page.reports).to.deep.equal([LINE + words]);
        });
      }

      it(`is not told by a login by ${way} that loses nothing`, async () => {
        const {page, browser} = setup({address: '/cart?id=1', config: {...config, context: '', returnTo: ''}});
        for (const each of BOTH) enter(page, each);

        await page.press();

        expect(browser.record.from).to.equal('/cart?id=1');
        expect(page.reports).to.deep.equal([]);
      });
    }

    it('keeps what a consent asks for, which is declined', async () => {
      const {page} = setup();
      enter(page, 'localStorage');
      await page.consent({terms: ['event']});

      const callback = await page.visit(page.answer(CANCELLED));
      const next = await callback.visit();

      expect(next.eventsOf('kakao-terms-result')[0]!.detail).to.deep.include({terms: {event: 'declined'}});
    });

    for (const [what, happen, isEnded] of [
      ['this tab is looked at again', (page: FakePage) => page.focus(), true],
      ['this tab hears of it', (page: FakePage) => page.hearStorage('ks'), true],
      ['its next page begins', (page: FakePage) => page.visit('/'), true],
      ['it begins another login', (page: FakePage) => page.visit('/').then((next) => next.press()), true],
      ['this tab is looked at again while the other one is posting', (page: FakePage) => page.focus(), false],
    ] as const) {
      it(`keeps the site's text of a login ${isEnded ? 'no longer than till' : 'if'} ${what}`, async () => {
        const {page, browser, shop} = setup({config: {...CONFIG, context: 'cart=1'}});
        enter(page, 'localStorage');
        await page.press();
        const {tx} = browser.record;
        shop.onPost = (request) => (isEnded ? shop.signIn(request) : 'hangs');
        const other = browser.open(page.answer(), {forbidden: ['localStorage']});
        void other.client.start();
        await settle();

        await happen(page);

        const details = JSON.parse(page.sessionStorage.get(`ks.${tx.slice(0, 6)}`) ?? '{}') as {context?: string};
        expect(details.context).to.equal(isEnded ? undefined : 'cart=1');
      });
    }

    it('keeps nothing of a login that is over but where it began', async () => {
      const {page, shop} = setup({config: {...CONFIG, context: 'cart=1'}});
      enter(page, 'localStorage');
      await page.press();
      shop.onPost = (request) => shop.signIn(request);

      const callback = await page.visit(page.answer());

      expect(shop.posts[0]!.body).to.include({context: 'cart=1'});
      const kept = callback.sessionStorage.keys().filter((key) => /^ks\.[\w-]{6}$/.test(key));
      expect(kept.map((key) => JSON.parse(callback.sessionStorage.get(key)!) as unknown)).to.deep.equal([
        {from: '/cart?id=1#reviews', returnTo: ''},
      ]);
    });
  });
}

it('is not told where the browser takes no cookies either', async () => {
  const {page, browser} = setup({config: {...CONFIG, context: 'cart=1'}});
  browser.cookies.refuses = true;

  await page.press();

  expect(page.reports).to.deep.equal([`cookies_blocked ${page.client.state.flow.ref ?? ''}`]);
});

it('keeps the fragment of an auto-login', async () => {
  const config = {...CONFIG, restApiKey: REST_KEY, autoLogin: 'all'};
  const {page, browser} = setup({config, browser: {device: 'talkOnAndroid'}});
  const {set} = page.localStorage;
  page.localStorage.set = (key, value) => key === 'ks' && set.call(page.localStorage, key, value);

  await page.client.start();

  expect(page.sessionStorage.get(`ks.${browser.record.tx.slice(0, 6)}`)).to.contain('#reviews');
});

it('leaves the storage that another tab has as it was, where it takes all', async () => {
  const {page, browser} = await pressed();

  expect(page.localStorage.get(`ks.${browser.record.tx.slice(0, 6)}`)).to.contain('#reviews');
  expect(page.sessionStorage.keys()).to.deep.equal([]);
});
