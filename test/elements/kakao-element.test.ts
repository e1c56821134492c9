import {expect, fixture, html} from '@open-wc/testing';
import {LitElement} from 'lit';
import type {FlowState, KakaoSyncState} from '../../src/client/state/state.js';
import '../../src/define.js';
import {defineElement} from '../../src/elements/define-element.js';
import type {KakaoElement} from '../../src/elements/kakao-element.js';
import {describeElement, isHydrated} from './support/element-suite.js';
import {FakeClient} from './support/fake-client.js';
import {forgetPage, messageOf, partOf, press, recordErrors, settle, wordsOf} from './support/page.js';

const FAILURE = {status: 'retry', code: 'backend_unreachable'} as const satisfies FlowState;

const toSession = (...missingTerms: readonly {readonly tag: string; readonly required: boolean}[]) =>
  ({session: {status: 'signed-in', member: {name: '김하나'}, missingTerms}}) as const;

/** What a site may set on each element, and what may happen to it. */
const LIVES: Readonly<Record<string, readonly [properties: object, states: readonly Partial<KakaoSyncState>[]]>> = {
  'kakao-login-button': [
    {label: 'login', layout: 'icon', size: 'large', lastUsed: true},
    (['starting', 'waiting-for-talk', 'completing', 'help', 'idle', 'retry'] as const).map((status) => ({
      flow: {status},
    })),
  ],
  'kakao-account': [{picture: true, kakaoLogout: true}, [{session: {status: 'signed-out'}}, toSession()]],
  'kakao-terms-consent': [
    {tags: 'privacy', scope: 'name'},
    [
      {outcome: {end: 'consent', purpose: 'terms', terms: {privacy: 'agreed'}, scope: {name: 'agreed'}}},
      toSession({tag: 'privacy', required: true}),
    ],
  ],
  'kakao-channel-button': [{action: 'chat', channelPublicId: '_ZeUTxl'}, [toSession()]],
};

describeElement('every visible element', (mount) => {
  const create = async (tag: string) => {
    const root = await mount(
      html`<div>
        <kakao-login-button></kakao-login-button><kakao-account></kakao-account>
        <kakao-terms-consent></kakao-terms-consent><kakao-channel-button></kakao-channel-button>
      </div>`,
    );
    const client = new FakeClient();
    const element = root.querySelector<KakaoElement>(tag)!;
    root.replaceChildren(element);
    element.client = client;
    await settle(element);
    return {client, element};
  };
  const textOf = ({shadowRoot}: Element): string[] =>
    [...shadowRoot!.querySelectorAll<HTMLElement>('[part]')].map(({innerText}) => innerText);

  for (const [tag, [properties, states]] of Object.entries(LIVES)) {
    it(`<${tag}> never writes to its host`, async () => {
      const {client, element} = await create(tag);
      const changes: MutationRecord[] = [];
      const observer = new MutationObserver((records) => changes.push(...records));
      observer.observe(element, {attributes: true, childList: true, characterData: true, subtree: true});
      Object.assign(element, properties);
      // A channel's button asks the page's client, and there is none.
      const errors = recordErrors();
      for (const state of states) {
        await client.update(state, element);
        (partOf(element, 'button') as HTMLElement | null)?.click();
        await settle(element);
      }
      element.focus();
      await errors.restore();

      expect(changes.concat(observer.takeRecords())).to.deep.equal([]);
      expect([element.attributes.length, element.childNodes.length]).to.deep.equal([0, 0]);
    });

    it(`<${tag}> stops listening when it leaves, and is up to date when it comes back or moves`, async () => {
      const {client, element} = await create(tag);
      Object.assign(element, properties);
      for (const state of states) await client.update(state);
      await settle(element);
      const expected = textOf(element);
      element.remove();
      expect(client.listeners.size).to.equal(0);

      const late = await create(tag);
      Object.assign(late.element, properties);
      const place = late.element.parentElement!;
      late.element.remove();
      for (const state of states) await late.client.update(state);
      for (const way of ['append', 'prepend'] as const) {
        place[way](late.element);
        await settle(late.element);

        expect(textOf(late.element)).to.deep.equal(expected);
        expect(late.client.listeners.size).to.equal(1);
      }
    });
  }
});

describeElement('the elements of one page', (mount) => {
  /** All visible elements on one page, and who of them says something. */
  async function setup(...without: string[]) {
    const client = new FakeClient();
    const root = await mount<HTMLElement>(
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
      wayOf: (tag: string) => partOf(root.querySelector(tag)!, 'message').querySelector('a')!.href,
    };
  }

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
      await client.enter({...FAILURE, ...(purpose && {purpose})});

      expect(await speakers()).to.deep.equal(speaker ? [speaker] : []);
    });
  }

  for (const [without, speaker] of [
    [[], 'kakao-login-button'],
    [['kakao-login-button'], 'kakao-channel-button'],
    [['kakao-login-button', 'kakao-channel-button'], 'kakao-terms-consent'],
    [['kakao-login-button', 'kakao-channel-button', 'kakao-terms-consent'], 'kakao-account'],
  ] as const) {
    it(`let <${speaker}> offer a way back after a login, without ${without.join(' and ') || 'nothing'}`, async () => {
      const {client, speakers, wayOf} = await setup(...without);
      await client.enter({...FAILURE, purpose: 'login', to: '/cart'});

      expect(await speakers()).to.deep.equal([speaker]);
      expect(wayOf(speaker)).to.equal(`${location.origin}/cart`);
    });
  }

  it('offer the way back to this very origin, whatever <base> the page has', async () => {
    const base = document.createElement('base');
    base.href = 'https://evil.example/shop/';
    document.head.append(base);
    try {
      const {client, speakers, wayOf} = await setup();
      await client.enter({...FAILURE, purpose: 'login', to: '/cart?id=1#reviews'});

      const [speaker] = await speakers();
      expect(wayOf(speaker!)).to.equal(`${location.origin}/cart?id=1#reviews`);
    } finally {
      base.remove();
    }
  });

  for (const [lang, problems] of [
    ['koraen', [{code: 'config_invalid', kind: 'language', value: 'koraen'}]],
    ['de', []],
    ['kr', []],
  ] as const) {
    it(`${problems.length > 0 ? 'name' : 'say nothing of'} lang="${lang}"`, async () => {
      const client = new FakeClient();
      const root = await fixture(
        html`<div lang=${lang}><kakao-login-button .client=${client}></kakao-login-button></div>`,
      );
      await settle(root.firstElementChild!);

      expect(new Set(client.explained.map((problem) => JSON.stringify(problem)))).to.deep.equal(
        new Set(problems.map((problem) => JSON.stringify(problem))),
      );
    });
  }

  it('say of what language their words are, and leave that of the host to the page', async () => {
    const {root, speakers} = await setup();
    for (const [page, ours] of [
      ['zh', 'en'],
      ['ko-KR', 'ko'],
      ['ja', 'ja'],
    ] as const) {
      root.lang = page;
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
    }
  });

  it('wait for an element around them that takes over what a server has drawn', async () => {
    const client = new FakeClient();
    const root = await mount(
      html`<div lang="en"><kakao-login-button defer-hydration .client=${client}></kakao-login-button></div>`,
    );
    const button = root.querySelector('kakao-login-button')!;
    await press(button);

    expect(wordsOf(button)).to.equal('Start with Kakao');
    expect(client.logins).to.have.lengthOf(1);
  });

  for (const [pressed, speaker] of [
    ['kakao-account', 'kakao-account'],
    ['kakao-terms-consent', 'kakao-terms-consent'],
    ['kakao-login-button', 'kakao-login-button'],
    ['kakao-channel-button', 'kakao-channel-button'],
  ] as const) {
    it(`let <${speaker}> tell where <${pressed}> was pressed, whatever it is about`, async () => {
      const {client, root, speakers} = await setup();
      await client.enter({...FAILURE, purpose: 'login'}, root.querySelector(pressed)!);

      expect(await speakers()).to.deep.equal([speaker]);
    });
  }
});

if (!isHydrated) {
  describe('in another document', () => {
    beforeEach(forgetPage);
    afterEach(forgetPage);

    it('an element keeps its style, and follows the language there, in a frame and back', async () => {
      const root = await fixture<HTMLElement>(html`<div lang="ko"><kakao-login-button></kakao-login-button></div>`);
      const frame = document.createElement('iframe');
      root.append(frame);
      const inside = frame.contentDocument!;
      const button = root.querySelector('kakao-login-button')!;
      const look = (): string => {
        const {backgroundColor, minHeight} = getComputedStyle(partOf(button, 'button'));
        return `${backgroundColor} ${minHeight} ${wordsOf(button)}`;
      };
      await settle(button);
      const before = look();
      for (let times = 0; times < 2; times++) {
        inside.body.append(button);
        inside.body.lang = 'en';
        await settle(button);
        expect(look()).to.equal(before.replace('카카오로 시작하기', 'Start with Kakao'));

        root.append(button);
        await settle(button);
        expect(look()).to.equal(before);
      }
    });
  });

  describe('on a page of XML', () => {
    it('no element of Lit is defined, and the console says so once', async () => {
      const errors = recordErrors();
      const defined: string[] = [];
      const registry = {get: () => undefined, define: (tag: string) => void defined.push(tag)};
      Object.defineProperty(document, 'contentType', {value: 'application/xhtml+xml', configurable: true});
      try {
        defineElement('kakao-login-button', class extends LitElement {}, registry);
        defineElement('kakao-account', class extends LitElement {}, registry);
        defineElement('kakao-sync', class extends HTMLElement {}, registry);
      } finally {
        Reflect.deleteProperty(document, 'contentType');
        await errors.restore();
      }

      expect(defined).to.deep.equal(['kakao-sync']);
      expect(errors.lines).to.have.lengthOf(1);
      expect(errors.lines[0]).to.include('application/xhtml+xml');
    });
  });

  describe('of five hundred buttons', () => {
    beforeEach(forgetPage);
    afterEach(forgetPage);

    it('one tells, and who it is is looked up once for all of them', async () => {
      const client = new FakeClient();
      const root = await fixture<HTMLElement>(
        html`<div>
          ${Array.from({length: 500}, () => html`<kakao-login-button .client=${client}></kakao-login-button>`)}
        </div>`,
      );
      const buttons = [...root.querySelectorAll('kakao-login-button')];
      await client.enter({status: 'help', code: 'under_age'});
      await settle(...buttons);
      const {compareDocumentPosition} = Node.prototype;
      let comparisons = 0;
      Node.prototype.compareDocumentPosition = function (other) {
        comparisons++;
        return compareDocumentPosition.call(this, other);
      };
      try {
        root.lang = 'en';
        await settle(...buttons);
      } finally {
        Node.prototype.compareDocumentPosition = compareDocumentPosition;
      }

      expect(buttons.map(messageOf).filter(Boolean)).to.have.lengthOf(1);
      expect(messageOf(buttons[0]!)).not.to.equal('');
      expect(comparisons).to.be.lessThan(10_000);
    });
  });

  describe('on a page without hydration support', () => {
    it('a button replaces markup of a server instead of adding to it', async () => {
      const holder = await fixture(html`<div></div>`);
      const inert = document.implementation.createHTMLDocument();
      const button = inert.createElement('kakao-login-button');
      const markup = button.attachShadow({mode: 'open', delegatesFocus: true});
      markup.append(inert.createElement('button'), inert.createElement('style'));
      holder.append(document.adoptNode(button));
      customElements.upgrade(button);
      await settle(button);

      expect(button.shadowRoot!.querySelectorAll('button')).to.have.lengthOf(1);
      expect(partOf(button, 'button').getBoundingClientRect().height).to.equal(48);
    });
  });

  describe('defineElement', () => {
    it('leaves a tag alone that is taken, and registers one that is free', () => {
      const taken = customElements.get('kakao-login-button');
      defineElement('kakao-login-button', class extends HTMLElement {});
      expect(customElements.get('kakao-login-button')).to.equal(taken);

      const element = class extends HTMLElement {};
      defineElement('free-tag', element);
      expect(customElements.get('free-tag')).to.equal(element);
    });
  });
}
