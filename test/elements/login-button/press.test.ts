import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys, sendMouse} from '@web/test-runner-commands';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import type {KakaoLoginErrorEvent} from '../../../src/client/state/events.js';
import '../../../src/elements/login-button/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {FakeClient} from '../support/fake-client.js';
import {forgetPage, messageOf, partOf, press, recordErrors, settle} from '../support/page.js';
import {createStage} from '../support/real-client.js';

async function setup(
  content: (client: FakeClient) => unknown = (client) =>
    html`<kakao-login-button .client=${client}></kakao-login-button>`,
): Promise<{client: FakeClient; button: KakaoLoginButton}> {
  const client = new FakeClient();
  const button = await fixture<KakaoLoginButton>(content(client) as ReturnType<typeof html>);
  return {client, button};
}

describe('<kakao-login-button> press', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const key of ['Enter', 'Space']) {
    it(`logs in by ${key}`, async () => {
      const {client, button} = await setup();
      await sendKeys({press: 'Tab'});
      expect(document.activeElement).to.equal(button);

      await sendKeys({press: key});

      expect(client.logins).to.have.lengthOf(1);
    });
  }

  it('logs in by the mouse', async () => {
    const {client, button} = await setup();
    const {x, y, width, height} = button.getBoundingClientRect();

    await sendMouse({type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)]});

    expect(client.logins).to.have.lengthOf(1);
  });

  it('sends no form and follows no link around it', async () => {
    let sent = 0;
    const form = await fixture<HTMLFormElement>(
      html`<form @submit=${() => sent++}><kakao-login-button></kakao-login-button></form>`,
    );
    const button = form.querySelector('kakao-login-button')!;
    const errors = recordErrors();
    await press(button);
    errors.restore();

    expect(sent).to.equal(0);
  });

  it('gets ready when it is pointed at or focused', async () => {
    const {client, button} = await setup();
    const before = client.preparations;
    button.focus();
    const focused = client.preparations;
    partOf(button, 'button').dispatchEvent(new PointerEvent('pointerenter'));

    expect([focused - before, client.preparations - focused]).to.deep.equal([1, 1]);
  });

  it('lets the client know that it may be pressed', async () => {
    const {client} = await setup();

    expect(client.expectedPresses).to.be.greaterThan(0);
    expect(client.preparations).to.equal(0);
  });

  it('passes focus on to its native button', async () => {
    const {button} = await setup();

    button.focus();

    expect(document.activeElement).to.equal(button);
    expect(button.shadowRoot!.activeElement).to.equal(partOf(button, 'button'));
  });

  it('shows where the focus is, dark on light and light on dark', async () => {
    const {button} = await setup();
    const style = getComputedStyle(partOf(button, 'button'));
    expect(style.outlineStyle).to.equal('none');

    await sendKeys({press: 'Tab'});

    expect(document.activeElement).to.equal(button);
    expect([style.outlineStyle, style.outlineWidth, style.outlineColor]).to.deep.equal([
      'solid',
      '2px',
      'rgb(25, 25, 25)',
    ]);
    expect(style.boxShadow).to.contain('rgb(255, 255, 255)');
  });

  it('takes the focus ring in the colour of the site', async () => {
    const {button} = await setup(
      (client) =>
        html`<kakao-login-button style="--kakao-button-focus-color: #0000ff" .client=${client}></kakao-login-button>`,
    );
    await sendKeys({press: 'Tab'});

    expect(getComputedStyle(partOf(button, 'button')).outlineColor).to.equal('rgb(0, 0, 255)');
    expect(document.activeElement).to.equal(button);
  });

  it('stays focused and in reach while it is busy', async () => {
    const {client, button} = await setup();
    button.focus();
    client.enter({status: 'starting'}, button);
    await settle(button);

    const native = partOf(button, 'button') as HTMLButtonElement;
    expect(document.activeElement).to.equal(button);
    expect(native.getAttribute('aria-disabled')).to.equal('true');
    expect(native.disabled).to.equal(false);
  });

  it('begins one login with twenty presses', async () => {
    const {client, authorizations} = createStage();
    await client.prepare();
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button .client=${client}></kakao-login-button>`);
    let starts = 0;
    button.addEventListener('kakao-login-start', () => starts++);
    for (let count = 0; count < 20; count++) partOf(button, 'button').click();

    expect(starts).to.equal(1);
    expect(authorizations).to.have.lengthOf(1);
  });

  it('leaves nothing when the site prevents the start', async () => {
    const {client, authorizations} = createStage();
    await client.prepare();
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button .client=${client}></kakao-login-button>`);
    button.addEventListener('kakao-login-start', (event) => event.preventDefault());
    await press(button);

    expect(authorizations).to.deep.equal([]);
    expect(client.state.flow.status).to.equal('idle');
  });

  it("sends the button's own wishes to Kakao", async () => {
    const {client, authorizations} = createStage();
    await client.prepare();
    const button = await fixture<KakaoLoginButton>(
      html`<kakao-login-button prompt="login" service-terms="a, b" .client=${client}></kakao-login-button>`,
    );
    await press(button);

    expect(authorizations[0]).to.include({prompt: 'login', serviceTerms: 'a,b'});
  });

  it('continues in the browser where KakaoTalk does not come', async () => {
    const {client, authorizations, authorized, advance} = createStage();
    await client.prepare();
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button .client=${client}></kakao-login-button>`);
    await press(button);
    advance(3000);
    await settle(button);
    const native = partOf(button, 'button');
    expect(messageOf(button)).to.equal('카카오톡에서 이어서 진행해 주세요.');
    expect(native.getAttribute('aria-disabled')).to.equal('true');

    advance(8000);
    await settle(button);
    expect(messageOf(button)).to.equal('카카오톡에서 이어서 진행해 주세요. | 브라우저에서 계속하기');
    expect(native.hasAttribute('aria-disabled')).to.equal(false);

    partOf(button, 'message').querySelector('button')!.click();
    await authorized(2);
    expect(authorizations.map(({throughTalk}) => throughTalk)).to.deep.equal([undefined, false]);
    expect(authorizations[0]!.state).not.to.equal(authorizations[1]!.state);
  });

  it('tells the visitor to allow cookies, without a reference: no server knows of the login', async () => {
    const {client, authorizations} = createStage({hasCookies: false});
    await client.prepare();
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button .client=${client}></kakao-login-button>`);
    const details: unknown[] = [];
    button.addEventListener('kakao-login-error', ({detail}) => details.push(detail));
    await press(button);

    expect(messageOf(button)).to.equal('계속하려면 브라우저에서 쿠키를 허용해 주세요.');
    expect(details).to.deep.equal([{end: 'help', purpose: 'login', code: 'cookies_blocked'}]);
    expect(authorizations).to.deep.equal([]);
  });

  it('tells the visitor that it cannot work on an insecure page', async () => {
    const {client, authorizations} = createStage({isSecureContext: false});
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button .client=${client}></kakao-login-button>`);
    const codes: string[] = [];
    button.addEventListener('kakao-login-error', ({detail}) => codes.push(detail.code));
    await press(button);

    expect(codes).to.deep.equal(['insecure_origin']);
    expect(messageOf(button)).to.equal('지금은 카카오를 이용할 수 없어요. 다른 방법을 이용해 주세요.');
    expect(authorizations).to.deep.equal([]);
  });

  describe('without a configuration', () => {
    it('says so to the visitor, the site and the developer', async () => {
      const button = await fixture<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
      const events: KakaoLoginErrorEvent[] = [];
      button.addEventListener('kakao-login-error', (event) => events.push(event));
      const errors = recordErrors();
      await press(button);
      errors.restore();

      expect(messageOf(button)).to.equal('지금은 카카오를 이용할 수 없어요. 다른 방법을 이용해 주세요.');
      expect(events.map(({detail, bubbles, composed}) => ({detail, bubbles, composed}))).to.deep.equal([
        {detail: {end: 'help', purpose: 'login', code: 'not_configured'}, bubbles: true, composed: true},
      ]);
      expect(errors.lines).to.have.lengthOf(1);
      expect(errors.lines[0]).to.contain('not_configured').and.contain('<kakao-sync');
    });

    it('says so to the developer once, however often it is pressed', async () => {
      const button = await fixture<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
      const codes: string[] = [];
      button.addEventListener('kakao-login-error', ({detail}) => codes.push(detail.code));
      const errors = recordErrors();
      await press(button);
      await press(button);
      errors.restore();

      expect(codes).to.deep.equal(['not_configured', 'not_configured']);
      expect(errors.lines).to.have.lengthOf(1);
    });

    it('attaches when the client appears, and the message is gone', async () => {
      const button = await fixture<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
      const errors = recordErrors();
      await press(button);
      createKakaoSync({});
      errors.restore();
      await settle(button);
      expect(messageOf(button)).to.equal('');

      const late = recordErrors();
      const codes: string[] = [];
      button.addEventListener('kakao-login-error', ({detail}) => codes.push(detail.code));
      await press(button);
      late.restore();
      expect(codes).to.deep.equal(['config_incomplete']);
    });
  });
});
