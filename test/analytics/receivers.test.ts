import {expect} from '@open-wc/testing';
import type {AnalyticsOptions} from '../../src/analytics/index.js';
import {forgetPage} from '../elements/support/page.js';
import {openPage, signedIn, type Setup} from './support/fake-page.js';

const ID = '4242';

/** A pixel that notes what it is asked. */
function createPixel(names: readonly string[] = ['pageView', 'completeRegistration', 'login', 'signUp']) {
  const calls: unknown[] = [];
  const kakaoPixel = (...ids: unknown[]) =>
    Object.fromEntries(
      names.map((name) => [name, (...values: unknown[]) => void calls.push([...ids, name, ...values])]),
    );
  return {calls, kakaoPixel};
}

const findScripts = (): HTMLScriptElement[] => [
  ...document.querySelectorAll<HTMLScriptElement>('script[src^="data:"]'),
];
const SCRIPT = 'data:text/javascript,0';

function open(kakaoPixel: Partial<NonNullable<AnalyticsOptions['kakaoPixel']>>, setup: Setup = {}) {
  const page = openPage(setup);
  return {...page, analytics: page.run({kakaoPixel: {id: ID, ...kakaoPixel}})};
}

for (const way of ['gtag', 'tellShop']) {
  describe(`a function of the page, ${way}()`, () => {
    beforeEach(forgetPage);
    afterEach(forgetPage);

    for (const [after, isTold] of [
      [0, true],
      [9_000, true],
      [30_000, false],
    ] as const) {
      it(`that comes after ${after} ms is ${isTold ? 'told what waited' : 'told with the next event, after one line'}`, async () => {
        const calls: unknown[] = [];
        const tell = (...values: unknown[]): void =>
          void calls.push(values.filter((value) => typeof value === 'string'));
        const page = openPage();
        page.run({way});
        await page.clock.advance(after);
        Object.assign(page.page, {[way]: tell});
        await page.clock.advance(1000);
        expect(calls).to.have.lengthOf(isTold ? 1 : 0);
        page.see();

        const names = ['kakao_sync_ready', 'kakao_sync_view'];
        expect(calls).to.deep.equal(names.map((name) => (way === 'gtag' ? ['event', name] : [name])));
        expect(page.lines.map(String)).to.deep.equal(isTold ? [] : [`[kakao-sync] not_configured: no ${way}() here`]);
        await page.clock.advance(60_000);
        expect(page.lines).to.have.lengthOf(isTold ? 0 : 1);
      });
    }
  });
}

describe('Kakao Pixel', () => {
  beforeEach(forgetPage);
  afterEach(() => {
    forgetPage();
    for (const script of findScripts()) script.remove();
  });

  for (const [isNewMember, options, name] of [
    [true, {}, 'completeRegistration'],
    [false, {}, 'login'],
    [true, {signUp: 'signUp'}, 'signUp'],
    [false, {login: 'signUp'}, 'signUp'],
  ] as const) {
    it(`is told once of ${isNewMember ? 'a new' : 'a'} member, by ${name}()`, async () => {
      const {calls, kakaoPixel} = createPixel();
      const page = open(options, {globals: {kakaoPixel}});
      page.run({kakaoPixel: {id: ID, ...options}});
      await page.end(signedIn(isNewMember));
      page.enter({status: 'idle'});
      await page.settle();

      expect(calls).to.deep.equal([[ID, name]]);
    });
  }

  it('is told of nothing else', async () => {
    const {calls, kakaoPixel} = createPixel();
    const {see, press, end, settle} = open({}, {globals: {kakaoPixel}});
    see();
    press();
    await end({end: 'cancelled', purpose: 'login'});
    await end(signedIn(false, 'link'));
    await end(signedIn(false, 'terms'));
    await settle();

    expect(calls).to.deep.equal([]);
  });

  for (const [after, count] of [
    [9_000, 0],
    [30_000, 1],
  ] as const) {
    it(`that comes after ${after} ms costs ${count} lines, and is not loaded`, async () => {
      const {calls, kakaoPixel} = createPixel();
      const {page, end, clock, lines} = open({});
      await end(signedIn(true));
      await clock.advance(after);
      page.kakaoPixel = kakaoPixel;
      await clock.advance(1000);

      expect(lines).to.have.lengthOf(count);
      expect(calls).to.have.lengthOf(1 - count);
      expect(findScripts()).to.deep.equal([]);
    });
  }

  for (const [what, kakaoPixel] of Object.entries({
    throws: () => {
      throw new Error('of the pixel');
    },
    'lacks the function': createPixel([]).kakaoPixel,
    'answers nothing': () => undefined,
  })) {
    it(`that ${what} stops nobody`, async () => {
      const {end, names} = open({}, {globals: {kakaoPixel}});
      await end(signedIn(true));

      expect(names()).to.include('sign_up');
    });
  }

  it('is loaded once where that is wanted, and told of the page view first', async () => {
    const {calls, kakaoPixel} = createPixel();
    const {page, end, clock, run} = open({load: SCRIPT});
    run({kakaoPixel: {id: ID, load: SCRIPT}});
    await end(signedIn(true));
    expect(findScripts()).to.have.lengthOf(1);
    page.kakaoPixel = kakaoPixel;
    await clock.advance(1000);

    expect(calls).to.deep.equal([
      [ID, 'pageView'],
      [ID, 'completeRegistration'],
    ]);
    expect(findScripts()).to.have.lengthOf(1);
  });

  it('that is there already is not loaded, and its page view is the site’s', async () => {
    const {calls, kakaoPixel} = createPixel();
    const {settle} = open({load: SCRIPT}, {globals: {kakaoPixel}});
    await settle();

    expect(calls).to.deep.equal([]);
    expect(findScripts()).to.deep.equal([]);
  });

  it('is Kakao’s own file where no other is named, with the page’s nonce', async () => {
    const inserted: HTMLScriptElement[] = [];
    const other = document.createElement('script');
    other.setAttribute('nonce', 'n1');
    document.head.prepend(other);
    document.head.append = (script) => void inserted.push(script as HTMLScriptElement);
    const {settle} = open({load: true});
    await settle();
    Reflect.deleteProperty(document.head, 'append');
    other.remove();

    expect(inserted.map(({src, nonce}) => [src, nonce])).to.deep.equal([
      ['https://t1.daumcdn.net/kas/static/kp.js', 'n1'],
    ]);
  });

  it('needs ad_storage besides, where consent is needed', async () => {
    const {calls, kakaoPixel} = createPixel();
    const {analytics, end, forget, clock, page, names} = open({load: SCRIPT}, {options: {needsConsent: true}});
    const tell = async (): Promise<void> => {
      await forget();
      await end(signedIn(false));
    };
    await tell();
    analytics.consent(true);
    await clock.advance(1000);
    expect(names()).to.include('login');
    expect(findScripts()).to.deep.equal([]);
    (page.dataLayer as unknown[]).push(['consent', 'update', {ad_storage: 'granted'}]);
    expect(findScripts()).to.have.lengthOf(1);
    page.kakaoPixel = kakaoPixel;
    await clock.advance(1000);
    expect(calls).to.deep.equal([
      [ID, 'pageView'],
      [ID, 'login'],
    ]);

    (page.dataLayer as unknown[]).push(['consent', 'update', {ad_storage: 'denied'}]);
    await tell();
    analytics.consent(true, true);
    await clock.advance(1000);
    expect(calls).to.have.lengthOf(2);
    await tell();
    analytics.consent(false);
    await tell();
    expect(calls).to.have.lengthOf(3);
  });
});
