import {expect, fixture, html} from '@open-wc/testing';
import {createFocusTrap} from 'focus-trap';
import {LitElement} from 'lit';
import type {FlowState, KakaoSyncState} from '../../src/client/state/state.js';
import {KakaoChannelResultEvent} from '../../src/client/state/events.js';
import '../../src/define.js';
import type {KakaoElement} from '../../src/elements/kakao-element.js';
import {FakeClient} from './support/fake-client.js';
import {combine, forgetPage, partOf, settle} from './support/page.js';

const XHTML = 'http://www.w3.org/1999/xhtml';

/** What page translators do to the letters of a page. */
const TRANSLATORS = {
  'moves each text into an element of its own': (text: Text) => {
    const inner = document.createElementNS(XHTML, 'font');
    text.replaceWith(inner);
    inner.append(text);
    const outer = document.createElementNS(XHTML, 'font');
    inner.replaceWith(outer);
    outer.append(inner);
  },
  'replaces each text by another one': (text: Text) => {
    if (!text.data.trim()) return;
    const wrapper = document.createElementNS(XHTML, 'font');
    wrapper.textContent = text.data;
    text.replaceWith(wrapper);
  },
} as const;

function translate(root: Node, change: (text: Text) => void): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  texts.forEach(change);
}

const member = (name: string, ...tags: string[]): Partial<KakaoSyncState> => ({
  session: {
    status: 'signed-in',
    member: {name},
    missingTerms: tags.map((tag) => ({tag, required: true, title: `${tag} 약관`, url: `/${tag}`})),
  },
});
const flow = (value: FlowState): Partial<KakaoSyncState> => ({flow: value});

const FLOWS = [
  flow({status: 'starting'}),
  flow({status: 'retry', code: 'backend_unreachable', ref: 'KS-7GR0-9A2K'}),
  flow({status: 'retry', code: 'backend_unreachable', ref: 'KS-0000-0000'}),
  flow({status: 'help', code: 'under_age'}),
  flow({status: 'idle'}),
  flow({status: 'waiting-for-talk', canContinueInBrowser: true}),
  flow({status: 'help', purpose: 'link', code: 'login_too_old', to: '/login'}),
  flow({status: 'action-required', code: 'dormant', message: '휴면 계정입니다.'}),
];

/** What happens to an element, one after another. */
const LIVES: Readonly<Record<string, readonly Partial<KakaoSyncState>[]>> = {
  'kakao-login-button': FLOWS,
  'kakao-account': [
    member('김하나'),
    ...FLOWS,
    member('박둘'),
    {session: {status: 'signed-out'}},
    member(''),
    flow({status: 'retry', purpose: 'logout', code: 'backend_failed', ref: 'KS-7GR0-9A2K'}),
  ],
  'kakao-terms-consent': [
    member('김하나', 'privacy', 'marketing'),
    ...FLOWS,
    member('김하나', 'privacy'),
    {session: {status: 'signed-out'}},
    member('박둘', 'location', 'privacy', 'event'),
    flow({status: 'idle'}),
    {outcome: {end: 'consent', purpose: 'terms', terms: {location: 'declined'}, scope: {}}},
  ],
  'kakao-channel-button': [],
};
const CHANNEL = ['added', 'blocked', 'none', 'already'] as const;

/** What is drawn, as a visitor reads it. */
const read = ({shadowRoot}: Element): string[] =>
  [...shadowRoot!.querySelectorAll<HTMLElement>('[part], p, a, .continue')].map(
    (part) => `${part.getAttribute('part') ?? part.localName}: ${part.innerText.replace(/\s+/g, ' ').trim()}`,
  );

describe('after a page translator', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const {tag, how} of combine({tag: Object.keys(LIVES), how: Object.keys(TRANSLATORS)})) {
    it(`that ${how}, <${tag}> shows each next message and word, once`, async () => {
      const change = TRANSLATORS[how as keyof typeof TRANSLATORS];
      const client = new FakeClient();
      const page = await fixture<HTMLElement>(
        html`<div>${[tag, tag].map((name) => document.createElement(name))}</div>`,
      );
      const both = [...page.children] as KakaoElement[];
      const [translated, plain] = both as [KakaoElement, KakaoElement];
      for (const element of both) element.client = client;
      await settle(...both);
      const steps: (() => void)[] = [
        ...LIVES[tag]!.map((state) => () => void client.update(state)),
        ...(tag === 'kakao-channel-button' ? CHANNEL : []).map((result) => () => {
          for (const element of both) {
            element.dispatchEvent(new KakaoChannelResultEvent({channelPublicId: '_ZeUTxl', result, verified: true}));
          }
        }),
        () => (page.lang = 'en'),
        () => (page.lang = 'ja'),
        () => both.forEach((element) => Object.assign(element, {layout: 'short', kakaoLogout: true})),
        () => both.forEach((element) => Object.assign(element, {kakaoLogout: false, lastUsed: true})),
      ];
      for (const [index, step] of steps.entries()) {
        translate(translated.shadowRoot!, change);
        client.source = plain;
        step();
        plain.requestUpdate();
        await settle(...both, ...both);
        const expected = read(plain);
        // It tells what the pressed one tells.
        client.source = translated;
        plain.requestUpdate();
        translated.requestUpdate();
        await settle(...both, ...both);

        expect(read(translated), `step ${index}`).to.deep.equal(expected);
      }
    });
  }
});

describe('in a focus trap of the page', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it('our buttons are found through getShadowRoot, and keep the focus inside', async () => {
    const page = await fixture<HTMLElement>(
      html`<div role="dialog" aria-label="로그인"><kakao-login-button></kakao-login-button></div>`,
    );
    const button = page.querySelector('kakao-login-button')!;
    await settle(button);
    const trap = createFocusTrap(page, {tabbableOptions: {getShadowRoot: true}, delayInitialFocus: false});
    trap.activate();
    try {
      expect(button.shadowRoot!.activeElement).to.equal(partOf(button, 'button'));
      expect(button.attributes).to.have.lengthOf(0);
    } finally {
      trap.deactivate();
    }
  });
});

describe('a press inside something of the site that presses do something to', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  const AROUND = {
    link: html`<a href="#navigated"><kakao-login-button></kakao-login-button></a>`,
    label: html`<label><input type="checkbox" /><kakao-login-button></kakao-login-button></label>`,
    summary: html`<details>
      <summary><kakao-login-button></kakao-login-button></summary>
      약관
    </details>`,
    'form that is sent': html`<form action="#navigated"><kakao-login-button></kakao-login-button></form>`,
    'link around the account': html`<a href="#navigated"><kakao-account></kakao-account></a>`,
  } as const;
  for (const [what, content] of Object.entries(AROUND)) {
    it(`is ours alone: ${what}`, async () => {
      const page = await fixture<HTMLElement>(html`<div>${content}</div>`);
      const client = new FakeClient();
      const element = page.querySelector<KakaoElement>('kakao-login-button, kakao-account')!;
      if (!(element instanceof LitElement)) throw new Error('not upgraded');
      element.client = client;
      await client.update(member('김하나'), element);
      await settle(element, element);
      partOf(element, 'button').click();
      await settle(element);

      expect(location.hash).to.equal('');
      expect(page.querySelector('input')?.checked ?? false).to.equal(false);
      expect(page.querySelector('details')?.open ?? false).to.equal(false);
      expect(element.localName === 'kakao-account' || client.logins.length === 1).to.equal(true);
    });
  }

  const WORDS = html`<b slot="label"><i id="pressed">우리 로그인</i></b>`;
  const BUBBLE = html`<b slot="bubble"><i id="pressed">3초면 끝</i></b>`;
  const inButton = (content: unknown) => html`<kakao-login-button>${content}</kakao-login-button>`;
  const SLOTTED: readonly (readonly [what: string, logins: number, content: unknown])[] = [
    ['words in a link', 1, html`<a href="#navigated">${inButton(WORDS)}</a>`],
    ['words in a label', 1, html`<label><input type="checkbox" />${inButton(WORDS)}</label>`],
    ['a link as words', 1, inButton(html`<a slot="label" href="#navigated" id="pressed">우리 로그인</a>`)],
    [
      'a button as words in a form',
      1,
      html`<form action="#navigated">${inButton(html`<button slot="label" id="pressed">우리 로그인</button>`)}</form>`,
    ],
    ['a bubble in a link', 0, html`<a href="#navigated">${inButton(BUBBLE)}</a>`],
  ];
  for (const [what, logins, content] of SLOTTED) {
    it(`is ours alone where it is on something of the site that we show: ${what}`, async () => {
      const page = await fixture<HTMLElement>(html`<div>${content}</div>`);
      const button = page.querySelector('kakao-login-button') as KakaoElement;
      const client = new FakeClient();
      button.client = client;
      await settle(button, button);
      let sent = 0;
      page.addEventListener('submit', (event) => {
        event.preventDefault();
        sent++;
      });

      page.querySelector<HTMLElement>('#pressed')!.click();
      await settle(button);

      expect([location.hash, sent]).to.deep.equal(['', 0]);
      expect(page.querySelector('input')?.checked ?? false).to.equal(false);
      expect(client.logins).to.have.lengthOf(logins);
    });
  }

  it('is ours on our message in a link of the site, but for our own link there', async () => {
    const page = await fixture<HTMLElement>(html`<a href="#navigated"><kakao-login-button></kakao-login-button></a>`);
    const button = page.querySelector('kakao-login-button') as KakaoElement;
    const client = new FakeClient();
    button.client = client;
    await client.enter({status: 'help', purpose: 'login', code: 'framed', to: '/shop'}, button);
    await settle(button, button);
    const message = partOf(button, 'message');
    const isPrevented = (target: Element): boolean => {
      const event = new MouseEvent('click', {bubbles: true, composed: true, cancelable: true});
      let prevented = false;
      const look = (): void => {
        prevented = event.defaultPrevented;
        event.preventDefault();
      };
      page.addEventListener('click', look, {once: true});
      target.dispatchEvent(event);
      return prevented;
    };

    expect([message.querySelector('p')!, message.querySelector('a')!].map(isPrevented)).to.deep.equal([true, false]);
  });

  it('stays the site’s on its own controls in the slots of an account', async () => {
    let sent = 0;
    const page = await fixture<HTMLElement>(
      html`<form>
        <kakao-account><button slot="signed-out">로그인</button></kakao-account>
      </form>`,
    );
    page.addEventListener('submit', (event) => {
      event.preventDefault();
      sent++;
    });
    const account = page.querySelector('kakao-account') as unknown as KakaoElement;
    account.client = new FakeClient();
    await settle(account, account);

    page.querySelector('button')!.click();

    expect(sent).to.equal(1);
  });
});
