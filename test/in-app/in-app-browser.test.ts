import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {isKakaoTalk, isPhone} from '../../src/in-app/device.js';
import {findInAppBrowser} from '../../src/in-app/in-app-browser.js';
import rows from './in-app-browser.json' with {type: 'json'};

type Browser = [who: string, userAgent: string, touchPoints: number, isTalk: boolean, isOnPhone: boolean];
type App = [userAgent: string, app: [kind: string, version: string, platform: string] | null];
const BROWSERS = rows.browsers as Browser[];
const APPS = rows.apps as App[];

describe('a browser', () => {
  for (const [who, userAgent, maxTouchPoints, isTalk, isOnPhone] of BROWSERS) {
    it(`is ${isTalk ? '' : 'not '}KakaoTalk, and ${isOnPhone ? '' : 'not '}on a phone: ${who}`, () => {
      expect(isKakaoTalk({userAgent})).to.equal(isTalk);
      expect(isPhone({userAgent, maxTouchPoints})).to.equal(isOnPhone);
    });
  }
});

describe('findInAppBrowser', () => {
  for (const [userAgent, app] of APPS) {
    it(`finds ${app?.join(' ') ?? 'none'} in ${userAgent}`, () => {
      const [kind, version, platform] = app ?? [];
      expect(findInAppBrowser({userAgent})).to.deep.equal(app && {kind, version, platform});
    });
  }

  it('answers for any user agent whatever, and calls KakaoTalk only what isKakaoTalk does', () => {
    const words = APPS.flatMap(([userAgent]) => userAgent.split(/[ ;]+/));
    const userAgents = fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string()), {maxLength: 12})
      .map((all) => all.join(' '));

    fc.assert(
      fc.property(userAgents, (userAgent) => {
        const found = findInAppBrowser({userAgent});
        const isOf = /KAKAOTALK/i.test(userAgent) ? isKakaoTalk({userAgent}) : false;
        return (found?.kind === 'kakaotalk') === isOf && /^[\d.]*$/.test(found?.version ?? '');
      }),
    );
  });
});
