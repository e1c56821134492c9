import {expect} from '@open-wc/testing';
import {ACCOUNT} from '../../../src/elements/i18n/account.js';
import {CHANNEL_BUTTON} from '../../../src/elements/i18n/channel-button.js';
import {toFlowMessage} from '../../../src/elements/messages/flow-message.js';
import {LABELS} from '../../../src/elements/i18n/labels.js';
import {findLocale, toLanguageCode, translate, type Translations} from '../../../src/client/state/language.js';
import {LATER} from '../../../src/elements/i18n/later.js';
import {MESSAGES as LAZY_MESSAGES} from '../../../src/elements/i18n/messages.js';
import {TERMS_CONSENT} from '../../../src/elements/i18n/terms-consent.js';
import {isNoLanguage} from '../../../src/elements/messages/checks.js';
import {ERROR_CODES, type ErrorCode} from '../../../src/shared/errors.js';
import type {FlowStatus} from '../../../src/client/state/state.js';
import {toFailure} from '../../../src/client/state/outcome.js';
import told from './message-by-code.json' with {type: 'json'};

const LANGUAGES = ['ko', 'en', 'ja'] as const;
const SCRIPTS = {ko: /[가-힣]/, en: /^[ -~’…]+$/, ja: /[ぁ-んァ-ヶ一-龠]/} as const;

/** All messages of a page on which those that come later are there. */
const MESSAGES = {
  ko: {...LATER.ko, ...LAZY_MESSAGES.ko},
  en: {...LATER.en, ...LAZY_MESSAGES.en},
  ja: {...LATER.ja, ...LAZY_MESSAGES.ja},
};

/** What the visitor is told about each code: one that is new has to be put somewhere. */
const TOLD = told satisfies Record<ErrorCode, string> as Record<ErrorCode, keyof typeof MESSAGES.ko>;

/** Every table of texts, by who shows it. */
const TABLES: Readonly<Record<string, Translations<object>>> = {
  'login button': LABELS,
  flows: MESSAGES,
  'terms consent': TERMS_CONSENT,
  'channel button': CHANNEL_BUTTON,
  account: ACCOUNT,
};

describe('translate', () => {
  for (const [name, table] of Object.entries(TABLES)) {
    for (const language of LANGUAGES) {
      it(`has every text in ${language}, in its own script: ${name}`, () => {
        const messages = translate(table, language);

        expect(Object.keys(messages).sort()).to.deep.equal(Object.keys(table.ko).sort());
        for (const [key, text] of Object.entries(messages)) expect(text, key).to.match(SCRIPTS[language]);
      });

      it(`says nothing in ${language} as another language does, and nothing twice: ${name}`, () => {
        const texts = Object.values(translate(table, language)) as string[];
        const others = LANGUAGES.filter((other) => other !== language).flatMap(
          (other) => Object.values(translate(table, other)) as string[],
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
    ['kr', 'ko'],
    ['kor-KR', 'ko'],
    ['Korean', 'ko'],
    ['한국어', 'ko'],
    ['ko.UTF-8', 'ko'],
    [' ko ', 'ko'],
    ['jp', 'ja'],
    ['JPN', 'ja'],
    ['japanese', 'ja'],
    ['zh', 'en'],
    ['jam', 'en'],
    ['', 'en'],
    ['__proto__', 'en'],
    ['toString', 'en'],
  ] as const) {
    it(`takes ${language} for "${given}"`, () => {
      expect(translate(MESSAGES, given)).to.equal(MESSAGES[language]);
    });
  }
});

describe('isNoLanguage', () => {
  for (const [given, expected] of [
    ...['ko', 'kr', 'korean', 'en-GB', 'de', 'zh-Hant-TW', 'fil', 'mn'].map((language) => [language, false] as const),
    ...['koraen', 'xx', 'null', 'undefined', '{lang}', 'k', '12', '-', '한글'].map(
      (language) => [language, true] as const,
    ),
  ]) {
    it(`is ${expected} for "${given}"`, () => {
      expect(!findLocale(given) && isNoLanguage(toLanguageCode(given))).to.equal(expected);
    });
  }
});

describe('toFlowMessage', () => {
  const {ko} = MESSAGES;

  for (const code of ERROR_CODES) {
    it(`says "${ko[TOLD[code]]}" for ${code}`, () => {
      const {end: status} = toFailure(code, 'login');

      expect(toFlowMessage({status, code}, ko)).to.equal(ko[TOLD[code]]);
    });
  }

  it('has at most twenty sentences for all that can happen', () => {
    const states = ['starting', 'waiting-for-talk', 'completing', 'retry', 'help', 'continue-here', 'action-required'];
    const said = [
      ...ERROR_CODES.map((code) => toFlowMessage({status: toFailure(code, 'login').end, code}, ko)),
      ...states.map((status) => toFlowMessage({status: status as FlowStatus}, ko)),
    ];

    expect(new Set(said).size).to.be.within(10, 20);
  });

  for (const purpose of ['terms', 'link'] as const) {
    it(`speaks of no login where the purpose is ${purpose}`, () => {
      // An answer without `state` is told of a login, whatever it was.
      for (const code of ERROR_CODES.filter((other) => other !== 'state_missing')) {
        const {end: status} = toFailure(code, purpose);

        // 카카오 로그인 is the name of what Kakao's consent screen belongs to.
        const text = toFlowMessage({status, purpose, code}, ko).replace('카카오 로그인', '');
        expect(text).not.to.match(/로그인하|로그인을|로그인이/);
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
    expect(toFlowMessage({status: 'cancelled', code: 'cancelled', ref: 'KS-7GR0-9A2K'}, ko)).to.equal('');
  });

  for (const code of ['constructor', '__proto__', 'something_new']) {
    it(`falls back to the state for the unknown code "${code}"`, () => {
      expect(toFlowMessage({status: 'retry', code: code as never}, ko)).to.equal(ko.retry);
    });
  }
});
