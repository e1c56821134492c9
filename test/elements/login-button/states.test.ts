import {expect, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../../src/elements/login-button/define.js';
import type {FlowState} from '../../../src/client/state/state.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {describeElement, mountButton} from '../support/element-suite.js';
import {FakeClient} from '../support/fake-client.js';
import {messageOf, partOf, readAccessible, regionOf, setAttribute, settle} from '../support/page.js';
import rows from './states.json' with {type: 'json'};

const REF = 'KS-7GR0-9A2K';
const UNDER_AGE = '만 14세 미만은 이 서비스를 이용할 수 없어요.';

/** What is said in each state, in Korean, and whether the button is busy. */
const STATES = rows as readonly unknown[] as readonly (readonly [FlowState, message: string, isBusy?: boolean])[];

describeElement('<kakao-login-button> states', (mount) => {
  function read(button: KakaoLoginButton): [message: string, isBusy: boolean] {
    const native = partOf(button, 'button') as HTMLButtonElement;
    expect(native.disabled).to.equal(false);
    return [messageOf(button), native.getAttribute('aria-disabled') === 'true'];
  }

  for (const [flow, message, isBusy = false] of STATES) {
    it(`tells "${message}" as long as the flow is ${flow.status} ${flow.code ?? ''}`, async () => {
      const {client, button} = await mountButton(mount);
      const region = regionOf(button);
      await client.enter(flow, button);
      expect(read(button)).to.deep.equal([message, isBusy]);
      expect(regionOf(button)).to.equal(region);

      const late = await mountButton(mount, {client});
      button.remove();
      await client.enter(flow, late.button);
      expect(read(late.button), 'of a flow that is older than the button').to.deep.equal([message, isBusy]);

      await client.update({flow: {status: 'idle'}}, late.button);
      expect(read(late.button)).to.deep.equal(['', false]);
    });
  }

  for (const status of ['starting', 'completing'] as const) {
    it(`moves nothing on the page while it is ${status}`, async () => {
      const {client, button} = await mountButton(mount);
      const words = partOf(button, 'label').getBoundingClientRect();
      const box = button.getBoundingClientRect();
      await client.enter({status}, button);

      expect(button.getBoundingClientRect()).to.deep.equal(box);
      expect(partOf(button, 'label').getBoundingClientRect()).to.deep.equal(words);
    });
  }

  for (const [what, isPressed] of [
    ['a return has brought', false],
    ['came of a press on this page', true],
  ] as const) {
    it(`${isPressed ? 'leaves the page where it is at what' : 'brings into sight what'} ${what}`, async () => {
      const {client, button} = await mountButton(mount);
      button.style.cssText = 'display: block; margin: 3000px 0';
      window.scrollTo(0, 0);
      if (isPressed) client.source = button;

      await client.update({flow: {status: 'retry', purpose: 'login', code: 'backend_failed'}}, button);

      const {top, bottom} = partOf(button, 'message').getBoundingClientRect();
      expect(top >= 0 && bottom <= innerHeight).to.equal(!isPressed);
      window.scrollTo(0, 0);
      await setAttribute(button, 'size', 'small');
      expect(window.scrollY, 'once').to.equal(0);
    });
  }

  it('offers the way without KakaoTalk, and takes it', async () => {
    const {client, button} = await mountButton(mount);
    await client.enter({status: 'waiting-for-talk', canContinueInBrowser: true}, button);
    const way = partOf(button, 'message').querySelector('button')!;

    way.click();

    expect(way.getBoundingClientRect().height).to.be.at.least(44);
    expect(client.logins).to.have.lengthOf(1);
    expect(client.logins[0]).to.include({throughTalk: 'never', source: button});
  });

  for (const [code, lang, words] of [
    ['login_too_old', 'ko', '다시 로그인하기'],
    ['login_too_old', 'en', 'Sign in again'],
    ['login_too_old', 'ja', 'もう一度ログイン'],
    ['other_browser', 'ko', '보던 페이지로 돌아가기'],
    ['other_browser', 'en', 'Back to your page'],
    ['other_browser', 'ja', '元のページに戻る'],
  ] as const) {
    it(`leads on after ${code} by "${words}", which the keyboard reaches and the focus covers nothing of`, async () => {
      const {client, button} = await mountButton(mount);
      button.lang = lang;
      const to = '/login?next=%2Fmypage%3Ftab%3D1';
      await client.enter({status: 'help', purpose: 'link', code, to}, button);
      const link = partOf(button, 'message').querySelector('a')!;

      button.focus();
      await sendKeys({press: 'Tab'});

      expect(button.shadowRoot!.activeElement).to.equal(link);
      expect(readAccessible(link)).to.deep.equal({name: words, role: 'link'});
      expect(link.href).to.equal(location.origin + to);
      expect(link.rel).to.equal('noreferrer');
      expect(link.getBoundingClientRect().height).to.be.at.least(44);
      expect(link.closest('[lang]')?.getAttribute('lang')).to.equal(lang);
      const {outlineStyle, outlineWidth, outlineOffset, outlineColor, color, boxShadow} = getComputedStyle(link);
      expect([outlineStyle, outlineWidth, outlineOffset, boxShadow]).to.deep.equal(['solid', '2px', '-2px', 'none']);
      expect(outlineColor).to.equal(color);
    });
  }

  it('speaks the language of its place', async () => {
    const {client, button} = await mountButton(mount);
    await client.enter({status: 'retry', code: 'rate_limited', ref: REF}, button);
    for (const [lang, message] of [
      ['en', `We couldn't connect. Please try again in a moment. | Reference ${REF}`],
      ['ja', `接続できませんでした。しばらくしてからもう一度お試しください。 | お問い合わせ番号 ${REF}`],
    ] as const) {
      await setAttribute(button, 'lang', lang);

      expect(messageOf(button)).to.equal(message);
    }
  });

  describe('with several buttons', () => {
    type Buttons = Readonly<Record<'first' | 'second', KakaoLoginButton>>;

    async function setupTwo(): Promise<Buttons & {client: FakeClient}> {
      const client = new FakeClient();
      const root = await mount(
        html`<div>
          <kakao-login-button .client=${client}></kakao-login-button>
          <kakao-login-button .client=${client}></kakao-login-button>
        </div>`,
      );
      const [first, second] = root.querySelectorAll('kakao-login-button');
      return {client, first: first!, second: second!};
    }

    for (const [title, arrange, speaker, pressed] of [
      ['lets the pressed one speak', () => undefined, 'second', 'second'],
      [
        'lets the first one speak after a return, whichever came to the page first',
        ({first, second}) => second.after(first),
        'second',
      ],
      ['passes over one that cannot be seen', ({first}) => (first.hidden = true), 'second'],
      [
        'lets the first one speak where none can be seen',
        ({first, second}) => (first.hidden = second.hidden = true),
        'first',
      ],
      ['lets another speak where the pressed one has left', ({second}) => second.remove(), 'first', 'second'],
    ] satisfies [string, (buttons: Buttons) => unknown, keyof Buttons, (keyof Buttons)?][]) {
      it(title, async () => {
        const {client, ...buttons} = await setupTwo();
        arrange(buttons);
        await client.enter({status: 'help', code: 'under_age'}, pressed && buttons[pressed]);
        const {first, second} = buttons;
        await settle(...[first, second].filter(({isConnected}) => isConnected));

        const said = {first: messageOf(first), second: second.isConnected ? messageOf(second) : ''};
        expect(said).to.deep.equal({first: '', second: '', [speaker]: UNDER_AGE});
      });
    }

    it('makes both of them busy', async () => {
      const {client, first, second} = await setupTwo();
      await client.enter({status: 'starting'}, second);
      await settle(first);

      expect([read(first)[1], read(second)[1]]).to.deep.equal([true, true]);
    });
  });
});
