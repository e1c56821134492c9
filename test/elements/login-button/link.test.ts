import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/elements/login-button/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {FakeClient} from '../support/fake-client.js';
import {forgetPage, messageOf, partOf, press, settle} from '../support/page.js';
import {createStage, type Stage} from '../support/real-client.js';

const SIGNED_IN = {status: 'signed-in', tx: 'A'.repeat(43), isNewMember: false, member: {name: '이하늘'}};
const FRESH = {...SIGNED_IN, link: {key: 'K'.repeat(43), t: 1_700_000_000, expiresIn: 600}};
const OLD = {...SIGNED_IN, link: {reauthenticate: '/login?next={path}'}};

/** A page with buttons of these purposes, whose client has dealt with the address and learnt what it is asked for. */
async function open(session: object, ...purposes: readonly ('login' | 'link')[]): Promise<[Stage, KakaoLoginButton[]]> {
  const stage = createStage({session});
  const root = await fixture(
    html`<div>
      ${purposes.map(
        (purpose) => html`<kakao-login-button purpose=${purpose} .client=${stage.client}></kakao-login-button>`,
      )}
    </div>`,
  );
  await stage.client.start();
  const buttons = [...root.querySelectorAll('kakao-login-button')];
  if (purposes.includes('link')) await signedIn(stage);
  return [stage, buttons];
}

/** Resolves when the page knows who is signed in. */
function signedIn({client}: Stage): Promise<void> {
  return new Promise((resolve) => {
    client.subscribe(({session}) => {
      if (session.status === 'signed-in') resolve();
    });
  });
}

describe('<kakao-login-button purpose="link">', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [what, purposes, requests] of [
    ['nothing with a button for logins', ['login'], []],
    ['for the session once with one button', ['link'], ['GET']],
    ['for the session once with two buttons', ['link', 'link'], ['GET']],
    ['for the session once beside a button for logins', ['login', 'link'], ['GET']],
  ] as const) {
    it(`asks ${what}`, async () => {
      const [stage] = await open(FRESH, ...purposes);

      expect(stage.requests).to.deep.equal(requests);
    });
  }

  it('asks for the session once it gets the purpose', async () => {
    const [stage, [button]] = await open(FRESH, 'login');

    button!.purpose = 'link';
    await settle(button!);
    await signedIn(stage);

    expect(stage.requests).to.deep.equal(['GET']);
  });

  it('asks nothing more when it is pointed at and pressed', async () => {
    const [stage, [button]] = await open(FRESH, 'link');
    partOf(button!, 'button').dispatchEvent(new PointerEvent('pointerenter'));

    await press(button!);
    await stage.authorized(1);

    expect(stage.requests).to.deep.equal(['GET']);
    expect(stage.authorizations).to.have.lengthOf(1);
  });

  for (const purpose of ['login', 'link'] as const) {
    it(`gets ready for a ${purpose}`, async () => {
      const client = new FakeClient();
      const button = await fixture<KakaoLoginButton>(
        html`<kakao-login-button purpose=${purpose} .client=${client}></kakao-login-button>`,
      );

      button.focus();

      expect(client.preparedFor ?? 'login').to.equal(purpose);
    });
  }

  it('leads to a fresh login of the site, and nowhere else, where the login is too old', async () => {
    const [stage, [button]] = await open(OLD, 'link');

    const isTold = new Promise((resolve) => {
      button!.addEventListener('kakao-login-error', resolve, {once: true});
    });
    await press(button!);
    await isTold;
    await settle(button!);

    expect(messageOf(button!)).to.equal('안전을 위해 다시 로그인한 뒤 진행해 주세요. | 다시 로그인하기');
    expect(partOf(button!, 'message').querySelector('a')!.href).to.equal(
      `${location.origin}/login?next=%2Fproducts%2F1`,
    );
    expect(stage.authorizations).to.deep.equal([]);
  });
});
