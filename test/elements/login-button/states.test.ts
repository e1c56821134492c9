import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../../src/elements/login-button/define.js';
import type {FlowState} from '../../../src/client/state/state.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {FakeClient} from '../support/fake-client.js';
import {forgetPage, messageOf, partOf, readAccessible, settle} from '../support/page.js';

const REF = 'KS-a1b2c3';

/** What is said in each state, in Korean, and whether the button is busy. */
const STATES: readonly (readonly [FlowState, message: string, isBusy?: boolean])[] = [
  [{status: 'idle'}, ''],
  [{status: 'cancelled', code: 'cancelled', ref: REF}, ''],
  [{status: 'starting'}, '잠시만 기다려 주세요.', true],
  [{status: 'completing'}, '잠시만 기다려 주세요.', true],
  [{status: 'waiting-for-talk'}, '카카오톡에서 이어서 진행해 주세요.', true],
  [
    {status: 'waiting-for-talk', canContinueInBrowser: true},
    '카카오톡에서 이어서 진행해 주세요. | 브라우저에서 계속하기',
  ],
  [{status: 'retry', code: 'login_unfinished', ref: REF}, `완료되지 않았어요. 다시 눌러 주세요. | 문의 번호 ${REF}`],
  [{status: 'retry', code: 'sdk_blocked'}, '연결이 원활하지 않아요. 잠시 후 다시 눌러 주세요.'],
  [
    {status: 'help', code: 'cookies_blocked', ref: REF},
    `계속하려면 브라우저에서 쿠키를 허용해 주세요. | 문의 번호 ${REF}`,
  ],
  [{status: 'help', code: 'under_age', ref: REF}, `만 14세 미만은 이 서비스에 가입할 수 없어요. | 문의 번호 ${REF}`],
  [{status: 'help', code: 'config_invalid'}, '지금은 카카오를 이용할 수 없어요. 다른 방법을 이용해 주세요.'],
  [{status: 'help', code: 'login_too_old'}, '안전을 위해 다시 로그인한 뒤 진행해 주세요.'],
  [
    {status: 'help', code: 'login_too_old', to: '/login?next=%2Fmypage'},
    '안전을 위해 다시 로그인한 뒤 진행해 주세요. | 다시 로그인하기',
  ],
  [
    {status: 'continue-here', code: 'other_browser', ref: REF},
    '다른 브라우저에서 시작했어요. 여기서 계속하려면 다시 눌러 주세요.',
  ],
  [
    {status: 'continue-here', code: 'other_browser', ref: REF, to: '/cart?id=1'},
    '다른 브라우저에서 시작했어요. 여기서 계속하려면 다시 눌러 주세요. | 보던 페이지로 돌아가기',
  ],
  [
    {status: 'retry', code: 'login_too_old', to: '/login?next=%2Faccount'},
    '안전을 위해 다시 로그인한 뒤 진행해 주세요. | 다시 로그인하기',
  ],
  [{status: 'action-required', code: 'age-check', ref: REF}, '계속하려면 확인이 더 필요해요.'],
  [
    {status: 'action-required', code: 'dormant', ref: REF, message: '휴면 <b>계정</b>입니다.'},
    '휴면 <b>계정</b>입니다.',
  ],
];

async function setup(): Promise<{client: FakeClient; button: KakaoLoginButton}> {
  const client = new FakeClient();
  const button = await fixture<KakaoLoginButton>(html`<kakao-login-button .client=${client}></kakao-login-button>`);
  return {client, button};
}

describe('<kakao-login-button> states', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [flow, message, isBusy = false] of STATES) {
    const {status, code = ''} = flow;

    it(`tells "${message}" when the flow is ${status} ${code}`, async () => {
      const {client, button} = await setup();
      const region = partOf(button, 'message');
      client.enter(flow, button);
      await settle(button);

      const native = partOf(button, 'button') as HTMLButtonElement;
      expect(messageOf(button)).to.equal(message);
      expect(native.getAttribute('aria-disabled')).to.equal(isBusy ? 'true' : null);
      expect(native.disabled).to.equal(false);
      expect(partOf(button, 'message')).to.equal(region);
      expect(region.getAttribute('role')).to.equal('status');
    });

    it(`says nothing more once the flow is idle again after ${status} ${code}`, async () => {
      const {client, button} = await setup();
      client.enter(flow, button);
      await settle(button);
      client.enter({status: 'idle'});
      await settle(button);

      expect(messageOf(button)).to.equal('');
      expect(partOf(button, 'button').hasAttribute('aria-disabled')).to.equal(false);
    });
  }

  for (const status of ['starting', 'completing'] as const) {
    it(`moves nothing on the page while it is ${status}`, async () => {
      const {client, button} = await setup();
      const words = partOf(button, 'label').getBoundingClientRect();
      const box = button.getBoundingClientRect();
      client.enter({status}, button);
      await settle(button);

      expect(button.getBoundingClientRect()).to.deep.equal(box);
      expect(partOf(button, 'label').getBoundingClientRect()).to.deep.equal(words);
    });
  }

  it('offers the way without KakaoTalk, and takes it', async () => {
    const {client, button} = await setup();
    client.enter({status: 'waiting-for-talk', canContinueInBrowser: true}, button);
    await settle(button);
    const way = partOf(button, 'message').querySelector('button')!;

    way.click();

    expect(way.getBoundingClientRect().height).to.be.at.least(44);
    expect(client.logins).to.have.lengthOf(1);
    expect(client.logins[0]).to.include({throughTalk: 'never', source: button});
  });

  for (const [code, lang, words] of [
    ['login_too_old', 'ko', '다시 로그인하기'],
    ['login_too_old', 'en', 'Sign in again'],
    ['login_too_old', 'ja', 'もう一度ログイン'],
    ['other_browser', 'ko', '보던 페이지로 돌아가기'],
    ['other_browser', 'en', 'Back to your page'],
    ['other_browser', 'ja', '元のページに戻る'],
  ] as const) {
    it(`leads on after ${code} by "${words}", which the keyboard reaches`, async () => {
      const {client, button} = await setup();
      button.lang = lang;
      const to = '/login?next=%2Fmypage%3Ftab%3D1';
      client.enter({status: 'help', purpose: 'link', code, to}, button);
      await settle(button);
      const link = partOf(button, 'message').querySelector('a')!;

      button.focus();
      await sendKeys({press: 'Tab'});

      expect(button.shadowRoot!.activeElement).to.equal(link);
      expect(readAccessible(link)).to.deep.equal({name: words, role: 'link'});
      expect(link.href).to.equal(location.origin + to);
      expect(link.rel).to.equal('noreferrer');
      expect(link.getBoundingClientRect().height).to.be.at.least(44);
      expect(link.closest('[lang]')?.getAttribute('lang')).to.equal(lang);
    });
  }

  it('marks the focus of a way on within its own box, so that it covers no words', async () => {
    const {client, button} = await setup();
    client.enter({status: 'help', purpose: 'link', code: 'login_too_old', to: '/login'}, button);
    await settle(button);
    const link = partOf(button, 'message').querySelector('a')!;

    button.focus();
    await sendKeys({press: 'Tab'});

    const {outlineStyle, outlineWidth, outlineOffset, outlineColor, color, boxShadow} = getComputedStyle(link);
    expect([outlineStyle, outlineWidth, outlineOffset, boxShadow]).to.deep.equal(['solid', '2px', '-2px', 'none']);
    expect(outlineColor).to.equal(color);
  });

  it('speaks the language of its place', async () => {
    const {client, button} = await setup();
    client.enter({status: 'retry', code: 'rate_limited', ref: REF}, button);
    button.lang = 'en';
    await settle(button);
    expect(messageOf(button)).to.equal(`The connection failed. Please press again in a moment. | Reference ${REF}`);

    button.lang = 'ja';
    await settle(button);
    expect(messageOf(button)).to.equal(
      `接続できませんでした。しばらくしてからもう一度押してください。 | お問い合わせ番号 ${REF}`,
    );
  });

  describe('with several buttons', () => {
    async function setupTwo(): Promise<{client: FakeClient; first: KakaoLoginButton; second: KakaoLoginButton}> {
      const client = new FakeClient();
      const root = await fixture(
        html`<div>
          <kakao-login-button .client=${client}></kakao-login-button>
          <kakao-login-button .client=${client}></kakao-login-button>
        </div>`,
      );
      const [first, second] = root.querySelectorAll('kakao-login-button');
      return {client, first: first!, second: second!};
    }

    it('lets the pressed one speak', async () => {
      const {client, first, second} = await setupTwo();
      client.enter({status: 'retry', code: 'sdk_timeout'}, second);
      await settle(first, second);

      expect([messageOf(first), messageOf(second)]).to.deep.equal([
        '',
        '연결이 원활하지 않아요. 잠시 후 다시 눌러 주세요.',
      ]);
    });

    it('lets the first one speak after a return, whichever came to the page first', async () => {
      const {client, first, second} = await setupTwo();
      second.after(first);
      client.enter({status: 'help', code: 'under_age'});
      await settle(first, second);

      expect([messageOf(first), messageOf(second)]).to.deep.equal(['', '만 14세 미만은 이 서비스에 가입할 수 없어요.']);
    });

    it('passes over one that cannot be seen', async () => {
      const {client, first, second} = await setupTwo();
      first.hidden = true;
      client.enter({status: 'help', code: 'under_age'});
      await settle(first, second);

      expect([messageOf(first), messageOf(second)]).to.deep.equal(['', '만 14세 미만은 이 서비스에 가입할 수 없어요.']);
    });

    it('lets the first one speak where none can be seen', async () => {
      const {client, first, second} = await setupTwo();
      first.hidden = second.hidden = true;
      client.enter({status: 'help', code: 'under_age'});
      await settle(first, second);

      expect([messageOf(first), messageOf(second)]).to.deep.equal(['만 14세 미만은 이 서비스에 가입할 수 없어요.', '']);
    });

    it('lets another speak where the pressed one has left', async () => {
      const {client, first, second} = await setupTwo();
      second.remove();
      client.enter({status: 'help', code: 'under_age'}, second);
      await settle(first);

      expect(messageOf(first)).to.equal('만 14세 미만은 이 서비스에 가입할 수 없어요.');
    });

    it('makes both of them busy', async () => {
      const {client, first, second} = await setupTwo();
      client.enter({status: 'starting'}, second);
      await settle(first, second);

      const busy = [first, second].map((button) => partOf(button, 'button').getAttribute('aria-disabled'));
      expect(busy).to.deep.equal(['true', 'true']);
    });
  });
});
