import {expect, html} from '@open-wc/testing';
import {sendKeys, sendMouse, setViewport} from '@web/test-runner-commands';
import '../../../src/elements/account/define.js';
import '../../../src/elements/login-button/define.js';
import type {KakaoAccount} from '../../../src/elements/account/account.js';
import {can} from '../../support/engine.js';
import {describeElement} from '../support/element-suite.js';
import {FakeClient} from '../support/fake-client.js';
import {combine, isDrawn, messageOf, partOf, press, setAttribute, settle} from '../support/page.js';

const itemsOf = (account: Element): HTMLElement[] => [
  ...account.shadowRoot!.querySelectorAll<HTMLElement>('[part=item]'),
];

/** Whether the menu is open: what is drawn, which is also what is told. */
function isOpen(account: Element): boolean {
  const isShown = isDrawn(partOf(account, 'menu'));
  expect(partOf(account, 'button').getAttribute('aria-expanded')).to.equal(String(isShown));
  return isShown;
}

async function choose(account: KakaoAccount, index: number): Promise<void> {
  await press(account);
  itemsOf(account)[index]!.focus();
  itemsOf(account)[index]!.click();
  await settle(account);
}

/** Ends a logout, and waits until the focus has found its place. */
async function endLogout(client: FakeClient, account: KakaoAccount, ...change: Parameters<FakeClient['endLogout']>) {
  await client.endLogout(...change);
  await settle(account);
  await settle(account);
}

async function click(element: Element, offset: {x?: number; y?: number}): Promise<void> {
  const {x, y, width, height} = element.getBoundingClientRect();
  await sendMouse({
    type: 'click',
    position: [Math.round(x + (offset.x ?? width / 2)), Math.round(y + (offset.y ?? height / 2))],
  });
}

describeElement('<kakao-account> menu', (mount) => {
  beforeEach(() => setViewport({width: 800, height: 600}));

  async function setup({kakaoLogout = 'false', name = '김하나', style = '', lang = ''} = {}) {
    const client = new FakeClient();
    const page = await mount<HTMLElement>(
      html`<div style=${style}>
        <button id="before">앞</button>
        <kakao-account kakao-logout=${kakaoLogout} lang=${lang} .client=${client}>
          <kakao-login-button slot="signed-out" .client=${client}></kakao-login-button>
        </kakao-account>
        <button id="after">뒤</button>
      </div>`,
    );
    const account = page.querySelector('kakao-account')!;
    await client.learn({status: 'signed-in', member: {name}, missingTerms: []}, account);
    return {client, account, page};
  }

  it('is closed at first, opens by a press and closes by another one', async () => {
    const {account} = await setup();
    expect(isOpen(account)).to.equal(false);

    await press(account);
    expect(isOpen(account)).to.equal(true);
    expect(partOf(account, 'button').getAttribute('aria-controls')).to.equal(partOf(account, 'menu').id);

    await press(account);
    expect(isOpen(account)).to.equal(false);
  });

  it('is used by the keyboard alone: opened, gone through, closed with the focus back', async () => {
    const {account} = await setup({kakaoLogout: ''});
    const button = partOf(account, 'button');
    document.querySelector<HTMLElement>('#before')!.focus();
    await sendKeys({press: 'Tab'});
    expect(account.shadowRoot!.activeElement === button).to.equal(true);

    await sendKeys({press: 'Enter'});
    await settle(account);
    const gone: unknown[] = [];
    while (gone.length < itemsOf(account).length) {
      await sendKeys({press: 'Tab'});
      gone.push(account.shadowRoot!.activeElement);
    }
    expect(gone.map((element) => itemsOf(account).indexOf(element as HTMLElement))).to.deep.equal([0, 1, 2]);

    await sendKeys({press: 'Escape'});
    await settle(account);
    expect(isOpen(account)).to.equal(false);
    expect(account.shadowRoot!.activeElement === button).to.equal(true);
  });

  it('closes when the focus goes on', async () => {
    const {account} = await setup();
    partOf(account, 'button').focus();
    await press(account);
    for (let count = 0; count <= itemsOf(account).length; count++) await sendKeys({press: 'Tab'});
    await settle(account);

    expect(document.activeElement!.id).to.equal('after');
    expect(isOpen(account)).to.equal(false);
  });

  it('stays open while it is pressed itself, closes when something else is, and leaves the focus there', async () => {
    const {account} = await setup();
    await press(account);
    // On its padding, and not in a corner, which is round.
    await click(partOf(account, 'menu'), {y: 3});
    await settle(account);
    expect(isOpen(account)).to.equal(true);

    await click(document.querySelector('#before')!, {x: 3, y: 3});
    await settle(account);
    expect(isOpen(account)).to.equal(false);
    expect(document.activeElement!.id).to.equal('before');
  });

  it('is pressed inside a closed shadow root too, and is closed when it has moved there', async () => {
    const {client, account, page} = await setup();
    await press(account);
    const host = document.createElement('div');
    page.append(host);
    host.attachShadow({mode: 'closed'}).append(account);
    await settle(account);
    expect(isOpen(account)).to.equal(false);

    await press(account);
    await click(itemsOf(account)[0]!, {x: 9, y: 9});
    await settle(account);
    expect(client.logouts).to.deep.equal([{kakaoAccount: false}]);
  });

  for (const [lang, words] of [
    ['ko', ['로그아웃', '다른 계정으로 로그인', '카카오계정에서도 로그아웃']],
    ['en', ['Sign out', 'Sign in with another account', 'Sign out of Kakao too']],
    ['ja', ['ログアウト', '別のアカウントでログイン', 'カカオアカウントからもログアウト']],
  ] as const) {
    it(`offers ${words.join(', ')}, the last only where the site wants it`, async () => {
      const {account} = await setup({kakaoLogout: '', lang});
      await press(account);
      for (const [value, offered] of [
        ['', words],
        ['false', words.slice(0, 2)],
        ['true', words],
        [null, words.slice(0, 2)],
      ] as const) {
        await setAttribute(account, 'kakao-logout', value);

        expect(itemsOf(account).map(({innerText}) => innerText.trim())).to.deep.equal(offered);
      }
    });
  }

  it('logs out, once, and hands the focus to the way in', async () => {
    const {client, account} = await setup();
    await choose(account, 0);
    await press(account);
    expect(isOpen(account)).to.equal(false);
    expect(partOf(account, 'button').getAttribute('aria-disabled')).to.equal('true');
    expect(client.logouts).to.deep.equal([{kakaoAccount: false}]);

    await endLogout(client, account);
    expect(document.activeElement === account.querySelector('kakao-login-button')).to.equal(true);
    expect(messageOf(account)).to.equal('로그아웃했어요.');
  });

  it('hands the focus to the first way in of several', async () => {
    const {client, account} = await setup();
    account.innerHTML = '<p slot="signed-out">회원이세요? <a href="/login">로그인</a> <a href="/join">가입</a></p>';
    await choose(account, 0);
    await endLogout(client, account);

    expect(document.activeElement!.getAttribute('href')).to.equal('/login');
  });

  it('takes the focus from nobody where the session ends elsewhere, and is closed for whoever is next', async () => {
    const {client, account} = await setup();
    await press(account);
    expect(isOpen(account)).to.equal(true);
    document.querySelector<HTMLElement>('#after')!.focus();
    await client.update({session: {status: 'signed-out'}}, account);
    expect(document.activeElement!.id).to.equal('after');
    expect(messageOf(account)).to.equal('');

    await client.learn({status: 'signed-in', member: {name: '이둘'}, missingTerms: []}, account);
    expect(isOpen(account)).to.equal(false);
  });

  it('logs out of the Kakao account too', async () => {
    const {client, account} = await setup({kakaoLogout: ''});
    await choose(account, 2);

    expect(client.logouts).to.deep.equal([{kakaoAccount: true}]);
  });

  it('is there again after a logout that failed', async () => {
    const {client, account} = await setup();
    await choose(account, 0);
    await endLogout(client, account, {flow: {status: 'retry', purpose: 'logout', code: 'backend_unreachable'}});
    expect(messageOf(account)).to.equal('연결이 원활하지 않아요. 잠시 후 다시 시도해 주세요.');

    await choose(account, 0);
    expect(client.logouts).to.have.lengthOf(2);
  });

  it('asks Kakao for another account, tells what came of it, and offers the way without KakaoTalk', async () => {
    const {client, account} = await setup();
    await choose(account, 1);
    expect(isOpen(account)).to.equal(false);
    await client.enter({status: 'waiting-for-talk', purpose: 'login', canContinueInBrowser: true}, account);
    expect(messageOf(account)).to.equal('카카오톡에서 이어서 진행해 주세요. | 브라우저에서 계속하기');

    partOf(account, 'message').querySelector('button')!.click();
    const other = {prompt: 'select_account', source: account};
    expect(client.logins).to.deep.equal([other, {...other, throughTalk: 'never'}]);
  });

  for (const {width, style, name, lang} of [
    ...combine({
      width: [320, 800],
      style: ['start; direction: ltr', 'start; direction: rtl', 'end; direction: ltr', 'end; direction: rtl'].map(
        (side) => `text-align: ${side}`,
      ),
      name: ['김하나', '이름이'.repeat(40)],
      lang: [''],
    }),
    ...combine({
      width: [320],
      style: ['display: grid; justify-items: center'],
      name: ['김하나'],
      lang: ['ko', 'en', 'ja'],
    }),
  ]) {
    const title = `stays on a page ${width} px wide, {${style}}, of ${name.slice(0, 6)} ${lang}`;
    if (width < 447 && !can('narrow pages', title)) continue;
    it(title, async () => {
      await setViewport({width, height: 600});
      const {account} = await setup({kakaoLogout: '', name, style, lang});
      await press(account);

      const menu = partOf(account, 'menu').getBoundingClientRect();
      expect(document.documentElement.scrollWidth).to.equal(width);
      expect(menu.left).to.be.at.least(0);
      expect(menu.right).to.be.at.most(width);
    });
  }
});
