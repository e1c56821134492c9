import {expect, fixture, html} from '@open-wc/testing';
import {LitElement} from 'lit';
import type {FlowState} from '../../src/client/state/state.js';
import '../../src/define.js';
import {FakeClient} from './support/fake-client.js';
import {forgetPage, messageOf, settle} from './support/page.js';

const FAILURE = {status: 'retry', code: 'backend_unreachable'} as const satisfies FlowState;

/** All visible elements on one page, and who of them says something. */
async function setup(
  ...without: string[]
): Promise<{client: FakeClient; speakers: () => Promise<string[]>; root: Element}> {
  const client = new FakeClient();
  const root = await fixture(
    html`<div>
      <kakao-account .client=${client}></kakao-account>
      <kakao-channel-button .client=${client}></kakao-channel-button>
      <kakao-terms-consent .client=${client}></kakao-terms-consent>
      <kakao-login-button .client=${client}></kakao-login-button>
    </div>`,
  );
  for (const name of without) root.querySelector(name)!.remove();
  const elements = [...root.children].flatMap((element) => (element instanceof LitElement ? element : []));
  return {
    client,
    root,
    async speakers() {
      await settle(...elements);
      return elements.filter(messageOf).map(({localName}) => localName);
    },
  };
}

describe('the elements of one page', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [purpose, speaker, without] of [
    ['login', 'kakao-login-button'],
    ['link', 'kakao-login-button'],
    [undefined, 'kakao-login-button'],
    ['terms', 'kakao-terms-consent'],
    ['logout', 'kakao-account'],
    ['terms', 'kakao-login-button', 'kakao-terms-consent'],
    ['logout', 'kakao-login-button', 'kakao-account'],
    ['login', undefined, 'kakao-login-button'],
  ] as const) {
    const who = speaker ? `<${speaker}>` : 'nobody';
    it(`let ${who} tell of ${purpose ?? 'what has no purpose'}${without ? `, without <${without}>` : ''}`, async () => {
      const {client, speakers} = await setup(...(without ? [without] : []));
      client.enter({...FAILURE, ...(purpose && {purpose})});

      expect(await speakers()).to.deep.equal(speaker ? [speaker] : []);
    });
  }

  for (const [without, speaker] of [
    [[], 'kakao-login-button'],
    [['kakao-login-button'], 'kakao-terms-consent'],
    [['kakao-login-button', 'kakao-terms-consent'], 'kakao-account'],
  ] as const) {
    it(`let <${speaker}> offer a way back after a login, without ${without.join(' and ') || 'nothing'}`, async () => {
      const {client, speakers, root} = await setup(...without);
      client.enter({...FAILURE, purpose: 'login', to: '/cart'});

      expect(await speakers()).to.deep.equal([speaker]);
      const link = root.querySelector(speaker)!.shadowRoot!.querySelector<HTMLAnchorElement>('[part=message] a');
      expect(link?.href).to.equal(`${location.origin}/cart`);
    });
  }

  it('offer the way back to this very origin, whatever <base> the page has', async () => {
    const base = document.createElement('base');
    base.href = 'https://evil.example/shop/';
    document.head.append(base);
    try {
      const {client, speakers, root} = await setup();
      client.enter({...FAILURE, purpose: 'login', to: '/cart?id=1#reviews'});

      const [speaker] = await speakers();
      const link = root.querySelector(speaker!)!.shadowRoot!.querySelector<HTMLAnchorElement>('[part=message] a');
      expect(link?.href).to.equal(`${location.origin}/cart?id=1#reviews`);
    } finally {
      base.remove();
    }
  });

  for (const [page, ours] of [
    ['zh', 'en'],
    ['ko-KR', 'ko'],
    ['ja', 'ja'],
  ] as const) {
    it(`say of what language their words are, on a page of ${page}`, async () => {
      const {root, speakers} = await setup();
      (root as HTMLElement).lang = page;
      for (const element of root.children) if (element instanceof LitElement) element.requestUpdate();
      await speakers();

      for (const {localName, shadowRoot, lang} of [...root.children] as HTMLElement[]) {
        const parts = [...shadowRoot!.children] as HTMLElement[];
        expect(
          parts.map((part) => part.lang),
          localName,
        ).to.deep.equal(parts.map((part) => (/<slot name="(busy|signed-out)"/.test(part.innerHTML) ? '' : ours)));
        expect(lang, 'the host is the page’s').to.equal('');
      }
    });
  }

  for (const pressed of ['kakao-account', 'kakao-terms-consent', 'kakao-login-button']) {
    it(`let the pressed one tell, whatever it is about: <${pressed}>`, async () => {
      const {client, root, speakers} = await setup();
      client.enter({...FAILURE, purpose: 'login'}, root.querySelector(pressed)!);

      expect(await speakers()).to.deep.equal([pressed]);
    });
  }

  it('take another one where the pressed one tells nothing', async () => {
    const {client, root, speakers} = await setup();
    client.enter({...FAILURE, purpose: 'login'}, root.querySelector('kakao-channel-button')!);

    expect(await speakers()).to.deep.equal(['kakao-login-button']);
  });
});
