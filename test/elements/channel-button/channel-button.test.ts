import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys, setViewport} from '@web/test-runner-commands';
import {KakaoChannelResultEvent, type ChannelResult} from '../../../src/client/state/events.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import '../../../src/elements/channel-button/define.js';
import type {KakaoChannelButton} from '../../../src/elements/channel-button/channel-button.js';
import {can} from '../../support/engine.js';
import {FakeClient} from '../support/fake-client.js';
import {
  combine,
  forgetPage,
  messageOf,
  partOf,
  press,
  readAccessible,
  recordErrors,
  settle,
  wordsOf,
} from '../support/page.js';
import {createStage, type Stage} from '../support/real-client.js';

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

const UNAVAILABLE = '지금은 카카오를 이용할 수 없어요. 다른 방법을 이용해 주세요.';

/** A button on a page whose client is real, and Kakao's SDK is not. */
async function setup({action = 'add', id = '_ZeUTxl', isMember = false, lang = 'ko'} = {}): Promise<
  Stage & {button: KakaoChannelButton}
> {
  const stage = createStage();
  getPageRegistry().client = stage.client;
  const session = isMember ? ({status: 'signed-in', member: {}, missingTerms: []} as const) : {status: 'signed-out'};
  stage.client.context.store.update({session: session as typeof stage.client.state.session});
  const button = await fixture<KakaoChannelButton>(
    html`<kakao-channel-button lang=${lang} action=${action} channel-public-id=${id}></kakao-channel-button>`,
  );
  return {...stage, button};
}

function tell(button: Element, result: ChannelResult): void {
  button.dispatchEvent(new KakaoChannelResultEvent({channelPublicId: '_ZeUTxl', result, verified: true}));
}

describe('<kakao-channel-button>', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const {lang, action, layout} of combine({
    lang: ['ko', 'en', 'ja'],
    action: ['add', 'chat'],
    layout: ['full', 'short', 'icon'],
  })) {
    it(`is called "${NAMES[lang][action]}", layout ${layout}`, async () => {
      const {button} = await setup({action, lang});
      button.setAttribute('layout', layout);
      await settle(button);

      expect(readAccessible(partOf(button, 'button'))).to.deep.equal({name: NAMES[lang][action], role: 'button'});
      expect(wordsOf(button)).to.equal(layout === 'short' ? SHORT[lang][action] : NAMES[lang][action]);
    });
  }

  it("says the site's own words", async () => {
    const button = await fixture<KakaoChannelButton>(
      html`<kakao-channel-button><span slot="label">채널 추가하고 쿠폰 받기</span></kakao-channel-button>`,
    );

    expect(readAccessible(partOf(button, 'button')).name).to.equal('채널 추가하고 쿠폰 받기');
    expect(wordsOf(button)).to.equal('채널 추가하고 쿠폰 받기');
  });

  for (const [isMember, name] of [
    [true, 'followChannel'],
    [false, 'addChannel'],
  ] as const) {
    it(`asks Kakao to add the channel by ${name} where ${isMember ? 'somebody' : 'nobody'} is signed in`, async () => {
      const {button, channelCalls} = await setup({isMember});
      await press(button);

      expect(channelCalls).to.deep.equal([[name, {channelPublicId: '_ZeUTxl'}]]);
    });
  }

  for (const lang of ['ko', 'en', 'ja']) {
    it(`opens a chat in the language of its place: ${lang}`, async () => {
      const {button, channelCalls} = await setup({action: 'chat', lang});
      await press(button);

      expect(channelCalls).to.deep.equal([['chat', {channelPublicId: '_ZeUTxl', lang}]]);
    });
  }

  for (const key of ['Enter', 'Space']) {
    it(`is used by the keyboard: ${key}`, async () => {
      const {button, channelCalls} = await setup();
      await sendKeys({press: 'Tab'});
      expect(document.activeElement === button).to.equal(true);
      await sendKeys({press: key});

      expect(channelCalls).to.have.lengthOf(1);
    });
  }

  it('loads nothing until it is meant, and gets ready when it is pointed at or focused', async () => {
    const {button, loads} = await setup();
    const before = loads();
    button.focus();
    const focused = loads();
    partOf(button, 'button').dispatchEvent(new PointerEvent('pointerenter'));

    expect([before, focused, loads()]).to.deep.equal([0, 1, 2]);
  });

  for (const [result, message] of [
    ['added', '채널을 추가했어요.'],
    ['already', '이미 추가한 채널이에요.'],
    ['blocked', '차단한 채널이에요. 카카오톡에서 차단을 풀어 주세요.'],
    ['none', ''],
    ['unknown', ''],
  ] as const) {
    it(`says "${message}" where the visitor comes back with ${result}, and no more at the next press`, async () => {
      const {button} = await setup();
      tell(button, 'added');
      tell(button, result);
      await settle(button);
      expect(messageOf(button)).to.equal(message);
      expect(partOf(button, 'message').getAttribute('role')).to.equal('status');

      await press(button);
      expect(messageOf(button)).to.equal('');
    });
  }

  it('leaves the result of another button to that one', async () => {
    const {button} = await setup();
    const other = await fixture<KakaoChannelButton>(html`<kakao-channel-button></kakao-channel-button>`);
    tell(other, 'added');
    await settle(button, other);

    expect([messageOf(button), messageOf(other)]).to.deep.equal(['', '채널을 추가했어요.']);
  });

  it('says of another channel nothing that came of the first one', async () => {
    const {button} = await setup();
    tell(button, 'added');
    await settle(button);
    button.channelPublicId = '_Other';
    await settle(button);

    expect(messageOf(button)).to.equal('');
  });

  it('says nothing of a login', async () => {
    const {button, client} = await setup();
    client.context.store.update({flow: {status: 'retry', purpose: 'login', code: 'backend_failed'}});
    await settle(button);

    expect(messageOf(button)).to.equal('');
    expect(partOf(button, 'button').hasAttribute('aria-disabled')).to.equal(false);
  });

  for (const id of [null, '', 'ZeUTxl', ' _ZeUTxl', '_', 'https://pf.kakao.com/_ZeUTxl', '_Ze/../x', '_'.repeat(500)]) {
    const isGood = id !== null && /^_\w+$/.test(id);
    it(`${isGood ? 'takes' : 'names once, and goes nowhere with'} channel-public-id=${String(id).slice(0, 40)}`, async () => {
      const {button, channelCalls} = await setup();
      if (id === null) button.removeAttribute('channel-public-id');
      else button.setAttribute('channel-public-id', id);
      const errors = recordErrors();
      await press(button);
      await press(button);
      errors.restore();

      if (isGood) {
        expect([channelCalls.length, errors.lines.length]).to.deep.equal([2, 0]);
        return;
      }
      expect(channelCalls).to.deep.equal([]);
      expect(errors.lines).to.have.lengthOf(1);
      expect(errors.lines[0]).to.match(/config_invalid: channel-public-id=.*pf\.kakao\.com/);
      expect(errors.lines[0]!.length).to.be.lessThan(250);
      expect(messageOf(button)).to.equal(UNAVAILABLE);
    });
  }

  it('names an action that there is not, and adds the channel', async () => {
    const errors = recordErrors();
    const {button, channelCalls} = await setup({action: 'follow'});
    await press(button);
    errors.restore();

    expect(errors.lines).to.have.lengthOf(1);
    expect(errors.lines[0]).to.contain('action="follow" must be "add" or "chat"');
    expect(channelCalls.map(([name]) => name)).to.deep.equal(['addChannel']);
  });

  it('says so to visitor and developer where nothing is configured, until it is', async () => {
    const button = await fixture<KakaoChannelButton>(
      html`<kakao-channel-button channel-public-id="_ZeUTxl"></kakao-channel-button>`,
    );
    const errors = recordErrors();
    await press(button);
    await press(button);
    errors.restore();
    expect(errors.lines).to.have.lengthOf(1);
    expect(errors.lines[0]).to.contain('not_configured');
    expect(messageOf(button)).to.equal(UNAVAILABLE);

    const {client, channelCalls} = createStage();
    getPageRegistry().client = client;
    await press(button);
    expect(channelCalls).to.have.lengthOf(1);
    expect(messageOf(button)).to.equal('');
  });

  it('stops listening when it leaves', async () => {
    const client = new FakeClient();
    const button = await fixture<KakaoChannelButton>(
      html`<kakao-channel-button .client=${client}></kakao-channel-button>`,
    );
    expect(client.listeners.size).to.equal(1);
    button.remove();

    expect(client.listeners.size).to.equal(0);
  });

  for (const {layout, result} of combine({layout: ['full', 'short', 'icon'], result: ['blocked', 'unknown']})) {
    const title = `fits a page 320 px wide, ${layout}, ${result}`;
    if (!can('narrow pages', title)) continue;
    it(title, async () => {
      await setViewport({width: 320, height: 600});
      const {button} = await setup({lang: 'en'});
      button.setAttribute('layout', layout);
      tell(button, result);
      await settle(button);

      expect(document.documentElement.scrollWidth).to.equal(320);
      await setViewport({width: 800, height: 600});
    });
  }
});
