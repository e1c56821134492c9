import {expect, html} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import '../../../src/elements/login-button/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {describeElement} from '../support/element-suite.js';
import {FakeClient} from '../support/fake-client.js';
import {openPage} from '../support/real-client.js';
import {combine, forgetPage, partOf, readAccessible, settle, wordsOf} from '../support/page.js';

const NAMES = {
  ko: {start: '카카오로 시작하기', login: '카카오 로그인', link: '카카오 연결하기'},
  en: {start: 'Start with Kakao', login: 'Login with Kakao', link: 'Connect with Kakao'},
  ja: {start: 'カカオではじめる', login: 'カカオでログイン', link: 'カカオと連携する'},
} as const;

const SHORT = {
  ko: {start: '시작하기', login: '로그인', link: '연결하기'},
  en: {start: 'Start', login: 'Login', link: 'Connect'},
  ja: {start: 'はじめる', login: 'ログイン', link: '連携する'},
} as const;

describeElement('<kakao-login-button> words', (mount) => {
  async function setup(content: TemplateResult): Promise<{button: KakaoLoginButton; root: HTMLElement}> {
    const root = await mount<HTMLElement>(html`<div>${content}</div>`);
    const button = root.querySelector('kakao-login-button')!;
    await settle(button);
    return {button, root};
  }
  const nameOf = (button: Element): string => readAccessible(partOf(button, 'button')).name;
  const bubbleOf = (button: Element): HTMLElement => partOf(button, 'bubble');

  for (const {lang, words, layout} of combine({
    lang: ['ko', 'en', 'ja'],
    words: ['start', 'login', 'link'],
    layout: ['full', 'short', 'icon'],
  })) {
    const own = NAMES[lang][words];
    const shown = layout === 'short' ? SHORT[lang][words] : own;

    it(`are "${shown}" of a button called "${own}", unless the site has its own: layout ${layout}`, async () => {
      const {button} = await setup(
        html`<kakao-login-button
          lang=${lang}
          label=${words === 'link' ? 'login' : words}
          purpose=${words === 'link' ? 'link' : 'login'}
          layout=${layout}
        ></kakao-login-button>`,
      );
      const text = document.createElement('span');
      text.slot = 'label';
      expect(readAccessible(partOf(button, 'button'))).to.deep.equal({name: own, role: 'button'});
      expect(wordsOf(button)).to.equal(shown);

      for (const [given, name] of [
        [' ', own],
        ['카카오 1초 회원가입', '카카오 1초 회원가입'],
      ] as const) {
        text.textContent = given;
        button.append(text);
        await settle(button);
        expect([nameOf(button), wordsOf(button)]).to.deep.equal([name, name === own ? shown : name]);
      }

      text.remove();
      await settle(button);
      expect([nameOf(button), wordsOf(button)]).to.deep.equal([own, shown]);
    });
  }

  it("are the site's from the first moment on, in their own direction", async () => {
    const {button} = await setup(
      html`<kakao-login-button dir="rtl"><span slot="label">ابدأ مع كاكاو</span></kakao-login-button>`,
    );

    const words = button.querySelector('span')!.getBoundingClientRect();
    const box = button.getBoundingClientRect();
    expect([nameOf(button), wordsOf(button)]).to.deep.equal(['ابدأ مع كاكاو', 'ابدأ مع كاكاو']);
    expect(words.left).to.be.greaterThan(box.left);
    expect(words.left + words.width / 2).to.be.lessThan(box.left + box.width / 2);
  });

  it('are of no child without a slot, which is not drawn', async () => {
    const {button} = await setup(
      html`<kakao-login-button><a href="/login">카카오 로그인</a> or <b>else</b></kakao-login-button>`,
    );

    const link = button.querySelector('a')!;
    expect(link.assignedSlot).to.equal(null);
    expect(link.getClientRects()).to.have.lengthOf(0);
    expect(nameOf(button)).to.equal('카카오로 시작하기');
  });

  describe('of the speech bubble', () => {
    it('are needed for it to be drawn', async () => {
      const {button} = await setup(html`<kakao-login-button><span slot="bubble"> </span></kakao-login-button>`);

      expect(bubbleOf(button).getClientRects()).to.have.lengthOf(0);
    });

    it("are the site's, and the console says once a page that last-used is not shown", async () => {
      const page = openPage();
      getPageRegistry().client = page.client;
      for (let count = 0; count < 2; count++) {
        await setup(html`<kakao-login-button last-used><span slot="bubble">3초면 끝</span></kakao-login-button>`);
      }
      await setup(html`<kakao-login-button last-used></kakao-login-button>`);
      forgetPage();

      expect(page.reports).to.have.lengthOf(1);
      expect(page.reports[0]).to.contain('config_invalid: last-used is not shown');
    });

    it("are the site's, above the button", async () => {
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
      it(`are "${text}" where this way was used last`, async () => {
        const {button} = await setup(html`<kakao-login-button lang=${lang} last-used></kakao-login-button>`);

        expect(bubbleOf(button).innerText.trim()).to.equal(text);
        expect(bubbleOf(button).getBoundingClientRect().bottom).to.be.lessThan(button.getBoundingClientRect().top);
      });
    }

    it('fit into one line, or into no more than the width of the button', async () => {
      for (const layout of ['full', 'short', 'icon']) {
        const {button} = await setup(
          html`<kakao-login-button layout=${layout}
            ><span slot="bubble">지금 가입하면 5,000원 쿠폰과 무료 배송까지 모두 드려요</span></kakao-login-button
          >`,
        );

        const {width} = bubbleOf(button).getBoundingClientRect();
        expect(width, layout).to.be.at.most(Math.max(160, button.getBoundingClientRect().width));
      }
    });
  });

  describe('are in the language', () => {
    it('of the nearest lang, else Korean', async () => {
      const {button, root} = await setup(html`<p lang="ko"><kakao-login-button></kakao-login-button></p>`);
      const place = button.parentElement!;
      root.lang = 'ja';
      for (const [lang, name] of [
        ['en-GB', NAMES.en.start],
        ['JA', NAMES.ja.start],
        ['ko-KR', NAMES.ko.start],
        ['fr', NAMES.en.start],
        ['kok', NAMES.en.start],
        ['constructor', NAMES.en.start],
        ['', NAMES.ko.start],
      ] as const) {
        place.lang = lang;
        button.requestUpdate();
        await settle(button);

        expect(nameOf(button), lang).to.equal(name);
      }
    });

    it('of the nearest lang across shadow roots', async () => {
      const {root} = await setup(
        html`<kakao-login-button></kakao-login-button>
          <section lang="ja"><div></div></section>`,
      );
      const inner = root.querySelector('section div')!.attachShadow({mode: 'open'});
      const button = document.createElement('kakao-login-button');
      inner.append(document.createElement('section'));
      inner.firstElementChild!.attachShadow({mode: 'open'}).append(button);
      await settle(button);

      expect(nameOf(button)).to.equal(NAMES.ja.start);
    });

    it('of any element around it, when that changes, across shadow roots', async () => {
      const {root} = await setup(
        html`<kakao-login-button></kakao-login-button>
          <section><div></div></section>`,
      );
      const host = root.querySelector('div div, section div')!;
      const inner = host.attachShadow({mode: 'open'});
      const button = document.createElement('kakao-login-button');
      inner.append(document.createElement('p'));
      inner.firstElementChild!.append(button);
      await settle(button);
      const names: string[] = [];
      const places = [
        document.body,
        root,
        root.querySelector('section')!,
        host,
        inner.firstElementChild!,
      ] as HTMLElement[];
      for (const [index, place] of places.entries()) {
        place.lang = index % 2 === 0 ? 'ja' : 'en';
        await settle(button);
        names.push(nameOf(button));
      }
      document.body.removeAttribute('lang');

      const {en, ja} = NAMES;
      expect(names).to.deep.equal([ja.start, en.start, ja.start, en.start, ja.start]);
    });

    it('of the document or its own, when these change', async () => {
      const {documentElement} = document;
      const own = documentElement.getAttribute('lang');
      documentElement.removeAttribute('lang');
      const {button} = await setup(html`<kakao-login-button></kakao-login-button>`);
      const names = [nameOf(button)];
      for (const [element, lang] of [
        [documentElement, 'ja'],
        [documentElement, 'en'],
        [button, 'ja'],
        [button, 'ko'],
      ] as const) {
        element.lang = lang;
        await settle(button);
        names.push(nameOf(button));
      }
      if (own === null) documentElement.removeAttribute('lang');
      else documentElement.lang = own;

      const {ko, en, ja} = NAMES;
      expect(names).to.deep.equal([ko.start, ja.start, en.start, ja.start, ko.start]);
    });

    for (const [locale, name] of [
      ['en', NAMES.en.start],
      ['ja-JP', NAMES.ja.start],
      ['de', NAMES.en.start],
      ['', NAMES.ko.start],
      [undefined, NAMES.ko.start],
    ] as const) {
      it(`of the page's setting before any lang: ${locale}`, async () => {
        const client = new FakeClient();
        client.config.locale = locale;
        const {button} = await setup(html`<kakao-login-button lang="ko" .client=${client}></kakao-login-button>`);

        expect(nameOf(button)).to.equal(name);
      });
    }
  });
});
