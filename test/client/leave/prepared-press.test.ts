import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import type {LoginOptions} from '../../../src/client/state/login-options.js';
import {readStateParameter} from '../../../src/shared/state-parameter.js';
import {CONFIG, FakeBrowser, REST_KEY, type Device, type FakePage, type PageOptions} from '../support/browser.js';
import {setup, type Setup} from '../support/journey.js';
import {withoutParts} from '../support/parts.js';

const DIRECT: KakaoSyncConfig = {...CONFIG, restApiKey: REST_KEY};
const SAME = {prompt: 'login', scope: 'gender'};
/** How long a record waits for its press, in ms. */
const UNPRESSED = 2000;

async function pointDown(page: FakePage, options: LoginOptions = SAME): Promise<void> {
  await page.client.prepare();
  page.client.prepareToLeave?.(options);
  await page.browser.clock.advance(0);
}

async function release(page: FakePage, options: LoginOptions = SAME): Promise<void> {
  page.client.login(options);
  await page.browser.clock.advance(0);
}

/** A page on whose button a pointer is down. */
async function pointed(options: Setup = {}) {
  const world = setup({config: DIRECT, ...options});
  await pointDown(world.page);
  return {...world, written: world.browser.cookies.written.length};
}

const txOf = (page: FakePage): string | undefined => readStateParameter(page.left['state'] ?? '')?.tx;

/** One press has left, with the only record there is: of this address and this time. */
function expectOne(page: FakePage, address: URL, time: number): void {
  const {record} = page.browser;
  expect(page.navigations).to.have.length(1);
  expect(txOf(page)).to.equal(record.tx);
  expect([record.from, record.time]).to.deep.equal([address.pathname + address.search, time]);
}

describe('a press that a pointer has begun', () => {
  it('leaves with the record that was written then, and writes no cookie itself', async () => {
    const {page, browser, clock, written} = await pointed();
    const before = browser.record;
    expect(written).to.equal(1);
    expect(browser.localItems.size).to.equal(0, 'Details are written by the press.');
    expect(page.navigations).to.deep.equal([]);
    await clock.advance(UNPRESSED - 1);

    await release(page);

    expect(browser.cookies.written).to.have.length(1);
    expect(browser.record).to.deep.equal(before);
    expectOne(page, page.address, before.time);
    expect(page.left).to.include({prompt: 'login', scope: 'openid,gender', client_id: REST_KEY});
    expect([...browser.localItems.keys()]).to.deep.equal([`ks.${before.tx.slice(0, 6)}`]);
    await clock.advance(60_000);
    expect(browser.record).to.deep.equal(before);
  });

  it('waits for nothing where it follows at once', async () => {
    const {page, browser} = setup({config: DIRECT});
    await page.client.prepare();
    page.client.prepareToLeave?.(SAME);
    expect(browser.cookies.written).to.deep.equal([]);
    page.client.login(SAME);
    expect(page.navigations).to.have.length(1);

    await browser.clock.advance(UNPRESSED);

    expect(browser.cookies.written).to.have.length(1);
    expectOne(page, page.address, browser.record.time);
  });

  const ENDS: readonly (readonly [what: string, end: (page: FakePage) => unknown])[] = [
    ['two seconds', ({browser}) => browser.clock.advance(UNPRESSED)],
    ['a scroll, or as the page is left', (page) => page.losePress()],
  ];
  for (const [what, end] of ENDS) {
    it(`leaves nothing behind without a press: after ${what}`, async () => {
      const {page, browser} = await pointed();

      await end(page);

      expect(browser.cookies.names()).to.deep.equal([]);
      await release(page);
      expectOne(page, page.address, browser.clock.now());
    });
  }

  it('leaves nothing behind if the site prevents it', async () => {
    const {page, browser, clock} = await pointed({prevented: ['kakao-login-start']});

    await release(page);
    await clock.advance(UNPRESSED);

    expect(browser.cookies.names()).to.deep.equal([]);
    expect(page.navigations).to.deep.equal([]);
  });

  it('has one record, however often it begins', async () => {
    const {page, browser} = await pointed();

    for (let again = 0; again < 5; again++) await pointDown(page, {prompt: `${again}`});

    expect(browser.records).to.have.length(1);
  });

  const CHANGES: readonly (readonly [what: string, change: (page: FakePage) => unknown, options?: LoginOptions])[] = [
    ['the page’s scope', ({client}) => client.configure({scope: 'birthday'}), {prompt: 'login'}],
    ['where it is to end', ({client}) => client.configure({returnTo: '/elsewhere'})],
    ['the button’s scope', () => undefined, {...SAME, scope: 'birthday'}],
    ['the address', (page) => page.route('/other?page=2')],
    ['the clock, by a minute', ({browser}) => browser.clock.setBack(-60_000)],
    ['the clock, which goes back', ({browser}) => browser.clock.setBack(1)],
    ['the cookie, which is gone', ({browser}) => browser.cookies.clear()],
    ['the cookie’s value', ({browser}) => browser.cookies.set(browser.cookies.names()[0] ?? '', 'e30')],
  ];
  for (const [what, change, options = SAME] of CHANGES) {
    it(`is made anew where something has changed meanwhile: ${what}`, async () => {
      const {page, browser} = await pointed();

      await change(page);
      await release(page, options);

      expectOne(page, page.address, browser.clock.now());
      const {scope} = {...page.client.config, ...options};
      expect(page.left['scope']).to.equal(`openid,${scope ?? ''}`);
    });
  }

  it('is made anew where the site changes its scope as it hears of the press', async () => {
    const {page} = await pointed();
    const source = new EventTarget();
    source.addEventListener('kakao-login-start', () => page.client.configure({scope: 'birthday'}));

    await release(page, {prompt: 'login', source});

    expect(page.left['scope']).to.equal('openid,birthday');
  });

  it('tells that cookies are blocked, though the pointer has found that first', async () => {
    const {page, browser} = setup({config: DIRECT});
    browser.cookies.refuses = true;
    await pointDown(page);
    expect(browser.cookies.written).to.have.length(2, 'It was tried, and taken back.');
    expect(page.told).to.deep.equal([]);

    await release(page);

    expect(page.client.state.flow.code).to.equal('cookies_blocked');
    expect(page.eventsOf('kakao-login-error')).to.have.length(1);
    expect(page.navigations).to.deep.equal([]);
  });

  it('serves once: the next one has secrets of its own, though this one came back', async () => {
    const {page} = await pointed();
    await release(page);
    const first = txOf(page);
    page.restore();

    await pointDown(page);
    await release(page);

    expect(page.navigations).to.have.length(2);
    expect(txOf(page)).to.not.equal(first);
  });

  it('has secrets that are a minute old at most', async () => {
    const {page, browser, clock} = await pointed();
    const {tx} = browser.record;
    await clock.advance(59_000);
    await pointDown(page);
    expect(browser.record.tx).to.equal(tx);
    await clock.advance(UNPRESSED);

    await pointDown(page);

    expect(browser.record.tx).to.not.equal(tx);
  });

  it('leaves from two tabs, each with its own record', async () => {
    const {page, browser} = await pointed();
    const other = browser.open('/other', {config: DIRECT});
    await pointDown(other);

    await release(other);
    await release(page);

    const left = [page, other].map(txOf);
    expect(browser.records.map(({tx}) => tx)).to.have.members(left);
    expect(new Set(left).size).to.equal(2);
  });

  for (const forbidden of [[], ['localStorage']] as const) {
    it(`takes no other’s place${forbidden.length > 0 ? ', without storage for all tabs' : ''}`, async () => {
      const browser = new FakeBrowser();
      const open = (at: string): FakePage => browser.open(at, {config: DIRECT, forbidden});
      for (const at of ['/1', '/2', '/3']) {
        await open(at).press();
        await browser.clock.advance(1000);
      }
      const page = open('/4');

      await pointDown(page);

      const paths = (): readonly string[] => browser.records.map(({from}) => from);
      expect(paths()).to.have.members(['/1', '/2', '/3', '/4']);
      await release(page);
      expect(paths()).to.have.members(['/2', '/3', '/4']);
    });
  }

  it('takes no place before it is one: not when another tab leaves', async () => {
    const browser = new FakeBrowser();
    const open = (at: string): FakePage => browser.open(at, {config: DIRECT});
    for (const at of ['/1', '/2']) await open(at).press();
    await pointDown(open('/begun'));

    await open('/3').press();

    expect(browser.records.map(({from}) => from)).to.have.members(['/1', '/2', '/3', '/begun']);
  });
});

describe('a pointer that is down', () => {
  const ROWS: readonly (readonly [what: string, page: PageOptions, device: Device])[] = [
    ['outside KakaoTalk on a phone, where KakaoTalk may open', {}, 'android'],
    ['without a REST API key', {config: CONFIG}, 'desktop'],
    ['without a complete configuration', {config: {restApiKey: REST_KEY}}, 'desktop'],
    ['in a frame of another site', {isFramed: true}, 'desktop'],
  ];
  for (const [what, options, device] of ROWS) {
    it(`writes nothing ${what}`, async () => {
      const {page, browser} = setup({config: DIRECT, browser: {device}, ...options});

      await pointDown(page);

      expect(browser.cookies.written).to.deep.equal([]);
    });
  }

  it('writes nothing while a login is on its way', async () => {
    const {page, browser} = await pointed();
    await release(page);

    await pointDown(page);

    expect(browser.cookies.written).to.have.length(1);
  });

  it('writes nothing by what comes before it, however often: a pointer above, the focus', async () => {
    const {page, browser} = setup({config: DIRECT});

    for (let time = 0; time < 30; time++) await page.client.prepare();

    expect(browser.cookies.written).to.deep.equal([]);
  });
});

describe('a pointer that is down before the part of a press is there', () => {
  const {leaving} = withoutParts();

  it('writes nothing, and the press leaves', async () => {
    const {page, browser} = setup({config: DIRECT});
    void page.client.prepare();
    await browser.clock.advance(0);
    page.client.prepareToLeave?.(SAME);
    expect([leaving.loads, browser.cookies.written.length]).to.deep.equal([1, 0]);

    await release(page);

    expectOne(page, page.address, browser.clock.now());
  });
});
