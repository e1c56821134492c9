import {expect} from '@open-wc/testing';
import {CONFIG, REST_KEY, type FakePage} from '../../support/browser.js';
import {pressed, setup} from '../../support/journey.js';

const MEGABYTE = 1_000_000;

/** The ways to leave a page, each of which keeps where it began. */
const DEPARTURES: readonly [name: string, leave: (page: FakePage) => Promise<unknown>][] = [
  ['a login', (page) => page.press()],
  ['a consent', (page) => page.consent({terms: ['event']})],
  ['an auto-login', (page) => page.client.start()],
  ['a logout of the Kakao account', (page) => page.client.logout({kakaoAccount: true})],
];

/** What whoever made the link to the page can make long. */
const LINKS: readonly [name: string, address: string, kept: string | undefined][] = [
  ['hash', `/cart?id=1#${'h'.repeat(MEGABYTE)}`, '/cart?id=1'],
  ['query', `/cart?utm_source=${'q'.repeat(MEGABYTE)}#reviews`, '/cart'],
  ['path', `/${'p'.repeat(MEGABYTE)}?id=1#reviews`, undefined],
  ['number of campaign parameters', `/cart?${'utm_x=1&'.repeat(MEGABYTE / 8)}#reviews`, '/cart'],
];

/** Everything that this browser keeps of a page. */
function readKept(page: FakePage): string[] {
  return [page.localStorage, page.sessionStorage].flatMap((storage) =>
    storage.keys().map((key) => storage.get(key) ?? ''),
  );
}

describe('what a link brings into the storage', () => {
  for (const [name, leave] of DEPARTURES) {
    for (const [part, address, from] of LINKS) {
      it(`is cut, by ${name} from an address with a long ${part}`, async () => {
        const config = {...CONFIG, restApiKey: REST_KEY, autoLogin: 'all', logoutRedirectUri: '/kakao/logout'};
        const isAuto = name === 'an auto-login';
        const {page} = setup({address, config, ...(isAuto && {browser: {device: 'talkOnAndroid'}})});

        await leave(page);

        expect(page.navigations).to.have.length(1);
        const kept = readKept(page).map((text) => JSON.parse(text) as {from?: string});
        expect(kept.flatMap((entry) => entry.from ?? [])).to.deep.equal(from === undefined ? [] : [from]);
        expect(readKept(page).join('').length).to.be.below(3000);
      });
    }
  }

  it('leaves the site its quota, however often a press is abandoned', async () => {
    const {browser} = setup();
    for (let visit = 0; visit < 5; visit++) {
      await browser.open(`/cart?visit=${visit}#${'h'.repeat(MEGABYTE)}`).press();
      await browser.clock.advance(1000);
    }

    const entries = [...browser.localItems.values()];

    expect(entries).to.have.length(3);
    expect(entries.join('').length).to.be.below(3 * 2500);
  });

  it('is gone with the next page, once its transaction is over, without another press', async () => {
    const {browser} = await pressed();
    const [key] = [...browser.localItems.keys()];
    expect(key).to.match(/^ks\.[\w-]{6}$/);

    await browser.open('/').client.start();
    expect([...browser.localItems.keys()]).to.deep.equal([key]);
    await browser.clock.advance(3_600_000);
    await browser.open('/').client.start();

    expect([...browser.localItems.keys()]).to.deep.equal([]);
  });
});
