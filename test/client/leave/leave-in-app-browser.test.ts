import {expect} from '@open-wc/testing';
import {inAppBrowser, isKakaoTalk, leaveInAppBrowser} from '../../../src/client/leave/leave-in-app-browser.js';
import {replace} from '../support/replace.js';

const KAKAOTALK = 'Mozilla/5.0 (Linux; Android 14; wv) Chrome/130.0 Mobile Safari/537.36 KAKAOTALK/26.8.1 (INAPP)';

describe('in an in-app browser', () => {
  it('is told by the user agent', () => {
    expect([isKakaoTalk(), inAppBrowser()]).to.deep.equal([false, null]);

    replace(navigator, 'userAgent', {value: KAKAOTALK});

    expect(isKakaoTalk()).to.equal(true);
    expect(inAppBrowser()).to.deep.equal({kind: 'kakaotalk', version: '26.8.1', platform: 'android'});
  });

  it('is left for no address that is none of the web, and from no browser proper', () => {
    expect(leaveInAppBrowser()).to.equal(false);
    expect(leaveInAppBrowser('https://shop.example/')).to.equal(false);

    replace(navigator, 'userAgent', {value: KAKAOTALK});

    const others = ['javascript:alert(1)', 'data:text/html,x', 'kakaotalk://web/close', 'intent://x', 'file:///etc'];
    for (const url of others) expect(leaveInAppBrowser(url), url).to.equal(false);
  });
});
