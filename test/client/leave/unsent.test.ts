import {expect} from '@open-wc/testing';
import {CONFIG, FakeBrowser, REST_KEY, type FakePage, type PageOptions} from '../support/browser.js';

const throwing = (page: FakePage): void => {
  page.sdk.sdk.onAuthorize = () => {
    throw new Error();
  };
};

/** A browser with three logins on their way, the oldest first. */
async function withThree(): Promise<FakeBrowser> {
  const browser = new FakeBrowser({device: 'android'});
  for (const address of ['/1', '/2', '/3']) {
    await browser.open(address).press();
    await browser.clock.advance(1000);
  }
  return browser;
}

const IN_SANDBOX: PageOptions = {
  isFramed: true,
  isSandboxed: true,
  topAddress: '/top',
  config: {...CONFIG, restApiKey: REST_KEY},
};

describe('a press that could not leave', () => {
  const ROWS: readonly (readonly [what: string, code: string, options: PageOptions, arrange: typeof throwing])[] = [
    ['Kakao’s SDK throws, and there is no other way', 'sdk_failed', {}, throwing],
    ['a sandbox keeps the window', 'framed', IN_SANDBOX, () => undefined],
  ];
  for (const [what, code, options, arrange] of ROWS) {
    it(`leaves no record, and those of other tabs as they were, where ${what}`, async () => {
      const browser = await withThree();
      const before = browser.records;
      const details = [...browser.localItems.keys()];
      const page = browser.open('/4', options);
      arrange(page);

      await page.press();

      expect(page.client.state.flow.code).to.equal(code);
      expect(browser.records).to.deep.equal(before);
      expect([...browser.localItems.keys()]).to.deep.equal(details);
    });
  }

  it('takes the direct way where there is one, and then the place of the oldest', async () => {
    const browser = await withThree();
    const page = browser.open('/4', {config: {...CONFIG, restApiKey: REST_KEY}});
    throwing(page);

    await page.press();

    expect(page.navigations).to.have.length(1);
    expect(browser.records.map(({from}) => from)).to.have.members(['/2', '/3', '/4']);
  });
});
