import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/elements/login-button/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {FakeClient} from '../support/fake-client.js';
import {combine, partOf, readAccessible, settle, wordsOf} from '../support/page.js';

const NAMES = {
  ko: {start: '카카오로 시작하기', login: '카카오 로그인'},
  en: {start: 'Start with Kakao', login: 'Login with Kakao'},
  ja: {start: 'カカオではじめる', login: 'カカオでログイン'},
} as const;

const SHORT = {
  ko: {start: '시작하기', login: '로그인'},
  en: {start: 'Start', login: 'Login'},
  ja: {start: 'はじめる', login: 'ログイン'},
} as const;

const LOOKS = combine({
  lang: ['ko', 'en', 'ja'],
  label: ['start', 'login'],
  layout: ['full', 'short', 'icon'],
});

async function setup(content: unknown): Promise<{button: KakaoLoginButton; name: () => string; words: () => string}> {
  const root = await fixture(content as ReturnType<typeof html>);
  const button = (
    root.matches('kakao-login-button') ? root : root.querySelector('kakao-login-button')
  ) as KakaoLoginButton;
  await settle(button);
  return {
    button,
    name: () => readAccessible(partOf(button, 'button')).name,
    words: () => wordsOf(button),
  };
}

describe('<kakao-login-button> words', () => {
  for (const {lang, label, layout} of LOOKS) {
    it(`is a button called "${NAMES[lang][label]}" with label ${label}, layout ${layout}`, async () => {
      const {button} = await setup(
        html`<kakao-login-button lang=${lang} label=${label} layout=${layout}></kakao-login-button>`,
      );

      expect(readAccessible(partOf(button, 'button'))).to.deep.equal({name: NAMES[lang][label], role: 'button'});
    });

    it(`is called by the site's words with label ${label}, layout ${layout}, language ${lang}`, async () => {
      const {name, words} = await setup(
        html`<kakao-login-button lang=${lang} label=${label} layout=${layout}
          ><span slot="label">카카오 1초 회원가입</span></kakao-login-button
        >`,
      );

      expect(name()).to.equal('카카오 1초 회원가입');
      expect(words()).to.contain('카카오 1초 회원가입').and.not.contain(SHORT[lang][label]);
    });

    it(`keeps its own name where the site's words are empty, with label ${label}, layout ${layout}, language ${lang}`, async () => {
      const {name} = await setup(
        html`<kakao-login-button lang=${lang} label=${label} layout=${layout}
          ><span slot="label"> </span
        ></kakao-login-button>`,
      );

      expect(name()).to.equal(NAMES[lang][label]);
    });
  }

  for (const {lang, label} of combine({lang: ['ko', 'en', 'ja'], label: ['start', 'login']})) {
    it(`shows "${SHORT[lang][label]}" in the short layout, a part of its name`, async () => {
      const {words, name} = await setup(
        html`<kakao-login-button lang=${lang} label=${label} layout="short"></kakao-login-button>`,
      );

      expect(words()).to.equal(SHORT[lang][label]);
      expect(name()).to.contain(words());
    });
  }

  for (const [lang, full, short] of [
    ['ko', '카카오 연결하기', '연결하기'],
    ['en', 'Connect with Kakao', 'Connect'],
    ['ja', 'カカオと連携する', '連携する'],
  ] as const) {
    it(`says "${full}" to members who connect to Kakao, whatever its label is`, async () => {
      for (const [label, layout, shown] of [
        ['start', 'full', full],
        ['login', 'short', short],
      ] as const) {
        const {name, words} = await setup(
          html`<kakao-login-button purpose="link" lang=${lang} label=${label} layout=${layout}></kakao-login-button>`,
        );

        expect([name(), words()]).to.deep.equal([full, shown]);
      }
    });
  }

  it('takes the words that arrive, change and leave later', async () => {
    const {button, name} = await setup(html`<kakao-login-button></kakao-login-button>`);
    const words = document.createElement('span');
    words.slot = 'label';
    button.append(words);
    await settle(button);
    expect(name()).to.equal('카카오로 시작하기');

    words.textContent = '카카오로 3초 만에 시작하기';
    await settle(button);
    expect(name()).to.equal('카카오로 3초 만에 시작하기');

    words.remove();
    await settle(button);
    expect(name()).to.equal('카카오로 시작하기');
    expect(wordsOf(button)).to.equal('카카오로 시작하기');
  });

  it('draws words from right to left', async () => {
    const {button, name} = await setup(
      html`<kakao-login-button dir="rtl"><span slot="label">ابدأ مع كاكاو</span></kakao-login-button>`,
    );

    const words = button.querySelector('span')!.getBoundingClientRect();
    const box = button.getBoundingClientRect();
    expect(name()).to.equal('ابدأ مع كاكاو');
    expect(words.left).to.be.greaterThan(box.left);
    expect(words.left + words.width / 2).to.be.lessThan(box.left + box.width / 2);
  });

  it('draws no child without a slot', async () => {
    const {button} = await setup(
      html`<kakao-login-button><a href="/login">카카오 로그인</a> or <b>else</b></kakao-login-button>`,
    );

    const link = button.querySelector('a')!;
    expect(link.assignedSlot).to.equal(null);
    expect(link.getClientRects()).to.have.lengthOf(0);
    expect(readAccessible(partOf(button, 'button')).name).to.equal('카카오로 시작하기');
  });

  describe('speech bubble', () => {
    const bubbleOf = (button: Element): HTMLElement => partOf(button, 'bubble');

    it('is not drawn without words', async () => {
      const {button} = await setup(html`<kakao-login-button><span slot="bubble"> </span></kakao-login-button>`);

      expect(bubbleOf(button).getClientRects()).to.have.lengthOf(0);
    });

    it("shows the site's words above the button", async () => {
      const {button} = await setup(
        html`<kakao-login-button last-used><span slot="bubble">3초면 끝</span></kakao-login-button>`,
      );

      const words = button.querySelector('span')!.getBoundingClientRect();
      expect(words.width).to.be.greaterThan(0);
      expect(words.bottom).to.be.lessThan(button.getBoundingClientRect().top);
      expect(bubbleOf(button).innerText.trim()).to.equal('');
    });

    for (const [lang, text] of [
      ['ko', '최근 로그인'],
      ['en', 'Last used'],
      ['ja', '前回のログイン'],
    ] as const) {
      it(`says "${text}" where this way was used last`, async () => {
        const {button} = await setup(html`<kakao-login-button lang=${lang} last-used></kakao-login-button>`);

        expect(bubbleOf(button).innerText.trim()).to.equal(text);
        expect(bubbleOf(button).getBoundingClientRect().bottom).to.be.lessThan(button.getBoundingClientRect().top);
      });
    }

    for (const layout of ['full', 'short', 'icon']) {
      it(`fits its words into one line, or is no wider than the button: ${layout}`, async () => {
        const {button} = await setup(
          html`<kakao-login-button layout=${layout}
            ><span slot="bubble">지금 가입하면 5,000원 쿠폰과 무료 배송까지 모두 드려요</span></kakao-login-button
          >`,
        );

        const {width} = bubbleOf(button).getBoundingClientRect();
        expect(width).to.be.at.most(Math.max(160, button.getBoundingClientRect().width));
      });
    }
  });

  describe('language', () => {
    const nameOf = (button: Element): string => readAccessible(partOf(button, 'button')).name;

    it('is Korean where nothing is marked', async () => {
      const own = document.documentElement.getAttribute('lang');
      document.documentElement.removeAttribute('lang');
      const {name} = await setup(html`<kakao-login-button></kakao-login-button>`);

      expect(name()).to.equal('카카오로 시작하기');

      if (own !== null) document.documentElement.lang = own;
    });

    for (const [lang, expected] of [
      ['en-GB', 'Start with Kakao'],
      ['JA', 'カカオではじめる'],
      ['ko-KR', '카카오로 시작하기'],
      ['fr', 'Start with Kakao'],
      ['kok', 'Start with Kakao'],
      ['constructor', 'Start with Kakao'],
      ['', '카카오로 시작하기'],
    ] as const) {
      it(`follows the nearest lang="${lang}"`, async () => {
        const {name} = await setup(
          html`<div lang="ko">
            <div lang=${lang}><kakao-login-button></kakao-login-button></div>
          </div>`,
        );

        expect(name()).to.equal(expected);
      });
    }

    it('is found across shadow roots', async () => {
      const outer = await fixture(html`<div lang="ja"><div></div></div>`);
      const inner = outer.firstElementChild!.attachShadow({mode: 'open'});
      const button = document.createElement('kakao-login-button');
      inner.append(document.createElement('section'));
      inner.firstElementChild!.attachShadow({mode: 'open'}).append(button);
      await settle(button);

      expect(nameOf(button)).to.equal('カカオではじめる');
    });

    it('follows the document when it changes', async () => {
      const {button, name} = await setup(html`<kakao-login-button></kakao-login-button>`);
      document.documentElement.lang = 'ja';
      await settle(button);
      expect(name()).to.equal('カカオではじめる');

      document.documentElement.lang = 'en';
      await settle(button);
      expect(name()).to.equal('Start with Kakao');

      document.documentElement.removeAttribute('lang');
    });

    it('follows its own lang when it changes', async () => {
      const {button, name} = await setup(html`<kakao-login-button lang="ja"></kakao-login-button>`);
      button.lang = 'en';
      await settle(button);

      expect(name()).to.equal('Start with Kakao');
    });

    for (const [locale, expected] of [
      ['en', 'Start with Kakao'],
      ['ja-JP', 'カカオではじめる'],
      ['de', 'Start with Kakao'],
      ['', '카카오로 시작하기'],
      [undefined, '카카오로 시작하기'],
    ] as const) {
      it(`is the page's setting before any lang: ${locale}`, async () => {
        const client = new FakeClient();
        client.config.locale = locale;
        const {name} = await setup(html`<kakao-login-button lang="ko" .client=${client}></kakao-login-button>`);

        expect(name()).to.equal(expected);
      });
    }
  });
});
