import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {reportProblem} from '../../../src/client/page/developer/report-problem.js';
import {nameMisspelt} from '../../../src/elements/messages/misspelt.js';
import {forgetPage, recordErrorsOfEach, settle} from '../support/page.js';

/** Each name is told of once a page, so that no two tests share one. */
describe('a misspelt attribute', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);
  const errors = recordErrorsOfEach();

  for (const [tag, written, meant] of [
    ['kakao-sync', 'rest-key', 'rest-api-key'],
    ['kakao-sync', 'service-term', 'service-terms'],
    ['kakao-sync', 'redirect-url', 'redirect-uri'],
    ['kakao-sync', 'autologin', 'auto-login'],
    ['kakao-login-button', 'lable', 'label'],
    ['kakao-login-button', 'lastused', 'last-used'],
    ['kakao-terms-consent', 'tag', 'tags'],
    ['kakao-channel-button', 'channel-id', 'channel-public-id'],
    ['kakao-account', 'pictures', 'picture'],
  ] as const) {
    it(`is named with the nearest, once, on every element: ${written} of <${tag}>`, async () => {
      for (let count = 0; count < 2; count++) {
        const element = document.createElement(tag);
        element.setAttribute(written, 'secret-value');
        document.body.append(element);
        element.remove();
      }

      expect(await errors.settled()).to.have.lengthOf(1);
      expect(errors.lines[0])
        .to.contain(`config_invalid: ${written} is no attribute of this element: write ${meant}.`)
        .and.not.contain('secret-value');
    });
  }

  for (const [tag, written, meant] of [
    ['kakao-sync', 'endpont', 'endpoint'],
    ['kakao-login-button', 'layuot', 'layout'],
    ['kakao-terms-consent', 'scopes', 'scope'],
    ['kakao-channel-button', 'acton', 'action'],
    ['kakao-account', 'kakao-logut', 'kakao-logout'],
  ] as const) {
    it(`is named when it comes late, once, and nothing else of the element is: ${written} of <${tag}>`, async () => {
      const element = document.createElement(tag);
      document.body.append(element);
      for (const name of ['class', 'style', 'aria-label', 'data-x']) element.setAttribute(name, '');
      expect(await errors.settled()).to.deep.equal([]);

      for (const value of ['1', '2']) {
        element.setAttribute(written, value);
        await settle();
      }
      element.remove();

      expect(await errors.settled()).to.have.lengthOf(1);
      expect(errors.lines[0]).to.contain(`${written} is no attribute of this element: write ${meant}.`);
    });
  }

  it('is refused when it comes late, once, if it holds a secret', async () => {
    const element = document.createElement('kakao-sync');
    document.body.append(element);
    for (const value of ['canary-1', 'canary-2']) {
      element.setAttribute('late-secret', value);
      await settle();
    }
    element.remove();

    expect(await errors.settled()).to.have.lengthOf(1);
    expect(errors.lines[0]).to.contain('late-secret does not belong in a page').and.not.contain('canary');
  });

  it('is named on the tag as it is written there', async () => {
    const tag = document.createElement('script');
    for (const name of ['data-appkey', 'data-cfasync', 'data-label', 'src']) tag.setAttribute(name, 'x');
    nameMisspelt(tag, {known: ['app-key', 'label'], prefix: 'data-'}, reportProblem);

    expect(await errors.settled()).to.have.lengthOf(1);
    expect(errors.lines[0]).to.contain('data-appkey').and.contain('write data-app-key.');
  });

  it('is none where it is what sites and frameworks write', async () => {
    for (const tag of ['kakao-sync', 'kakao-login-button', 'kakao-account']) {
      const names = [...'id class style slot lang dir hidden title role is part tabindex nonce key'.split(' ')];
      const others =
        '_ngcontent-abc-1 ng-version v-cloak x-data data-scope data-v-12 aria-label onclick theme foo'.split(' ');
      const holder = document.createElement('div');
      holder.innerHTML = `<${tag} ${[...names, ...others, '@click', ':locale', '#ref', '[scope]'].map((name) => `${name}=""`).join(' ')}></${tag}>`;
      document.body.append(holder);
      holder.remove();
    }

    expect(await errors.settled()).to.deep.equal([]);
  });
});
