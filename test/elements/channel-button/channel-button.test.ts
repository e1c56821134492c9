import {expect, html} from '@open-wc/testing';
import {sendKeys, setViewport} from '@web/test-runner-commands';
import {KakaoChannelResultEvent, type ChannelResult} from '../../../src/client/state/events.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import '../../../src/elements/channel-button/define.js';
import type {KakaoChannelButton} from '../../../src/elements/channel-button/channel-button.js';
import {can} from '../../support/engine.js';
import {describeElement} from '../support/element-suite.js';
import {
  combine,
  messageOf,
  partOf,
  press,
  readAccessible,
  recordErrors,
  setAttribute,
  settle,
  wordsOf,
} from '../support/page.js';
import {openPage} from '../support/real-client.js';

const NAMES = {
  ko: {add: '카카오톡 채널 추가하기', chat: '카카오톡 채널 채팅하기'},
  en: {add: 'Add Channel on KakaoTalk', chat: 'Chat on KakaoTalk'},
  ja: {add: 'カカオトークのチャンネル追加', chat: 'カカオトークでチャット'},
} as const;

const SHORT = {
  ko: {add: '채널 추가하기', chat: '채널 채팅하기'},
  en: {add: 'Add Channel', chat: 'Chat'},
  ja: {add: 'チャンネル追加', chat: 'チャット'},
} as const;

/** The message has the reference of the line, and a button that copies it. */
function expectReference(button: KakaoChannelButton, [line]: readonly string[]): void {
  const [, ref] = /\w+ (KS-\S{9}): /.exec(line!)!;
  expect(messageOf(button)).to.equal(`지금은 카카오를 이용할 수 없어요. 고객센터에 문의해 주세요. | 문의 번호 ${ref}`);
  expect(button.shadowRoot!.querySelector('.copy')).to.be.instanceOf(HTMLButtonElement);
}

function tell(button: Element, result: ChannelResult): void {
  button.dispatchEvent(new KakaoChannelResultEvent({channelPublicId: '_ZeUTxl', result, verified: true}));
}

describeElement('<kakao-channel-button>', (mount) => {
  /** A button on a page whose client is real, and Kakao's SDK is not; and what Kakao was asked to do with a channel. */
  async function setup({action = 'add', isMember = false, lang = 'ko', layout = 'full'} = {}) {
    const page = openPage();
    getPageRegistry().client = page.client;
    page.client.context.store.update({
      session: isMember ? {status: 'signed-in', member: {}, missingTerms: []} : {status: 'signed-out'},
    });
    const button = await mount<KakaoChannelButton>(
      html`<kakao-channel-button
        lang=${lang}
        action=${action}
        layout=${layout}
        channel-public-id="_ZeUTxl"
      ></kakao-channel-button>`,
    );
    return {button, page, calls: () => page.sdk.sdk.channelCalls.map(({name, settings}) => [name, settings])};
  }

  for (const action of ['add', 'chat']) {
    it(`asks Kakao for nothing while logins are paused: ${action}`, async () => {
      const {button, page, calls} = await setup({action});
      page.client.configure({paused: true});
      await press(button);
      expect(calls()).to.deep.equal([]);

      page.client.configure({paused: false});
      await press(button);
      expect(calls()).to.have.length(1);
    });
  }

  for (const {lang, action, layout} of combine({
    lang: ['ko', 'en', 'ja'],
    action: ['add', 'chat'],
    layout: ['full', 'short', 'icon'],
  })) {
    it(`is called "${NAMES[lang][action]}", layout ${layout}, unless the site has words of its own`, async () => {
      const {button} = await setup({action, lang, layout});
      expect(readAccessible(partOf(button, 'button'))).to.deep.equal({name: NAMES[lang][action], role: 'button'});
      expect(wordsOf(button)).to.equal(layout === 'short' ? SHORT[lang][action] : NAMES[lang][action]);

      const words = document.createElement('span');
      words.slot = 'label';
      words.textContent = '채널 추가하고 쿠폰 받기';
      button.append(words);
      await settle(button);
      expect(readAccessible(partOf(button, 'button')).name).to.equal('채널 추가하고 쿠폰 받기');
      expect(wordsOf(button)).to.equal('채널 추가하고 쿠폰 받기');
    });
  }

  for (const [what, look, call] of [
    ['to add the channel where a member is signed in', {isMember: true}, ['followChannel', {}]],
    ['to add the channel where nobody is signed in', {isMember: false}, ['addChannel', {}]],
    ['for a chat in Korean', {action: 'chat', lang: 'ko'}, ['chat', {lang: 'ko'}]],
    ['for a chat in English', {action: 'chat', lang: 'en'}, ['chat', {lang: 'en'}]],
    ['for a chat in Japanese', {action: 'chat', lang: 'ja'}, ['chat', {lang: 'ja'}]],
  ] as const) {
    it(`asks Kakao ${what}`, async () => {
      const {button, calls} = await setup(look);
      await press(button);

      const [name, settings] = call;
      expect(calls()).to.deep.equal([[name, {channelPublicId: '_ZeUTxl', ...settings}]]);
    });
  }

  for (const key of ['Enter', 'Space']) {
    it(`is used by the keyboard: ${key}`, async () => {
      const {button, calls} = await setup();
      await sendKeys({press: 'Tab'});
      expect(document.activeElement === button).to.equal(true);
      await sendKeys({press: key});

      expect(calls()).to.have.lengthOf(1);
    });
  }

  it('loads nothing until it is meant, and gets ready when it is pointed at or focused', async () => {
    const {button, page} = await setup();
    const {loads} = page.sdk;
    expect(loads).to.have.lengthOf(0);
    button.focus();
    expect(loads).to.have.lengthOf(1);
    partOf(button, 'button').dispatchEvent(new PointerEvent('pointerenter'));
    expect(loads).to.have.lengthOf(2);
  });

  for (const [result, message] of [
    ['added', '채널을 추가했어요.'],
    ['already', '이미 추가한 채널이에요.'],
    ['blocked', '채널이 차단되어 있어요. 카카오톡에서 차단을 해제해 주세요.'],
    ['none', ''],
    ['unknown', ''],
  ] as const) {
    it(`says "${message}" where the visitor comes back with ${result}, and no more at the next press`, async () => {
      const {button} = await setup();
      tell(button, 'added');
      tell(button, result);
      await settle(button);
      expect(messageOf(button)).to.equal(message);

      await press(button);
      expect(messageOf(button)).to.equal('');
    });
  }

  it('says of another button, another channel and a login nothing', async () => {
    const {button, page} = await setup();
    const other = await mount<KakaoChannelButton>(html`<kakao-channel-button></kakao-channel-button>`);
    tell(other, 'added');
    page.client.context.store.update({flow: {status: 'retry', purpose: 'login', code: 'backend_failed'}});
    await settle(button, other);
    expect([messageOf(button), messageOf(other)]).to.deep.equal(['', '채널을 추가했어요.']);
    expect(partOf(button, 'button').hasAttribute('aria-disabled')).to.equal(false);

    other.channelPublicId = '_Other';
    await settle(other);
    expect(messageOf(other)).to.equal('');
  });

  for (const id of [null, '', 'ZeUTxl', ' _ZeUTxl', '_', 'https://pf.kakao.com/_ZeUTxl', '_Ze/../x', '_'.repeat(500)]) {
    const isGood = id !== null && /^_\w+$/.test(id);
    it(`${isGood ? 'takes' : 'names once, and goes nowhere with'} channel-public-id=${String(id).slice(0, 40)}`, async () => {
      const {button, calls} = await setup();
      await setAttribute(button, 'channel-public-id', id);
      const errors = recordErrors();
      await press(button);
      await press(button);
      await errors.restore();

      if (isGood) {
        expect([calls().length, errors.lines.length]).to.deep.equal([2, 0]);
        return;
      }
      expect(calls()).to.deep.equal([]);
      expect(errors.lines).to.have.lengthOf(1);
      expect(errors.lines[0]).to.match(/config_invalid KS-\S{9}: channel-public-id=.*pf\.kakao\.com/);
      expect(errors.lines[0]!.length).to.be.lessThan(250);
      expectReference(button, errors.lines);
    });
  }

  it('names an action that there is not, and adds the channel', async () => {
    const errors = recordErrors();
    const {button, calls} = await setup({action: 'follow'});
    await press(button);
    expect(await errors.restore()).to.have.lengthOf(1);
    expect(errors.lines[0]).to.contain('action="follow" must be "add" or "chat"');
    expect(calls()).to.deep.equal([['addChannel', {channelPublicId: '_ZeUTxl'}]]);
  });

  it('says so to visitor and developer where nothing is configured, until it is', async () => {
    const button = await mount<KakaoChannelButton>(
      html`<kakao-channel-button channel-public-id="_ZeUTxl"></kakao-channel-button>`,
    );
    const errors = recordErrors();
    await press(button);
    await press(button);
    expect(await errors.restore()).to.have.lengthOf(1);
    expect(errors.lines[0]).to.contain('not_configured');
    expectReference(button, errors.lines);

    const {client, sdk} = openPage();
    getPageRegistry().client = client;
    await press(button);
    expect(sdk.sdk.channelCalls).to.have.lengthOf(1);
    expect(messageOf(button)).to.equal('');
  });

  for (const {layout, result} of combine({layout: ['full', 'short', 'icon'], result: ['blocked', 'unknown']})) {
    const title = `fits a page 320 px wide, ${layout}, ${result}`;
    if (!can('narrow pages', title)) continue;
    it(title, async () => {
      await setViewport({width: 320, height: 600});
      const {button} = await setup({lang: 'en', layout});
      tell(button, result);
      await settle(button);

      expect(document.documentElement.scrollWidth).to.equal(320);
      await setViewport({width: 800, height: 600});
    });
  }
});
