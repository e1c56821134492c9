import {expect, fixture, html} from '@open-wc/testing';
import '../../src/define.js';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import type {PageClient} from '../../src/client/page/page-client.js';
import type {KakaoElement} from '../../src/elements/kakao-element.js';
import {FakeClient} from './support/fake-client.js';
import {forgetPage, partOf, settle} from './support/page.js';

/** Whether the mark of an element can be seen after a time in milliseconds. */
function isMarked(element: Element, time: number): boolean {
  const message = partOf(element, 'message');
  for (const animation of message.getAnimations({subtree: true})) {
    animation.pause();
    animation.currentTime = time;
  }
  const {content, visibility} = getComputedStyle(message, '::before');
  return content !== 'none' && visibility === 'visible';
}

const isSpinning = (element: Element): boolean => !!element.shadowRoot!.querySelector('[part=button][aria-disabled]');

describe('a return that is under way', () => {
  afterEach(forgetPage);

  /** A page with these elements alone, while a code is checked. */
  async function complete(...names: readonly string[]) {
    const client = new FakeClient();
    getPageRegistry().client = client as unknown as PageClient;
    const page = await fixture(html`<div></div>`);
    const elements = names.map((name) => {
      const [tag = '', style = ''] = name.split(' ');
      const element: KakaoElement = document.createElement(tag as 'kakao-account');
      element.style.display = style;
      return element;
    });
    page.append(...elements);
    await settle(...elements);
    await client.update({flow: {status: 'completing', purpose: 'login'}}, ...elements);
    return {client, elements};
  }

  for (const name of ['kakao-account', 'kakao-channel-button', 'kakao-terms-consent']) {
    it(`is marked after a second, and told after four, by ${name} if nothing else is there`, async () => {
      const {client, elements} = await complete(name);
      const [element] = elements as [KakaoElement];

      expect([isMarked(element, 999), isMarked(element, 1001)]).to.deep.equal([false, true]);

      await client.update({flow: {status: 'completing', purpose: 'login', isSlow: true, to: '/cart'}}, element);
      const message = partOf(element, 'message');
      expect([message.className, message.querySelector('a')!.pathname]).to.deep.equal(['note', '/cart']);
    });
  }

  for (const side of ['left', 'right']) {
    it(`is told inside the screen by an account that shows nothing else at its ${side} edge`, async () => {
      const {client, elements} = await complete('kakao-account inline-block');
      const [element] = elements as [KakaoElement];
      element.parentElement!.style.textAlign = side;
      await client.update({flow: {status: 'completing', purpose: 'login', isSlow: true, to: '/cart'}}, element);

      const told = partOf(element, 'message').getBoundingClientRect();
      expect([told.width > 0, told.left >= 0, told.right <= document.documentElement.clientWidth]).to.deep.equal([
        true,
        true,
        true,
      ]);
    });
  }

  it('is marked by a login button at once, and by nothing else beside it', async () => {
    const {elements} = await complete('kakao-account', 'kakao-login-button', 'kakao-channel-button');

    expect(elements.map(isSpinning)).to.deep.equal([false, true, false]);
    expect(elements.map((element) => isMarked(element, 1001))).to.deep.equal([false, false, false]);
  });

  it('is marked by another element if the login button cannot be seen', async () => {
    const {elements} = await complete('kakao-login-button none', 'kakao-account');

    expect(elements.map((element) => isMarked(element, 1001))).to.deep.equal([false, true]);
  });
});
