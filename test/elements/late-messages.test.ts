import {expect, html} from '@open-wc/testing';
import '../../src/define.js';
import type {FlowState} from '../../src/client/state/state.js';
import type {KakaoElement} from '../../src/elements/kakao-element.js';
import {ko, en, ja} from '../support/texts.js';
import {replace} from '../client/support/replace.js';
import {describeElement, isHydrated} from './support/element-suite.js';
import {FakeClient} from './support/fake-client.js';
import {holdMessages, type LateMessages} from './support/late-messages.js';
import {messageOf, partOf, recordErrors, regionOf, settle} from './support/page.js';

const FAILED: FlowState = {status: 'retry', code: 'login_unfinished'};

describeElement('messages that come later', (mount) => {
  let late: LateMessages;
  beforeEach(() => {
    late = holdMessages();
  });
  // So that the next one begins on a page to which it has come.
  afterEach(() => late.arrive());

  async function setup({lang = 'ko', messages}: {readonly lang?: string; readonly messages?: object} = {}) {
    const client = new FakeClient();
    Object.assign(client.config, {messages});
    const page = await mount<HTMLElement>(
      html`<div lang=${lang}>
        <kakao-login-button .client=${client}></kakao-login-button>
        <kakao-login-button .client=${client}></kakao-login-button>
      </div>`,
    );
    const [button, other] = [...page.children] as [KakaoElement, KakaoElement];
    await settle(button, other, button, other);
    return {client, page, button, other};
  }

  it('are fetched by nothing but a page that rests, and change nothing that is drawn', async () => {
    const {button} = await setup();
    const look = (): readonly number[] =>
      [button, partOf(button, 'message')].flatMap((part) => {
        const {width, height} = part.getBoundingClientRect();
        return [width, height];
      });
    const before = look();
    expect(late.loads).to.equal(0);

    await late.rest();
    expect(late.loads).to.be.greaterThan(0);
    await late.arrive();

    expect(look()).to.deep.equal(before);
  });

  for (const [what, use] of [
    [
      'a pointer on it',
      (button: Element) => partOf(button, 'button').dispatchEvent(new PointerEvent('pointerover', {bubbles: true})),
    ],
    ['the focus', (button: HTMLElement) => button.focus()],
  ] as const) {
    it(`are fetched at the first sign of use: ${what}`, async () => {
      const {button} = await setup();
      use(button);

      expect(late.loads).to.equal(1);
    });
  }

  it('are fetched once by a flow, and told by the element that was pressed', async () => {
    const {client, button, other} = await setup();
    const region = regionOf(button);
    await client.enter({status: 'starting'}, button);
    await client.enter({...FAILED, ref: 'KS-7GR0-9A2K'}, button);
    await settle(other);

    expect([messageOf(button), messageOf(other), late.loads]).to.deep.equal(['', '', 1]);
    expect(partOf(button, 'button').getAttribute('aria-disabled')).to.equal(null);
    await late.arrive();

    expect(messageOf(button)).to.equal(`${ko.retry} | ${ko.reference} KS-7GR0-9A2K`);
    expect(messageOf(other)).to.equal('');
    expect(regionOf(button), 'the live region stays the same').to.equal(region);
    expect(getComputedStyle(partOf(button, 'message')).borderTopWidth).to.equal('1px');
  });

  it('leave the mark of a button that is busy to the first load', async () => {
    const {client, button} = await setup();
    await client.enter({status: 'starting'}, button);

    expect(partOf(button, 'button').getAttribute('aria-disabled')).to.equal('true');
    await late.arrive();
    expect(messageOf(button)).to.equal(ko.busy);
  });

  it('are told in the language and with the texts that the page has by then', async () => {
    const {client, page, button} = await setup({messages: {en: {retry: 'Again!'}}});
    await client.enter(FAILED, button);
    page.lang = 'ja';
    await settle(button);
    page.lang = 'en';
    await late.arrive();

    expect(messageOf(button)).to.equal('Again!');
  });

  it('are told by an element that was away meanwhile, and bring no error', async () => {
    const {client, page, button} = await setup();
    await client.enter(FAILED, button);
    button.remove();
    await late.arrive();
    page.prepend(button);
    await settle(button, button);

    expect(messageOf(button)).to.equal(ko.retry);
    expect(getComputedStyle(partOf(button, 'message')).borderTopWidth).to.equal('1px');
  });

  it('are brought into sight where nothing was pressed', async () => {
    const {client, button} = await setup();
    const seen: Element[] = [];
    replace(Element.prototype, 'scrollIntoView', {
      value(this: Element) {
        seen.push(this);
      },
    });
    await client.enter(FAILED);
    await settle(button);
    expect(seen).to.deep.equal([]);
    await late.arrive();

    expect(seen).to.deep.equal([partOf(button, 'message')]);
  });

  for (const when of ['before', 'after'] as const) {
    it(`look the same in another document that the element was moved to ${when} they came`, async () => {
      const {client, page, button} = await setup();
      const frame = document.createElement('iframe');
      page.append(frame);
      if (when === 'after') await late.arrive();
      frame.contentDocument!.body.append(button);
      await client.enter(FAILED, button);
      await late.arrive();
      await settle(button);

      const look = (part: string): string => {
        const {borderTopWidth, backgroundColor} = frame.contentWindow!.getComputedStyle(partOf(button, part));
        return `${borderTopWidth} ${backgroundColor}`;
      };
      expect(look('button')).to.equal('1px rgb(254, 229, 0)');
      expect(look('message')).to.equal('1px rgb(255, 255, 255)');
      button.remove();
    });
  }

  if (!isHydrated) {
    it('come at once for a bubble, which they keep on the screen', async () => {
      const page = await mount<HTMLElement>(
        html`<div style="text-align: end; font-size: 0">
          <kakao-login-button layout="icon"
            ><b slot="bubble">3초면 가입이 끝나는 카카오로 시작하기</b></kakao-login-button
          >
        </div>`,
      );
      const bubble = partOf(page.firstElementChild!, 'bubble');
      expect(late.loads).to.equal(1);
      await late.arrive();
      await settle(page.firstElementChild!);

      expect(bubble.style.getPropertyValue('--shift')).to.match(/px$/);
    });
  }

  it('name a misspelt attribute, and what else the developer is told, once they are there', async () => {
    const errors = recordErrors();
    const client = new FakeClient();
    const page = await mount<HTMLElement>(
      html`<div lang="koraen">
        <kakao-login-button labell="login" .client=${client}></kakao-login-button><kakao-sync app-kee="x"></kakao-sync>
      </div>`,
    );
    await settle(...page.children);
    expect([client.explained, await errors.settled()]).to.deep.equal([[], []]);
    await late.rest();
    await late.arrive();
    await settle(...page.children);

    expect((await errors.restore()).map((line) => /(\S+) is no attribute/.exec(line)?.[1]).sort()).to.deep.equal([
      'app-kee',
      'labell',
    ]);
    expect(client.explained[0]).to.deep.equal({code: 'config_invalid', kind: 'language', value: 'koraen'});
  });

  describe('and cannot be had', () => {
    for (const [flow, told] of [
      [FAILED, true],
      [{status: 'help', code: 'under_age'}, true],
      [{status: 'starting'}, false],
      [{status: 'waiting-for-talk', canContinueInBrowser: true}, false],
      [{status: 'cancelled', code: 'cancelled'}, false],
      [{status: 'idle'}, false],
    ] as const satisfies readonly (readonly [FlowState, boolean])[]) {
      it(`${told ? 'say to try again' : 'say nothing'}: ${flow.status}`, async () => {
        const {client, button, other} = await setup();
        await late.rest();
        await client.enter(flow, button);
        await late.fail();
        await settle(button, other);

        expect([messageOf(button), messageOf(other)]).to.deep.equal([told ? ko.later : '', '']);
      });
    }

    for (const [lang, texts] of Object.entries({ko, en, ja})) {
      it(`say so in the language of their place: ${lang}`, async () => {
        const {client, button} = await setup({lang});
        await client.enter(FAILED, button);
        await late.fail();

        expect(messageOf(button)).to.equal(texts.later);
      });
    }

    it("say so in the site's own words, or the backend's", async () => {
      const {client, button} = await setup({messages: {ko: {later: '잠시만요'}}});
      await client.enter(FAILED, button);
      await late.fail();
      expect(messageOf(button)).to.equal('잠시만요');

      await client.enter({...FAILED, message: '점검 중입니다.'}, button);
      expect(messageOf(button)).to.equal('점검 중입니다.');
    });

    it('say so by the first element where none was pressed', async () => {
      const {client, button, other} = await setup();
      await client.enter(FAILED);
      await late.fail();
      await settle(button, other);

      expect([messageOf(button), messageOf(other)]).to.deep.equal([ko.later, '']);
    });

    it('are told at once where another part could not be had', async () => {
      const {client, button} = await setup();
      await client.enter({status: 'retry', code: 'part_unavailable'}, button);

      expect(messageOf(button)).to.equal(ko.later);
    });

    it('are asked for again by the next press, but not by what was drawn for want of them', async () => {
      const {client, button, other} = await setup();
      await client.enter(FAILED, button);
      await late.fail();
      await settle(button, other);
      expect(late.loads).to.equal(1);

      await client.enter({status: 'starting'}, button);
      expect([messageOf(button), late.loads]).to.deep.equal(['', 2]);
      await client.enter(FAILED, button);
      await late.arrive();

      expect(messageOf(button)).to.equal(ko.retry);
    });

    it('leave no error behind on a page that rests', async () => {
      const errors: unknown[] = [];
      const note = (event: PromiseRejectionEvent): void => {
        event.preventDefault();
        errors.push(event.reason);
      };
      addEventListener('unhandledrejection', note);
      try {
        await setup();
        await late.rest();
        await late.fail();
      } finally {
        removeEventListener('unhandledrejection', note);
      }

      expect(errors).to.deep.equal([]);
    });
  });
});
