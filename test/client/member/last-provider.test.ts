import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/elements/login-button/define.js';
import {readProvider, rememberProvider} from '../../../src/client/index.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {replace} from '../support/replace.js';

const KEY = 'ks.provider';

describe('the provider that a visitor used last', () => {
  const forget = (): void => localStorage.removeItem(KEY);
  beforeEach(forget);
  after(forget);

  it('is none at first, then the one that was remembered last', () => {
    const read: unknown[] = [readProvider()];
    for (const name of ['kakao', 'naver', 'e-mail_2']) {
      rememberProvider(name);
      read.push(readProvider());
    }
    expect(read).to.deep.equal([undefined, 'kakao', 'naver', 'e-mail_2']);
  });

  for (const text of ['', 'Kakao', 'kim@example.com', '+82 10-1234-5678', '카카오', '-kakao', 'a'.repeat(33), '<b>']) {
    it(`is no other text, and the name before it stays: ${text}`, () => {
      rememberProvider('naver');
      rememberProvider(text);
      expect([readProvider(), localStorage.getItem(KEY)]).to.deep.equal(['naver', 'naver']);
    });
  }

  it('is none if somebody else has stored something', () => {
    localStorage.setItem(KEY, '{"kakao":1}');
    expect(readProvider()).to.equal(undefined);
  });

  it('is none where nothing can be stored, and nothing is thrown', () => {
    replace(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
      configurable: true,
    });
    rememberProvider('kakao');
    expect(readProvider()).to.equal(undefined);
  });

  it('puts the bubble on the button', async () => {
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
    rememberProvider('kakao');
    button.lastUsed = readProvider() === 'kakao';
    await button.updateComplete;
    expect(button.shadowRoot?.querySelector('[part=bubble]:not([hidden])')?.textContent.trim()).to.equal('최근 로그인');
  });
});
