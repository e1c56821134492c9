import {expect} from '@open-wc/testing';
import {isForeignSite} from '../../../src/client/page/same-site.js';
import {CONFIG, FakeBrowser, ORIGIN} from '../support/browser.js';
import {FakeClock} from '../support/clock.js';
import {CookieJar} from '../support/cookie-jar.js';
import {pressed, setup} from '../support/journey.js';
import rows from './same-site.json' with {type: 'json'};

/** What a browser that knows these public suffixes says of a page and its backend. */
const ROWS = rows as [page: string, endpoint: string, isForeign: boolean][];

function openJar(page: string) {
  const jar = new CookieJar(new FakeClock());
  const {protocol, hostname} = new URL(page);
  const ports = {
    address: () => new URL(page),
    readCookies: () => jar.read(),
    writeCookie: (cookie: string) => jar.write(cookie, protocol, hostname),
  };
  return {jar, ports};
}

describe('a backend of another site', () => {
  for (const [page, endpoint, isForeign] of ROWS) {
    it(`${endpoint} is ${isForeign ? 'foreign to' : 'of the site of'} ${page}, and nothing stays`, () => {
      const {jar, ports} = openJar(page);

      expect(isForeignSite(ports, new URL(endpoint).hostname)).to.equal(isForeign);
      expect(jar.names()).to.deep.equal([]);
    });
  }

  it('is not one where the browser takes no cookie of the page itself, and one whatever a sibling host has set', () => {
    const [blocked, shared] = [openJar('https://shop.example'), openJar('https://shop.co.kr')];
    blocked.jar.refuses = true;
    shared.jar.set('ks.probe', '1');

    expect(isForeignSite(blocked.ports, 'api.other.example')).to.equal(false);
    expect(isForeignSite(shared.ports, 'api.other.co.kr')).to.equal(true);
  });

  const endpoint = 'https://api.other.example/kakao';

  for (const [when, isPressed] of [
    ['and no login leaves', true],
    ['three seconds after the start, where nobody presses', false],
  ] as const) {
    it(`is named with the page’s host once, ${when}`, async () => {
      const {page, clock} = setup({config: {...CONFIG, endpoint}});
      page.client.configure({locale: 'ko'});

      await (isPressed ? page.press() : page.client.start());
      expect(page.reports).to.have.length(isPressed ? 1 : 0);
      await clock.advance(3000);

      expect(page.reports).to.have.length(1);
      expect(page.reports[0]).to.match(/^config_invalid KS-\S{9}: endpoint.*api\.other\.example.*shop\.example/);
      if (isPressed) expect(page.client.state.flow).to.deep.include({status: 'help', code: 'config_invalid'});
      expect(page.navigations).to.deep.equal([]);
    });
  }

  it('gets no code, though one comes back', async () => {
    const {page, shop} = await pressed();
    const callback = page.follow(page.answer(), {config: {...CONFIG, endpoint}});

    await callback.client.start();

    expect(shop.requests).to.deep.equal([]);
  });

  it('is nobody’s business where the site posts in its own way', async () => {
    const {page, browser} = setup({config: {...CONFIG, endpoint, postCode: () => Promise.resolve()}});

    await page.press();

    expect(page.reports).to.deep.equal([]);
    expect(browser.records).to.have.length(1);
    expect(browser.cookies.written.filter((cookie) => cookie.includes('probe'))).to.deep.equal([]);
  });

  it('is not looked for where the endpoint is on the page’s own host', () => {
    const browser = new FakeBrowser();
    browser.open('/');
    browser.open('/', {config: {...CONFIG, endpoint: `${ORIGIN}:8443/api`}});

    expect(browser.cookies.written).to.deep.equal([]);
  });
});
