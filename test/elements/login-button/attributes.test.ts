import {expect, fixture, html} from '@open-wc/testing';
import {defineElement} from '../../../src/elements/define-element.js';
import '../../../src/elements/login-button/define.js';
import {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {FakeClient} from '../support/fake-client.js';
import {partOf, press, recordErrors, settle, wordsOf} from '../support/page.js';

const isBubbleShown = (button: Element): boolean => partOf(button, 'bubble').getClientRects().length > 0;

describe('<kakao-login-button> attributes', () => {
  it('has a property for each attribute', async () => {
    const button = await fixture<KakaoLoginButton>(
      html`<kakao-login-button
        label="login"
        layout="short"
        size="large"
        prompt="select_account"
        scope="openid,account_email"
        service-terms="marketing"
        last-used
      ></kakao-login-button>`,
    );

    const {label, layout, size, prompt, scope, serviceTerms, lastUsed} = button;
    expect({label, layout, size, prompt, scope, serviceTerms, lastUsed}).to.deep.equal({
      label: 'login',
      layout: 'short',
      size: 'large',
      prompt: 'select_account',
      scope: 'openid,account_email',
      serviceTerms: 'marketing',
      lastUsed: true,
    });
  });

  it('asks for what the button asks for', async () => {
    const client = new FakeClient();
    const button = await fixture<KakaoLoginButton>(
      html`<kakao-login-button
        prompt="select_account"
        scope="account_email"
        service-terms="marketing"
        .client=${client}
      ></kakao-login-button>`,
    );
    await press(button);

    expect(client.logins).to.deep.equal([
      {prompt: 'select_account', scope: 'account_email', serviceTerms: 'marketing', source: button},
    ]);
  });

  it('connects the member who is signed in with purpose="link"', async () => {
    const client = new FakeClient();
    const button = await fixture<KakaoLoginButton>(
      html`<kakao-login-button purpose="link" .client=${client}></kakao-login-button>`,
    );
    await press(button);

    expect(client.logins.map(({purpose}) => purpose)).to.deep.equal(['link']);
  });

  it('is drawn by properties alone', async () => {
    const button = await fixture<KakaoLoginButton>(
      html`<kakao-login-button
        .label=${'login'}
        .layout=${'short'}
        .size=${'small'}
        .lastUsed=${true}
      ></kakao-login-button>`,
    );

    const {width, height} = button.getBoundingClientRect();
    expect(wordsOf(button)).to.equal('로그인');
    expect([width, height]).to.deep.equal([160, 40]);
    expect(isBubbleShown(button)).to.equal(true);
  });

  it('takes properties that were set before the upgrade', async () => {
    const element = document.createElement('late-login-button');
    Object.assign(element, {label: 'login', layout: 'short'});
    document.body.append(element);
    customElements.define('late-login-button', class extends KakaoLoginButton {});
    await settle(element as Partial<KakaoLoginButton> as KakaoLoginButton);

    expect(wordsOf(element)).to.equal('로그인');

    element.remove();
  });

  for (const [value, expected] of [
    ['', true],
    ['true', true],
    ['last-used', true],
    ['false', false],
  ] as const) {
    it(`understands last-used="${value}" as ${expected}`, async () => {
      const button = await fixture<KakaoLoginButton>(
        html`<kakao-login-button last-used=${value}></kakao-login-button>`,
      );

      expect(isBubbleShown(button)).to.equal(expected);
    });
  }

  it('hides the bubble when the attribute leaves', async () => {
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button last-used></kakao-login-button>`);
    button.removeAttribute('last-used');
    await settle(button);

    expect(isBubbleShown(button)).to.equal(false);
  });

  for (const [name, accepted, fallback] of [
    ['label', ['start', 'login'], '카카오로 시작하기 300 48'],
    ['layout', ['full', 'short', 'icon'], '카카오로 시작하기 300 48'],
    ['size', ['medium', 'small', 'large'], '카카오로 시작하기 300 48'],
    ['purpose', ['login', 'link'], '카카오로 시작하기 300 48'],
  ] as const) {
    for (const value of ['Start', 'constructor', ' ', '__proto__', '"><img src=x>', '가'.repeat(1000)]) {
      it(`names ${name}="${value.slice(0, 20)}" once, says what is accepted, and draws the default`, async () => {
        const errors = recordErrors();
        const button = await fixture<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
        button.setAttribute(name, value);
        await settle(button);
        button.lang = 'ja';
        await settle(button);
        button.lang = '';
        await settle(button);
        errors.restore();

        const {width, height} = button.getBoundingClientRect();
        expect(errors.lines).to.have.lengthOf(1);
        expect(errors.lines[0])
          .to.contain(name)
          .and.contain(JSON.stringify(value.slice(0, 80)));
        for (const choice of accepted) expect(errors.lines[0]).to.contain(`"${choice}"`);
        expect(errors.lines[0]!.length).to.be.lessThan(250);
        expect(`${wordsOf(button)} ${width} ${height}`).to.equal(fallback);
      });
    }

    it(`says nothing of a ${name} that is empty or not there`, async () => {
      const errors = recordErrors();
      const button = await fixture<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
      button.setAttribute(name, '');
      await settle(button);
      button.removeAttribute(name);
      await settle(button);
      Reflect.set(button, name, undefined);
      await settle(button);
      errors.restore();

      expect(errors.lines).to.deep.equal([]);
      expect(wordsOf(button)).to.equal('카카오로 시작하기');
    });
  }

  it('takes values of another type for nonsense', async () => {
    const errors = recordErrors();
    const button = await fixture<KakaoLoginButton>(
      html`<kakao-login-button .label=${{}} .size=${7}></kakao-login-button>`,
    );
    errors.restore();

    expect(errors.lines).to.have.lengthOf(2);
    expect(wordsOf(button)).to.equal('카카오로 시작하기');
  });
});

describe('defineElement', () => {
  it('leaves a tag alone that is taken', () => {
    const taken = customElements.get('kakao-login-button');

    defineElement('kakao-login-button', class extends HTMLElement {});

    expect(customElements.get('kakao-login-button')).to.equal(taken);
  });

  it('registers a tag that is free', () => {
    const element = class extends HTMLElement {};

    defineElement('free-tag', element);

    expect(customElements.get('free-tag')).to.equal(element);
  });
});
