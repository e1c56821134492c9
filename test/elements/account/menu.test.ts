import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys, sendMouse, setViewport} from '@web/test-runner-commands';
import '../../../src/elements/account/define.js';
import '../../../src/elements/login-button/define.js';
import type {KakaoAccount} from '../../../src/elements/account/account.js';
import {can} from '../../support/engine.js';
import {FakeClient} from '../support/fake-client.js';
import {combine, forgetPage, isDrawn, messageOf, partOf, press, settle} from '../support/page.js';

async function setup({kakaoLogout = 'false', name = '김하나', style = ''} = {}): Promise<{
  client: FakeClient;
  account: KakaoAccount;
}> {
  const client = new FakeClient();
  const page = await fixture(
    html`<div style=${style}>
      <button id="before">앞</button>
      <kakao-account kakao-logout=${kakaoLogout} .client=${client}>
        <kakao-login-button slot="signed-out" .client=${client}></kakao-login-button>
      </kakao-account>
      <button id="after">뒤</button>
    </div>`,
  );
  const account = page.querySelector('kakao-account')!;
  await client.learn({status: 'signed-in', member: {name}, missingTerms: []});
  await settle(account);
  return {client, account};
}

const itemsOf = (account: Element): HTMLElement[] => [
  ...account.shadowRoot!.querySelectorAll<HTMLElement>('[part=item]'),
];
const wordsOf = (account: Element): string[] => itemsOf(account).map(({innerText}) => innerText.trim());
const isOpen = (account: Element): boolean =>
  isDrawn(partOf(account, 'menu')) && partOf(account, 'button').getAttribute('aria-expanded') === 'true';
const isClosed = (account: Element): boolean =>
  !isDrawn(partOf(account, 'menu')) && partOf(account, 'button').getAttribute('aria-expanded') === 'false';

async function choose(account: KakaoAccount, index: number): Promise<void> {
  await press(account);
  itemsOf(account)[index]!.focus();
  itemsOf(account)[index]!.click();
  await settle(account);
}

describe('<kakao-account> menu', () => {
  beforeEach(async () => {
    forgetPage();
    await setViewport({width: 800, height: 600});
  });
  afterEach(forgetPage);

  it('is closed at first, opens by a press and closes by another one', async () => {
    const {account} = await setup();
    expect(isClosed(account)).to.equal(true);

    await press(account);
    expect(isOpen(account)).to.equal(true);
    expect(partOf(account, 'button').getAttribute('aria-controls')).to.equal(partOf(account, 'menu').id);

    await press(account);
    expect(isClosed(account)).to.equal(true);
  });

  it('is closed for whoever signs in after its session ended elsewhere', async () => {
    const {client, account} = await setup();
    await press(account);
    expect(isOpen(account)).to.equal(true);

    await client.learn({status: 'signed-out'});
    await settle(account);
    await client.learn({status: 'signed-in', member: {name: '이둘'}, missingTerms: []});
    await settle(account);

    expect(isClosed(account)).to.equal(true);
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
    expect(isClosed(account)).to.equal(true);
    expect(account.shadowRoot!.activeElement === button).to.equal(true);
  });

  it('closes when the focus goes on', async () => {
    const {account} = await setup();
    partOf(account, 'button').focus();
    await press(account);
    for (let count = 0; count <= itemsOf(account).length; count++) await sendKeys({press: 'Tab'});
    await settle(account);

    expect(document.activeElement!.id).to.equal('after');
    expect(isClosed(account)).to.equal(true);
  });

  it('closes when something else is pressed, and leaves the focus there', async () => {
    const {account} = await setup();
    await press(account);
    const {x, y} = document.querySelector('#before')!.getBoundingClientRect();
    await sendMouse({type: 'click', position: [Math.round(x + 3), Math.round(y + 3)]});
    await settle(account);

    expect(isClosed(account)).to.equal(true);
    expect(document.activeElement!.id).to.equal('before');
  });

  it('stays open while it is pressed itself', async () => {
    const {account} = await setup();
    await press(account);
    const {x, y, width} = partOf(account, 'menu').getBoundingClientRect();
    // On its padding, and not in a corner, which is round.
    await sendMouse({type: 'click', position: [Math.round(x + width / 2), Math.round(y + 3)]});
    await settle(account);

    expect(isOpen(account)).to.equal(true);
  });

  it('is pressed inside a closed shadow root too', async () => {
    const {client, account} = await setup();
    const host = await fixture(html`<div></div>`);
    host.attachShadow({mode: 'closed'}).append(account);
    await settle(account);
    await press(account);
    const {x, y} = itemsOf(account)[0]!.getBoundingClientRect();
    await sendMouse({type: 'click', position: [Math.round(x + 9), Math.round(y + 9)]});
    await settle(account);

    expect(client.logouts).to.deep.equal([{kakaoAccount: false}]);
  });

  for (const [lang, words] of [
    ['ko', ['로그아웃', '다른 계정으로 로그인', '카카오계정에서도 로그아웃']],
    ['en', ['Log out', 'Log in with another account', 'Log out of Kakao too']],
    ['ja', ['ログアウト', '別のアカウントでログイン', 'カカオアカウントからもログアウト']],
  ] as const) {
    it(`offers ${words.join(', ')}`, async () => {
      const {account} = await setup({kakaoLogout: ''});
      account.lang = lang;
      await press(account);

      expect(wordsOf(account)).to.deep.equal(words);
    });
  }

  for (const value of ['false', null]) {
    it(`offers no logout of the Kakao account with kakao-logout ${value ?? 'missing'}`, async () => {
      const {account} = await setup();
      if (value === null) account.removeAttribute('kakao-logout');
      await press(account);

      expect(wordsOf(account)).to.deep.equal(['로그아웃', '다른 계정으로 로그인']);
    });
  }

  it('logs out, once, and hands the focus to the way in', async () => {
    const {client, account} = await setup();
    await choose(account, 0);
    await press(account);
    expect(isClosed(account)).to.equal(true);
    expect(partOf(account, 'button').getAttribute('aria-disabled')).to.equal('true');
    expect(client.logouts).to.deep.equal([{kakaoAccount: false}]);

    await client.endLogout();
    await settle(account);
    await settle(account);
    expect(document.activeElement === account.querySelector('kakao-login-button')).to.equal(true);
    expect(messageOf(account)).to.equal('로그아웃했어요.');
  });

  it('hands the focus to the first way in of several', async () => {
    const {client, account} = await setup();
    account.innerHTML = '<p slot="signed-out">회원이세요? <a href="/login">로그인</a> <a href="/join">가입</a></p>';
    await choose(account, 0);
    await client.endLogout();
    await settle(account);
    await settle(account);

    expect(document.activeElement!.getAttribute('href')).to.equal('/login');
  });

  it('takes the focus from nobody where the session ends elsewhere', async () => {
    const {client, account} = await setup();
    document.querySelector<HTMLElement>('#after')!.focus();
    client.update({session: {status: 'signed-out'}});
    await settle(account);

    expect(document.activeElement!.id).to.equal('after');
    expect(messageOf(account)).to.equal('');
  });

  it('logs out of the Kakao account too', async () => {
    const {client, account} = await setup({kakaoLogout: ''});
    await choose(account, 2);

    expect(client.logouts).to.deep.equal([{kakaoAccount: true}]);
  });

  it('is there again after a logout that failed', async () => {
    const {client, account} = await setup();
    await choose(account, 0);
    await client.endLogout({flow: {status: 'retry', purpose: 'logout', code: 'backend_unreachable'}});
    await settle(account);
    await settle(account);
    expect(messageOf(account)).to.equal('연결이 원활하지 않아요. 잠시 후 다시 눌러 주세요.');

    await choose(account, 0);
    expect(client.logouts).to.have.lengthOf(2);
  });

  it('asks Kakao for another account', async () => {
    const {client, account} = await setup();
    await choose(account, 1);

    expect(client.logins).to.deep.equal([{prompt: 'select_account', source: account}]);
    expect(isClosed(account)).to.equal(true);
  });

  it('tells what came of that, and offers the way without KakaoTalk', async () => {
    const {client, account} = await setup();
    client.enter({status: 'waiting-for-talk', purpose: 'login', canContinueInBrowser: true}, account);
    await settle(account);
    expect(messageOf(account)).to.equal('카카오톡에서 이어서 진행해 주세요. | 브라우저에서 계속하기');

    partOf(account, 'message').querySelector('button')!.click();
    expect(client.logins).to.deep.equal([{prompt: 'select_account', source: account, throughTalk: 'never'}]);
  });

  for (const {width, side, dir, long} of combine({
    width: [320, 800],
    side: ['start', 'end'],
    dir: ['ltr', 'rtl'],
    long: [false, true],
  })) {
    const title = `stays on a page ${width} px wide, at its ${side}, ${dir}, with a ${long ? 'long' : 'short'} name`;
    if (width < 447 && !can('narrow pages', title)) continue;
    it(title, async () => {
      await setViewport({width, height: 600});
      const {account} = await setup({
        kakaoLogout: '',
        name: long ? '이름이'.repeat(40) : '김하나',
        style: `text-align: ${side}; direction: ${dir}`,
      });
      await press(account);

      const menu = partOf(account, 'menu').getBoundingClientRect();
      expect(document.documentElement.scrollWidth).to.equal(width);
      expect(menu.left).to.be.at.least(0);
      expect(menu.right).to.be.at.most(width);
    });
  }

  for (const lang of ['ko', 'en', 'ja']) {
    const title = `stays on a page 320 px wide, in its middle: ${lang}`;
    if (!can('narrow pages', title)) continue;
    it(title, async () => {
      await setViewport({width: 320, height: 600});
      const {account} = await setup({kakaoLogout: '', style: 'display: grid; justify-items: center'});
      account.lang = lang;
      await settle(account);
      await press(account);

      const menu = partOf(account, 'menu').getBoundingClientRect();
      expect(document.documentElement.scrollWidth).to.equal(320);
      expect(menu.left).to.be.at.least(0);
      expect(menu.right).to.be.at.most(320);
    });
  }

  it('is closed when it is moved, and watches the page no longer', async () => {
    const {account} = await setup();
    await press(account);
    document.body.append(account);
    await settle(account);

    expect(isClosed(account)).to.equal(true);

    account.remove();
  });
});
