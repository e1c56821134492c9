import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {MESSAGE_KEYS} from '../../../src/elements/messages/message-keys.js';
import {ACCOUNT} from '../../../src/elements/i18n/account.js';
import {CHANNEL_BUTTON} from '../../../src/elements/i18n/channel-button.js';
import {LABELS} from '../../../src/elements/i18n/labels.js';
import {LATER} from '../../../src/elements/i18n/later.js';
import {MESSAGES} from '../../../src/elements/i18n/messages.js';
import {mergeOwn} from '../../../src/elements/i18n/own-texts.js';
import {TERMS_CONSENT} from '../../../src/elements/i18n/terms-consent.js';
import '../../../src/script/tag/login-message.js';
import {FakeClient} from '../support/fake-client.js';
import {forgetPage, messageOf, partOf, press, readAccessible, recordErrorsOfEach, settle} from '../support/page.js';
import {COMPLETE, openConfigured} from '../support/sync.js';

/** Every text of the elements, of the languages given. */
const own = (word: string) => Object.fromEntries(MESSAGE_KEYS.map((key) => [key, `${word} ${key}`]));
const SITE = {ko: own('상점'), en: own('shop'), ja: own('店')};

describe("the site's own texts", () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);
  const errors = recordErrorsOfEach();

  it('have the keys of all tables, and no others', () => {
    const tables = [LABELS, LATER, MESSAGES, TERMS_CONSENT, CHANNEL_BUTTON, ACCOUNT].flatMap(({ko}) => Object.keys(ko));

    expect([...MESSAGE_KEYS].sort()).to.deep.equal(tables.sort());
  });

  async function open(messages: unknown, client = new FakeClient()) {
    Object.assign(client.config, {messages});
    const root = await fixture<HTMLElement>(
      html`<div>
        <kakao-login-button .client=${client} last-used></kakao-login-button>
        <kakao-terms-consent .client=${client} tags="event"></kakao-terms-consent>
        <kakao-channel-button .client=${client} channel-public-id="_x" layout="short"></kakao-channel-button>
        <kakao-account .client=${client}></kakao-account>
        <a>Join</a><kakao-login-message .client=${client}></kakao-login-message>
      </div>`,
    );
    await client.learn({status: 'signed-in', member: {}});
    const [button, terms, channel, account, , message] = root.children;
    await settle(...(root.children as unknown as HTMLElement[]));
    return {client, root, button: button!, terms: terms!, channel: channel!, account: account!, message: message!};
  }

  it('are shown by every element, as text', async () => {
    const {client, button, terms, channel, account, message} = await open({
      ...SITE,
      ko: {...SITE.ko, retry: '<b>다시</b> & 또'},
    });
    const nameOf = (element: Element): string => readAccessible(partOf(element, 'button')).name;

    expect([nameOf(button), nameOf(terms), nameOf(channel)]).to.deep.equal([
      '상점 start',
      '상점 termsAgree',
      '상점 channelAdd',
    ]);
    expect(partOf(button, 'bubble').textContent).to.contain('상점 lastUsed');
    expect(partOf(channel, 'label').textContent).to.contain('상점 channelAddShort');
    expect(partOf(account, 'name').textContent).to.equal('상점 account');

    await client.enter({status: 'retry', code: 'login_unfinished', ref: 'KS-7GR0-9A2K'}, button as never);
    expect(messageOf(button)).to.equal('<b>다시</b> & 또 | 상점 reference KS-7GR0-9A2K');
    await client.enter({status: 'help', purpose: 'terms', code: 'kakao_refused'}, terms as never);
    expect(messageOf(terms)).to.equal('상점 unavailableOther');
    await client.enter({status: 'retry', code: 'login_unfinished'}, message.previousElementSibling as never);
    expect(messageOf(message)).to.equal('<b>다시</b> & 또');
  });

  it('fall back to ours where one is missing, empty, blank or no text, key by key', async () => {
    const {client, button} = await open({ko: {later: '잠시만요', retry: '', start: ' ', login: 5, busy: null}});
    expect(readAccessible(partOf(button, 'button')).name).to.equal(LABELS.ko.start);

    await client.enter({status: 'retry', code: 'login_unfinished'}, button as never);
    expect(messageOf(button)).to.equal(MESSAGES.ko.retry);
    await client.enter({status: 'retry', code: 'backend_unreachable'}, button as never);
    expect(messageOf(button)).to.equal('잠시만요');
  });

  it('count for their language alone', async () => {
    const {client, button} = await open({en: {retry: 'Again!'}});
    await client.enter({status: 'retry', code: 'login_unfinished'}, button as never);
    expect(messageOf(button)).to.equal(MESSAGES.ko.retry);
  });

  it('are live, as a property, and end with it', async () => {
    const {button, sync} = await openConfigured(COMPLETE);
    const nameOf = (): string => readAccessible(partOf(button, 'button')).name;
    const names = [nameOf()];
    for (const messages of [{ko: {start: '가입하기'}}, {ko: {start: '회원가입'}}, undefined]) {
      sync.messages = messages;
      await settle(button);
      names.push(nameOf());
    }

    expect(names).to.deep.equal([LABELS.ko.start, '가입하기', '회원가입', LABELS.ko.start]);
    expect(await errors.settled()).to.deep.equal([]);
  });

  it('come from createKakaoSync() too, whose call with them alone owns nothing else', async () => {
    const {button, told} = await openConfigured(COMPLETE);
    createKakaoSync({messages: {ko: {start: '가입하기'}}});
    await settle(button);
    await press(button);

    expect(readAccessible(partOf(button, 'button')).name).to.equal('가입하기');
    expect(told).to.deep.equal(['start']);
  });

  for (const [what, messages, words] of [
    ['an unknown key, with the nearest', {ko: {rety: 'x', retry: '다시'}}, '"ko.rety" is unknown (retry?)'],
    ['a key that nothing is near', {ko: {zzzz: 'x'}}, '"ko.zzzz" is unknown.'],
    ['an unknown language', {kr: {retry: 'x'}}, '"kr" must be'],
    ['a text that is none', {ko: {retry: ['x']}}, 'ko.retry must be a text'],
    ['a language without texts', {ko: 'x'}, 'ko must be an object of texts'],
    ['what is no object', [], 'messages must be an object'],
    ['malformed JSON', '{"ko": {retry: "x"}}', 'messages must be an object'],
    ['names of every object', JSON.parse('{"ko": {"__proto__": "x", "toString": "y"}}'), '"ko.__proto__" is unknown'],
  ] as const) {
    it(`name ${what} once, and the page goes on`, async () => {
      const {button, sync, told} = await openConfigured(COMPLETE);
      sync.messages = messages as KakaoSyncConfig['messages'];
      await settle(button);
      await press(button);
      await settle(button);

      expect(await errors.settled()).to.have.lengthOf(1);
      expect(errors.lines[0]).to.contain('config_invalid: ').and.contain(words).and.contain('(docs/en/error-codes.md)');
      expect(told).to.deep.equal(['start']);
    });
  }

  it('are refused by name on a page that its scripts own', async () => {
    createKakaoSync({appKey: COMPLETE['app-key'], endpoint: COMPLETE.endpoint, redirectUri: COMPLETE['redirect-uri']});
    const {button, sync} = await openConfigured({});
    sync.messages = {ko: {start: '가입하기'}};
    await settle(button);

    expect(readAccessible(partOf(button, 'button')).name).to.equal(LABELS.ko.start);
    expect(await errors.settled()).to.have.lengthOf(1);
    expect(errors.lines[0]).to.contain('config_changed: messages ignored');
    expect(getPageRegistry().client?.config.messages).to.equal(undefined);
  });

  it('are read from the JSON of an attribute', () => {
    const given = '{"ko": {"start": "가입하기"}, "ja": {}}';

    expect(mergeOwn(LABELS.ko, given, 'ko')).to.deep.equal({...LABELS.ko, start: '가입하기'});
    expect(mergeOwn(LABELS.en, given, 'en')).to.deep.equal(LABELS.en);
  });
});
