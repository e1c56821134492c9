import {expect} from '@open-wc/testing';
import {findNearest} from '../../../src/client/report/nearest.js';
import {ATTRIBUTES, toAttribute} from '../../../src/client/state/config.js';
import {MESSAGE_KEYS} from '../../../src/elements/messages/message-keys.js';

describe('the nearest name', () => {
  const attributes = ATTRIBUTES.map(toAttribute);
  for (const [written, expected] of [
    ['rest-key', 'rest-api-key'],
    ['service-term', 'service-terms'],
    ['terms', 'service-terms'],
    ['redirect-url', 'redirect-uri'],
    ['redirect', 'redirect-uri'],
    ['redirecturi', 'redirect-uri'],
    ['redirect_uri', 'redirect-uri'],
    ['appkey', 'app-key'],
    ['app-kye', 'app-key'],
    ['javascript-key', 'app-key'],
    ['end-point', 'endpoint'],
    ['scopes', 'scope'],
    ['autologin', 'auto-login'],
    ['local', 'locale'],
    ['channel-id', 'channel-public-id'],
    ['logout-redirect-url', 'logout-redirect-uri'],
    ['data', undefined],
    ['theme', undefined],
    ['for', undefined],
    ['x', undefined],
    ['', undefined],
  ] as const) {
    it(`of the attribute "${written}" is ${expected ?? 'none'}`, () => {
      expect(findNearest(written, attributes)).to.equal(expected);
    });
  }

  for (const [written, expected] of [
    ['rety', 'retry'],
    ['loginToOld', 'loginTooOld'],
    ['under_age', 'underAge'],
    ['agree', 'termsAgree'],
    ['zzz', undefined],
  ] as const) {
    it(`of the message "${written}" is ${expected ?? 'none'}`, () => {
      expect(findNearest(written, MESSAGE_KEYS)).to.equal(expected);
    });
  }
});
