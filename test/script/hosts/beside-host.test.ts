import {expect} from '@open-wc/testing';
import {messageOf, partOf, recordErrorsOfEach, settle} from '../../elements/support/page.js';
import {forgetScript, openShop} from './support/shop.js';

type Element = HTMLElementTagNameMap['kakao-channel-button'];

/** What no hosted shop can offer: the shop's own login is not ours. The tag itself is for the login alone. */
describe("beside a hosted shop's login", () => {
  beforeEach(forgetScript);
  afterEach(forgetScript);
  const errors = recordErrorsOfEach();

  /** A member's page. */
  async function open(markup: string) {
    const shop = await openShop(
      {host: 'cafe24', click: '#own', member: '#member'},
      {markup: `<i id="member"></i><i id="own" data-logs="own"></i>${markup}`},
    );
    const element = shop.root.lastElementChild as Element;
    await settle(element);
    return {shop, element};
  }

  for (const action of ['add', 'chat']) {
    it(`a channel's button says that it cannot be used, and one line why: ${action}`, async () => {
      const {shop, element} = await open(
        `<kakao-channel-button channel-public-id="_ZeUTxl" action="${action}"></kakao-channel-button>`,
      );
      partOf(element, 'button').dispatchEvent(new PointerEvent('pointerenter', {bubbles: true}));
      for (let presses = 0; presses < 2; presses++) {
        partOf(element, 'button').click();
        await settle(element);
      }

      expect(messageOf(element)).to.contain('지금은 카카오를 이용할 수 없어요.');
      const lines = await errors.settled();
      expect(lines).to.have.lengthOf(1);
      expect(lines[0]).to.contain('not_configured').and.contain('https://pf.kakao.com/');
      expect(shop.press()).to.deep.equal([['click', 'own']]);
    });
  }

  for (const tag of ['kakao-terms-consent', 'kakao-account']) {
    it(`an element that needs a member of ours stays as it is without one: <${tag}>`, async () => {
      const {shop, element} = await open(`<${tag} tags="marketing"></${tag}>`);

      expect(shop.client?.state.session.status).to.equal('signed-in');
      expect(element.shadowRoot?.querySelectorAll('button')).to.have.lengthOf(0);
      expect(await errors.settled()).to.deep.equal([]);
    });
  }
});
