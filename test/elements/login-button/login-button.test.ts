import {expect, html} from '@open-wc/testing';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import type {LoginOptions} from '../../../src/client/state/login-options.js';
import '../../../src/elements/login-button/define.js';
import {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import type {FakePage} from '../../client/support/browser.js';
import {describeElement, mountButton} from '../support/element-suite.js';
import {FakeClient} from '../support/fake-client.js';
import {partOf, press, recordErrors, setAttribute, settle, wordsOf} from '../support/page.js';
import {openPage} from '../support/real-client.js';

const isBubbleShown = (button: Element): boolean => partOf(button, 'bubble').getClientRects().length > 0;

const looksOf = (button: Element): string => {
  const {width, height} = partOf(button, 'button').getBoundingClientRect();
  return `${wordsOf(button)} ${width} × ${height}`;
};
const DEFAULT = '카카오로 시작하기 300 × 48';

describeElement('<kakao-login-button> attributes', (mount) => {
  for (const [what, template, options] of [
    ['nothing of its own', html`<kakao-login-button></kakao-login-button>`, {}],
    ['a link', html`<kakao-login-button purpose="link"></kakao-login-button>`, {purpose: 'link'}],
    [
      'all that its attributes say',
      html`<kakao-login-button
        prompt="select_account"
        scope="openid,account_email"
        service-terms="marketing"
      ></kakao-login-button>`,
      {prompt: 'select_account', scope: 'openid,account_email', serviceTerms: 'marketing'},
    ],
  ] satisfies [string, unknown, LoginOptions][]) {
    it(`ask for ${what}`, async () => {
      const client = new FakeClient();
      const button = await mount<KakaoLoginButton>(template);
      button.client = client;
      await settle(button);
      button.focus();
      // As a browser does: the second finger of two, and the second button of a mouse, press nothing.
      for (const pointer of [{isPrimary: true}, {isPrimary: false}, {isPrimary: true, button: 2}]) {
        partOf(button, 'button').dispatchEvent(new PointerEvent('pointerdown', {bubbles: true, ...pointer}));
      }
      expect(client.logins).to.deep.equal([]);
      await press(button);

      const nothing = {prompt: undefined, scope: undefined, serviceTerms: undefined};
      expect(client.logins).to.deep.equal([{...nothing, ...options, source: button}]);
      expect(client.begun).to.deep.equal(client.logins);
      expect(client.preparedFor ?? 'login').to.equal(button.purpose);
    });
  }

  it('draw it, or properties alone', async () => {
    const button = await mount<KakaoLoginButton>(
      html`<kakao-login-button label="login" layout="short" size="large" last-used></kakao-login-button>`,
    );
    const {label, layout, size, lastUsed} = button;
    expect([label, layout, size, lastUsed]).to.deep.equal(['login', 'short', 'large', true]);
    expect([looksOf(button), isBubbleShown(button)]).to.deep.equal(['로그인 160 × 56', true]);

    const other = await mount<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
    Object.assign(other, {label, layout, size, lastUsed});
    await settle(other);
    expect([looksOf(other), isBubbleShown(other)]).to.deep.equal(['로그인 160 × 56', true]);
  });

  it('give way to properties that were set before the upgrade', async () => {
    const place = await mount(html`<div><kakao-login-button></kakao-login-button></div>`);
    const element = document.createElement('late-login-button');
    Object.assign(element, {label: 'login', layout: 'short'});
    place.append(element);
    if (!customElements.get('late-login-button')) {
      customElements.define('late-login-button', class extends KakaoLoginButton {});
    }
    await settle(element as Partial<KakaoLoginButton> as KakaoLoginButton);

    expect(wordsOf(element)).to.equal('로그인');
  });

  it('show the bubble by last-used, unless it is "false"', async () => {
    const button = await mount<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
    for (const value of ['', 'true', 'last-used', 'false', '', null]) {
      await setAttribute(button, 'last-used', value);

      expect(isBubbleShown(button), `last-used=${value}`).to.equal(value !== 'false' && value !== null);
    }
  });

  for (const [name, accepted] of [
    ['label', ['start', 'login']],
    ['layout', ['full', 'short', 'icon']],
    ['size', ['medium', 'small', 'large']],
    ['purpose', ['login', 'link']],
  ] as const) {
    it(`are named once where ${name} is none of ${accepted.join(', ')}, and the default is drawn`, async () => {
      const button = await mount<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
      for (const value of ['Start', 'constructor', ' ', '__proto__', '"><img src=x>', '가'.repeat(1000)]) {
        const errors = recordErrors();
        await setAttribute(button, name, value);
        await setAttribute(button, 'lang', 'ja');
        await setAttribute(button, 'lang', '');
        expect(await errors.restore()).to.have.lengthOf(1);
        const [line] = errors.lines;
        expect(line)
          .to.contain(name)
          .and.contain(JSON.stringify(value.slice(0, 80)));
        for (const choice of accepted) expect(line).to.contain(`"${choice}"`);
        expect(line!.length).to.be.lessThan(250);
        expect(looksOf(button)).to.equal(DEFAULT);
      }
    });

    it(`are left alone where ${name} is empty or not there, and are nonsense of another type`, async () => {
      const button = await mount<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
      const errors = recordErrors();
      await setAttribute(button, name, '');
      await setAttribute(button, name, null);
      Reflect.set(button, name, undefined);
      await settle(button);
      expect(await errors.settled()).to.deep.equal([]);

      for (const value of [{}, 7]) {
        Reflect.set(button, name, value);
        await settle(button);
      }
      expect(await errors.restore()).to.have.lengthOf(2);
      expect(looksOf(button)).to.equal(DEFAULT);
    });
  }
});

describeElement('<kakao-login-button> clients', (mount) => {
  it('are changed for another one', async () => {
    const {client, button} = await mountButton(mount);
    const other = new FakeClient();
    button.client = other;
    await settle(button);
    await press(button);

    expect([client.logins.length, other.logins.length]).to.deep.equal([0, 1]);
    expect(client.listeners.size).to.equal(0);
  });

  it("are the page's when its own is taken away, and waited for until it leaves", async () => {
    const {client, button} = await mountButton(mount);
    const late = await mount<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
    const codes: string[] = [];
    for (const each of [button, late])
      each.addEventListener('kakao-login-error', ({detail}) => codes.push(detail.code));
    late.remove();
    button.client = undefined;
    await settle(button);
    const errors = recordErrors();
    await press(button);
    createKakaoSync({});
    await press(button);
    await press(late);
    await errors.restore();

    expect(client.logins).to.deep.equal([]);
    expect(codes).to.deep.equal(['not_configured', 'config_incomplete', 'not_configured']);
  });

  it('or none draw it, unless it is hidden', async () => {
    const button = await mount<KakaoLoginButton>(html`<kakao-login-button hidden></kakao-login-button>`);
    expect(button.getClientRects()).to.have.lengthOf(0);

    button.hidden = false;
    expect(button.getClientRects()).to.have.lengthOf(1);
  });
});

describeElement('<kakao-login-button purpose="link">', (mount) => {
  const SIGNED_IN = {status: 'signed-in', tx: 'A'.repeat(43), isNewMember: false, member: {name: '이하늘'}};
  const FRESH = {...SIGNED_IN, link: {key: 'K'.repeat(43), t: 1_700_000_000, expiresIn: 600}};

  /** A page with buttons of these purposes, whose client has dealt with the address and learnt what it is asked for. */
  async function open(session: object, ...purposes: readonly ('login' | 'link')[]) {
    const page = openPage({session});
    const root = await mount(
      html`<div>
        ${purposes.map(
          (purpose) => html`<kakao-login-button purpose=${purpose} .client=${page.client}></kakao-login-button>`,
        )}
      </div>`,
    );
    await page.client.start();
    const buttons = [...root.querySelectorAll('kakao-login-button')];
    if (purposes.includes('link')) await signedIn(page);
    return {page, buttons, requests: () => page.browser.shop.requests.map(({init}) => init.method)};
  }

  /** Resolves when the page knows who is signed in. */
  const signedIn = ({client}: FakePage): Promise<void> =>
    new Promise((resolve) => {
      client.subscribe(({session}) => {
        if (session.status === 'signed-in') resolve();
      });
    });

  for (const [what, purposes, requests] of [
    ['nothing with a button for logins', ['login'], []],
    ['for the session once with one button', ['link'], ['GET']],
    ['for the session once with two buttons', ['link', 'link'], ['GET']],
    ['for the session once beside a button for logins', ['login', 'link'], ['GET']],
  ] as const) {
    it(`asks ${what}`, async () => {
      const opened = await open(FRESH, ...purposes);

      expect(opened.requests()).to.deep.equal(requests);
    });
  }

  it('asks for the session once it gets the purpose, and nothing more when it is pointed at and pressed', async () => {
    const {page, buttons, requests} = await open(FRESH, 'login');
    const [button] = buttons;
    button!.purpose = 'link';
    await settle(button!);
    await signedIn(page);
    expect(requests()).to.deep.equal(['GET']);

    partOf(button!, 'button').dispatchEvent(new PointerEvent('pointerenter'));
    await press(button!);
    const {authorizations} = page.sdk.sdk;
    await page.until(() => authorizations.length === 1);
    expect(requests()).to.deep.equal(['GET']);
  });
});
