import {expect} from '@open-wc/testing';
import {sendKeys, setViewport} from '@web/test-runner-commands';
import '../../src/elements/login-button/define.js';
import type {KakaoLoginButton} from '../../src/elements/login-button/login-button.js';
import type {SheetOptions} from '../../src/sheet/options.js';
import {settle} from '../client/support/clock.js';
import {FakeClient} from '../elements/support/fake-client.js';
import {itWithMedia, PAGES} from '../elements/support/media.js';
import {exit, find, findHost, forgetSheets, GUEST, openSheet, stopSheets} from './support/sheet-page.js';

const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"/>')}`;
const FULL: SheetOptions = {
  text: '지금 가입하면 3,000원 쿠폰을 드려요. 신규 회원이면 누구나 받을 수 있어요.',
  image: PICTURE,
  imageAlt: '3,000원 쿠폰',
};

/** What has the focus, by class or name. */
function readFocus(): string {
  const {activeElement: outer} = document;
  const inner = outer === findHost() ? outer?.shadowRoot?.activeElement : outer;
  return inner?.className || inner?.id || inner?.localName || '';
}

let control: HTMLButtonElement;

describe('the sheet on the page', () => {
  beforeEach(() => {
    forgetSheets();
    document.body.insertAdjacentHTML('beforeend', '<button id="own" type="button" data-kakao-sheet>혜택 보기</button>');
    control = document.querySelector<HTMLButtonElement>('#own')!;
    control.focus();
  });
  afterEach(async () => {
    stopSheets();
    forgetSheets();
    control.remove();
    document.documentElement.lang = 'ko';
    await setViewport({width: 800, height: 600});
  });

  it('is announced politely, and takes no focus', async () => {
    openSheet(FULL, {session: GUEST});
    await exit();
    const before = find('[role=status]')?.textContent;
    const status = find('[role=status]')!;
    await new Promise<void>((resolve) => {
      new MutationObserver(() => resolve()).observe(status, {childList: true, subtree: true});
    });

    expect([before, find('[role=status]')?.textContent]).to.deep.equal(['', FULL.text]);
    expect(readFocus()).to.equal('own');
    expect(find('.panel')?.getAttribute('role')).to.equal('region');
    expect(find('img')?.getAttribute('alt')).to.equal('3,000원 쿠폰');
    expect(findHost()?.getAttribute('style')).to.equal(null);
    expect(findHost()?.shadowRoot?.querySelector('[style]')).to.equal(null);
  });

  it('is reached by Tab, and gives the focus back when Escape closes it', async () => {
    openSheet(FULL, {session: GUEST});
    await exit();
    await sendKeys({press: 'Tab'});
    expect(readFocus()).to.equal('kakao-login-button');

    await sendKeys({press: 'Escape'});

    expect([findHost(), readFocus()]).to.deep.equal([null, 'own']);
    expect(localStorage.getItem('ks.sheet')).to.match(/"hidden":\d+/);
  });

  for (const [where, focused, isOpen] of [
    ['a control of the site’s', () => control.focus(), true],
    ['nothing', () => control.blur(), false],
  ] as const) {
    it(`${isOpen ? 'stays' : 'goes'} when Escape is pressed on ${where}`, async () => {
      openSheet(FULL, {session: GUEST});
      await exit();
      focused();

      await sendKeys({press: 'Escape'});

      expect(!!findHost()).to.equal(isOpen);
    });
  }

  it('is a dialog that holds the focus once the site’s own button is pressed, and gives it back', async () => {
    openSheet(FULL, {session: GUEST});
    control.click();
    await settle();
    expect([find('.panel')?.getAttribute('role'), readFocus()]).to.deep.equal(['dialog', 'panel modal']);

    const passed: string[] = [];
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab']) {
      await sendKeys({press: key});
      passed.push(readFocus());
    }
    expect(passed).to.deep.equal(['kakao-login-button', 'hide', 'close', 'kakao-login-button', 'close']);
    control.focus();
    expect(readFocus()).to.equal('panel modal');

    await sendKeys({press: 'Escape'});
    expect([findHost(), readFocus()]).to.deep.equal([null, 'own']);
  });

  it('leads through the controls of the login button’s message too, while it is a dialog', async () => {
    openSheet(FULL, {session: GUEST});
    control.click();
    await settle();
    const button = find('kakao-login-button') as KakaoLoginButton;
    const client = new FakeClient();
    button.client = client;
    await client.enter({status: 'retry', purpose: 'login', code: 'kakao_timeout', ref: 'KS-7GR0-9A2K'}, button);
    const [press, copy] = [...button.shadowRoot!.querySelectorAll('button')];

    const passed: (Element | null)[] = [];
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
      await sendKeys({press: key});
      passed.push(button.shadowRoot!.activeElement ?? findHost()!.shadowRoot!.activeElement);
    }
    const [hide, close] = [find('.hide'), find('.close')];
    expect(copy).to.be.instanceOf(HTMLButtonElement);
    expect(passed).to.deep.equal([press, copy, hide, close, press, close, hide, copy, press]);
  });

  it('goes at a press beside the dialog', () => {
    openSheet(FULL, {session: GUEST});
    control.click();
    find('.back')?.click();

    expect(findHost()).to.equal(null);
  });

  const LANGUAGES: Readonly<Record<string, readonly [text: string, hide: string, close: string]>> = {
    ko: ['카카오로 간편하게 가입해 보세요.', '7일 동안 보지 않기', '닫기'],
    en: ['Sign up easily with Kakao.', "Don't show for 7 days", 'Close'],
    ja: ['カカオで簡単に会員登録できます。', '7日間表示しない', '閉じる'],
  };
  for (const [lang, words] of Object.entries(LANGUAGES)) {
    it(`speaks ${lang}`, () => {
      document.documentElement.lang = lang;
      openSheet({}, {session: GUEST}).sheet.open();

      expect([find('p')?.textContent, find('.hide')?.textContent, find('.close')?.ariaLabel]).to.deep.equal(words);
    });
  }

  for (const [width, height, most] of [
    [360, 640, 256],
    [390, 844, 338],
    [740, 360, 144],
  ] as const) {
    it(`takes at most two fifths of a phone of ${width} × ${height}, along its lower edge`, async () => {
      await setViewport({width, height});
      openSheet(FULL, {session: GUEST});
      await exit();
      const box = find('.panel')!.getBoundingClientRect();
      expect(box.height).to.be.at.most(most);
      expect([box.left, box.width]).to.deep.equal([0, width]);
      const [button, hide] = [find('kakao-login-button')!, find('.hide')!].map((one) => one.getBoundingClientRect());
      expect(hide!.height).to.be.at.least(44);
      expect(button!.top).to.be.at.least(box.top);
    });
  }

  it('is a card in the lower right corner of a desktop', async () => {
    await setViewport({width: 1280, height: 800});
    openSheet(FULL, {session: GUEST});
    await exit();
    await Promise.all(
      find('.panel')!
        .getAnimations()
        .map(({finished}) => finished),
    );

    const {right, bottom, width} = find('.panel')!.getBoundingClientRect();
    expect([document.documentElement.clientWidth - right, 800 - bottom, width]).to.deep.equal([24, 24, 360]);
  });

  it('stays as it is under hostile styles of the page', () => {
    const style = document.createElement('style');
    style.append(
      '* {display: none !important; visibility: hidden !important; color: red !important; z-index: 0 !important}',
    );
    document.head.append(style);
    try {
      openSheet(FULL, {session: GUEST}).sheet.open();
      const {display, visibility, color} = getComputedStyle(find('.panel')!);

      expect([display, visibility]).to.deep.equal(['flex', 'visible']);
      expect(color).not.to.equal('rgb(255, 0, 0)');
    } finally {
      style.remove();
    }
  });

  for (const [page, {colorScheme, forcedColors}] of Object.entries(PAGES)) {
    const media = {colorScheme, forcedColors};
    for (const isModal of [false, true]) {
      itWithMedia(
        media,
        `has nothing in the way of its use on a ${page} page, ${isModal ? 'as a dialog' : 'unasked'}`,
        async () => {
          const {sheet} = openSheet(FULL, {session: GUEST});
          if (isModal) sheet.open();
          else await exit();
          await Promise.all(
            find('.panel')!
              .getAnimations()
              .map(({finished}) => finished),
          );

          await expect(findHost()!).to.be.accessible();
        },
      );
    }
  }

  itWithMedia({reducedMotion: 'reduce'}, 'does not move for those who want no motion', async () => {
    openSheet(FULL, {session: GUEST});
    await exit();

    expect(find('.panel')!.getAnimations()).to.deep.equal([]);
  });
});
