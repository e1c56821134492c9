import {expect, fixture, html} from '@open-wc/testing';
import '../../src/define.js';
import type {FlowState} from '../../src/client/state/state.js';
import {fillPlaceholders} from '../../src/script/tag/placeholders.js';
import {describeElement, type Mount} from './support/element-suite.js';
import {FakeClient} from './support/fake-client.js';
import {forgetPage, messageOf, partOf, settle} from './support/page.js';

const TEXT = {
  ko: '지금은 점검 중이에요. 잠시 후 다시 시도해 주세요.',
  en: 'Under maintenance. Please try again later.',
  ja: 'ただいまメンテナンス中です。',
};

/** A client that is paused, with a member who is to agree to a term. */
function createClient(paused?: unknown): FakeClient {
  const client = new FakeClient();
  Object.assign(client.config, {paused});
  client.state = {
    ...client.state,
    session: {status: 'signed-in', member: {}, missingTerms: [{tag: 'privacy', required: true}]},
  };
  return client;
}

type Drawn = Element & {readonly updateComplete: Promise<boolean>};

const ELEMENTS: Readonly<Record<string, (mount: Mount, client: FakeClient) => Promise<Drawn>>> = {
  'login button': (mount, client) => mount(html`<kakao-login-button .client=${client}></kakao-login-button>`),
  'terms consent': (mount, client) => mount(html`<kakao-terms-consent .client=${client}></kakao-terms-consent>`),
  'channel button': (mount, client) =>
    mount(html`<kakao-channel-button channel-public-id="_ZeUTxl" .client=${client}></kakao-channel-button>`),
};

const read = (element: Element): [text: string, isDisabled: boolean] => [
  messageOf(element),
  partOf(element, 'button').getAttribute('aria-disabled') === 'true',
];

describeElement('while logins are paused', (mount) => {
  for (const [what, draw] of Object.entries(ELEMENTS)) {
    describe(`a ${what}`, () => {
      for (const [paused, text] of [
        [true, TEXT.ko],
        ['', TEXT.ko],
        ['true', TEXT.ko],
        [' ', TEXT.ko],
        ['오후 3시에 다시 열어요.', '오후 3시에 다시 열어요.'],
        ['<img src=x onerror="window.pwned=1">', '<img src=x onerror="window.pwned=1">'],
      ] as const) {
        it(`stays, cannot be pressed, and says so: ${JSON.stringify(paused)}`, async () => {
          const element = await draw(mount, createClient(paused));
          await settle(element);

          expect(read(element)).to.deep.equal([text, true]);
          expect(element.shadowRoot!.querySelector('img')).to.equal(null);
          const face = partOf(element, 'button').querySelector('.face')!;
          expect(getComputedStyle(face, '::before').content, 'It does not turn as a busy one does.').to.equal('none');
        });
      }

      for (const paused of [undefined, false, 'false']) {
        it(`is as ever: ${JSON.stringify(paused)}`, async () => {
          const element = await draw(mount, createClient(paused));
          await settle(element);

          expect(read(element)).to.deep.equal(['', false]);
        });
      }

      it('follows its beginning and its end', async () => {
        const client = createClient();
        const element = await draw(mount, client);
        const seen: unknown[] = [];
        for (const paused of [true, false]) {
          Object.assign(client.config, {paused});
          await client.update({}, element as never);
          seen.push(read(element));
        }

        expect(seen).to.deep.equal([
          [TEXT.ko, true],
          ['', false],
        ]);
      });
    });
  }

  for (const [lang, text] of Object.entries(TEXT)) {
    it(`speaks the language of its place: ${lang}`, async () => {
      const button = await mount<Drawn>(
        html`<kakao-login-button lang=${lang} .client=${createClient(true)}></kakao-login-button>`,
      );
      await settle(button);

      expect(messageOf(button)).to.equal(text);
    });
  }

  for (const [flow, text] of [
    [{status: 'completing', purpose: 'login'}, '잠시만 기다려 주세요.'],
    [{status: 'retry', purpose: 'login', code: 'kakao_timeout'}, TEXT.ko],
  ] satisfies [FlowState, string][]) {
    it(`tells what is under way, and nothing that asks for a press: ${flow.status}`, async () => {
      const client = createClient(true);
      const button = await ELEMENTS['login button']!(mount, client);
      await client.enter(flow, button as never);

      expect(messageOf(button)).to.equal(text);
    });
  }
});

describe("while logins are paused, what is the site's own", () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  async function setup(content: ReturnType<typeof html>) {
    const client = createClient(true);
    const root = await fixture<HTMLElement>(content);
    fillPlaceholders({}, client);
    const own = root.querySelector<HTMLElement>('a, button')!;
    const message = root.querySelector('kakao-login-message')!;
    Object.assign(message, {client});
    await settle(message);
    let goesOn = false;
    // Nothing is left in the test's own page.
    root.addEventListener('click', (event) => {
      goesOn = !event.defaultPrevented;
      event.preventDefault();
    });
    own.click();
    return {client, goesOn, own, message};
  }

  it('is a link that leads where it did', async () => {
    const {client, goesOn, own, message} = await setup(html`<p><a href="/login" data-kakao-login>Join</a></p>`);

    expect([goesOn, client.logins, own.getAttribute('aria-disabled'), messageOf(message)]).to.deep.equal([
      true,
      [],
      null,
      '',
    ]);
  });

  it('is a button that cannot be pressed, and says so', async () => {
    const {goesOn, own, message} = await setup(html`<p><button data-kakao-login>Join</button></p>`);

    expect([goesOn, own.getAttribute('aria-disabled'), messageOf(message)]).to.deep.equal([false, 'true', TEXT.ko]);
  });
});
