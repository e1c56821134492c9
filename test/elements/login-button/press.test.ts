import {expect, html} from '@open-wc/testing';
import {sendKeys, sendMouse} from '@web/test-runner-commands';
import {readReference} from '../../../src/shared/reference.js';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import type {KakaoLoginErrorEvent} from '../../../src/client/state/events.js';
import '../../../src/elements/login-button/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {describeElement, mountButton} from '../support/element-suite.js';
import {FakeClient} from '../support/fake-client.js';
import {messageOf, partOf, press, recordErrors, settle} from '../support/page.js';

const UNAVAILABLE = '지금은 카카오로 로그인할 수 없어요. 다른 방법으로 로그인하거나 고객센터에 문의해 주세요.';

describeElement('<kakao-login-button> press', (mount) => {
  for (const key of ['Enter', 'Space']) {
    it(`logs in by ${key}`, async () => {
      const {client, button} = await mountButton(mount);
      await sendKeys({press: 'Tab'});
      expect(document.activeElement).to.equal(button);

      await sendKeys({press: key});

      expect(client.logins).to.have.lengthOf(1);
    });
  }

  it('logs in once by a key that is held down, and again by the next press', async () => {
    const {client, button} = await mountButton(mount);
    button.focus();

    for (const step of ['down', 'down', 'down', 'up', 'down', 'up'] as const) {
      await sendKeys({[step]: 'Enter'} as {down: string});
    }

    expect(client.logins).to.have.lengthOf(2);
  });

  it('logs in by the mouse', async () => {
    const {client, button} = await mountButton(mount);
    const {x, y, width, height} = button.getBoundingClientRect();

    await sendMouse({type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)]});

    expect(client.logins).to.have.lengthOf(1);
  });

  it('sends no form around it', async () => {
    let sent = 0;
    const form = await mount<HTMLFormElement>(
      html`<form><kakao-login-button .client=${new FakeClient()}></kakao-login-button></form>`,
    );
    form.addEventListener('submit', () => sent++);
    await press(form.querySelector('kakao-login-button')!);

    expect(sent).to.equal(0);
  });

  it('lets the client know that it may be pressed, and gets ready when it is pointed at or focused', async () => {
    const {client, button} = await mountButton(mount);
    expect(client.expectedPresses).to.be.greaterThan(0);
    expect(client.preparations).to.equal(0);

    button.focus();
    expect(client.preparations).to.equal(1);
    partOf(button, 'button').dispatchEvent(new PointerEvent('pointerenter'));
    expect(client.preparations).to.equal(2);
  });

  it('passes focus on to its native button, and keeps it in reach while it is busy', async () => {
    const {client, button} = await mountButton(mount);
    button.focus();
    await client.enter({status: 'starting'}, button);

    const native = partOf(button, 'button') as HTMLButtonElement;
    expect(document.activeElement).to.equal(button);
    expect(button.shadowRoot!.activeElement).to.equal(native);
    expect(native.getAttribute('aria-disabled')).to.equal('true');
    expect(native.disabled).to.equal(false);
  });

  for (const [title, set, colour] of [
    ['dark on light and light on dark', '', 'rgb(25, 25, 25)'],
    ['in the colour of the site', '--kakao-button-focus-color: #0000ff', 'rgb(0, 0, 255)'],
  ] as const) {
    it(`shows where the focus is, ${title}`, async () => {
      const {button} = await mountButton(mount, {style: set});
      const style = getComputedStyle(partOf(button, 'button'));
      expect(style.outlineStyle).to.equal('none');

      await sendKeys({press: 'Tab'});

      expect(document.activeElement).to.equal(button);
      const {outlineStyle, outlineWidth, outlineColor, boxShadow} = style;
      expect([outlineStyle, outlineWidth, outlineColor]).to.deep.equal(['solid', '2px', colour]);
      expect(boxShadow).to.contain('rgb(255, 255, 255)');
    });
  }

  it('says to visitor, site and developer that nothing is configured, until it is', async () => {
    const button = await mount<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
    const details: KakaoLoginErrorEvent['detail'][] = [];
    button.addEventListener('kakao-login-error', ({detail}) => details.push(detail));
    const events: Event[] = [];
    button.addEventListener('kakao-login-error', (event) => events.push(event));
    const errors = recordErrors();
    await press(button);
    await press(button);
    expect(messageOf(button)).to.equal(`${UNAVAILABLE} | 문의 번호 ${details[1]?.ref}`);
    expect(events.map(({bubbles, composed}) => bubbles && composed)).to.deep.equal([true, true]);
    expect(await errors.settled()).to.have.lengthOf(1);
    expect(errors.lines[0]).to.contain(`not_configured ${details[0]?.ref}: `).and.contain('<kakao-sync');
    expect(details[1]?.ref).to.equal(details[0]?.ref);

    createKakaoSync({});
    await settle(button);
    expect(messageOf(button)).to.equal('');
    await press(button);
    await errors.restore();

    const help = {end: 'help', purpose: 'login'};
    const codes = ['not_configured', 'not_configured', 'config_incomplete'];
    expect(details).to.deep.equal(codes.map((code, index) => ({...help, code, ref: details[index]?.ref})));
    for (const {ref} of details) expect(readReference(ref)).to.equal(ref);
  });
});
