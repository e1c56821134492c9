import {expect} from '@open-wc/testing';
import {ACCOUNT} from '../../../src/elements/i18n/account.js';
import {CHANNEL_BUTTON} from '../../../src/elements/i18n/channel-button.js';
import {toFlowMessage, toMessages, translate} from '../../../src/elements/i18n/messages.js';
import {TERMS_CONSENT} from '../../../src/elements/i18n/terms-consent.js';
import {ERROR_CODES} from '../../../src/shared/errors.js';
import type {FlowStatus} from '../../../src/client/state/state.js';
import {toFailure} from '../../../src/client/state/outcome.js';

const LANGUAGES = ['ko', 'en', 'ja'] as const;
const SCRIPTS = {ko: /[가-힣]/, en: /^[ -~’…]+$/, ja: /[ぁ-んァ-ヶ一-龠]/} as const;

/** Every table of texts, by who shows it. */
const TABLES: Readonly<Record<string, (language: string) => object>> = {
  'login button and flows': toMessages,
  'terms consent': (language) => translate(TERMS_CONSENT, language),
  'channel button': (language) => translate(CHANNEL_BUTTON, language),
  account: (language) => translate(ACCOUNT, language),
};

describe('toMessages', () => {
  for (const [name, read] of Object.entries(TABLES)) {
    for (const language of LANGUAGES) {
      it(`has every text in ${language}, in its own script: ${name}`, () => {
        const messages = read(language);

        expect(Object.keys(messages).sort()).to.deep.equal(Object.keys(read('ko')).sort());
        for (const [key, text] of Object.entries(messages)) expect(text, key).to.match(SCRIPTS[language]);
      });

      it(`says nothing in ${language} as another language does, and nothing twice: ${name}`, () => {
        const texts = Object.values(read(language)) as string[];
        const others = LANGUAGES.filter((other) => other !== language).flatMap(
          (other) => Object.values(read(other)) as string[],
        );

        expect(texts.filter((text) => others.includes(text))).to.deep.equal([]);
        expect(new Set(texts).size).to.equal(texts.length);
      });
    }
  }

  for (const [given, language] of [
    ['ko', 'ko'],
    ['KO-kr', 'ko'],
    ['ja_JP', 'ja'],
    ['en-US', 'en'],
    ['zh', 'en'],
    ['jam', 'en'],
    ['', 'en'],
    ['__proto__', 'en'],
    ['toString', 'en'],
  ] as const) {
    it(`takes ${language} for "${given}"`, () => {
      expect(toMessages(given)).to.equal(toMessages(language));
    });
  }
});

describe('toFlowMessage', () => {
  const ko = toMessages('ko');

  for (const code of ERROR_CODES) {
    it(`tells the visitor what to do about ${code}, in every language`, () => {
      const {end: status} = toFailure(code, 'login');

      for (const language of LANGUAGES) {
        const messages = toMessages(language);
        const expected = {
          retry: /retry|later|linked|otherAccount|stateMissing/,
          help: /unavailable|cookies|underAge|restricted|linked|otherAccount|signedOut|loginTooOld/,
          'continue-here': /elsewhere/,
        };
        const said = toFlowMessage({status, code}, messages);
        const [name] = Object.entries(messages).find(([, text]) => text === said) ?? [''];
        expect(name).to.match(expected[status]);
      }
    });
  }

  for (const [code, text] of [
    ['sdk_blocked', ko.later],
    ['sdk_amd', ko.unavailable],
    ['backend_unreachable', ko.later],
    ['rate_limited', ko.later],
    ['cookies_blocked', ko.cookies],
    ['session_cookie_blocked', ko.cookies],
    ['under_age', ko.underAge],
    ['account_restricted', ko.restricted],
    ['config_invalid', ko.unavailable],
    ['login_unfinished', ko.retry],
    ['state_missing', ko.stateMissing],
    ['other_browser', ko.elsewhere],
    ['already_linked', ko.linked],
    ['different_account', ko.otherAccount],
    ['session_required', ko.signedOut],
    ['link_unproven', ko.retry],
    ['session_changed', ko.retry],
    ['pending_changed', ko.retry],
    ['login_too_old', ko.loginTooOld],
  ] as const) {
    it(`says "${text}" for ${code}`, () => {
      const {end: status} = toFailure(code, 'login');

      expect(toFlowMessage({status, code}, ko)).to.equal(text);
    });
  }

  it('has at most eighteen sentences for all that can happen', () => {
    const states = ['starting', 'waiting-for-talk', 'completing', 'retry', 'help', 'continue-here', 'action-required'];
    const said = [
      ...ERROR_CODES.map((code) => toFlowMessage({status: toFailure(code, 'login').end, code}, ko)),
      ...states.map((status) => toFlowMessage({status: status as FlowStatus}, ko)),
    ];

    expect(new Set(said).size).to.be.within(10, 18);
  });

  for (const purpose of ['terms', 'link'] as const) {
    it(`speaks of no login where the purpose is ${purpose}`, () => {
      // An answer without `state` is told of a login, whatever it was.
      for (const code of ERROR_CODES.filter((other) => other !== 'state_missing')) {
        const {end: status} = toFailure(code, purpose);

        expect(toFlowMessage({status, purpose, code}, ko)).not.to.match(/로그인하|로그인을|로그인이/);
      }
    });
  }

  for (const action of ['link-existing', 'additional-info', 'age-check', 'rejoin-blocked', 'dormant'] as const) {
    it(`passes on the backend's own words for ${action}, else asks for one more step`, () => {
      const flow = {status: 'action-required', code: action} as const;

      expect(toFlowMessage(flow, ko)).to.equal(ko.action);
      expect(toFlowMessage({...flow, message: '본인 확인이 필요합니다.'}, ko)).to.equal('본인 확인이 필요합니다.');
    });
  }

  for (const code of ['origin_refused', 'backend_failed', 'config_incomplete', 'backend_unreachable'] as const) {
    it(`speaks of no login where the logout failed with ${code}`, () => {
      const {end: status, purpose} = toFailure(code, 'logout');

      expect(toFlowMessage({status, code, purpose}, ko)).to.equal(ko.later);
    });
  }

  it('says nothing when nothing happens, and when the visitor has turned back', () => {
    expect(toFlowMessage({status: 'idle'}, ko)).to.equal('');
    expect(toFlowMessage({status: 'cancelled', code: 'cancelled', ref: 'KS-a1b2c3'}, ko)).to.equal('');
  });

  for (const code of ['constructor', '__proto__', 'something_new']) {
    it(`falls back to the state for the unknown code "${code}"`, () => {
      expect(toFlowMessage({status: 'retry', code: code as never}, ko)).to.equal(ko.retry);
    });
  }
});
