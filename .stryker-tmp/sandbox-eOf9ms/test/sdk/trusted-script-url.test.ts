import {expect} from '@open-wc/testing';
import {POLICY_NAME, toTrustedScriptUrl} from '../../src/sdk/trusted-script-url.js';
import {closePages, openPage, servedFrom} from './support/page.js';

describe('toTrustedScriptUrl', () => {
  afterEach(closePages);

  it('keeps the address to the letter', () => {
    const url = 'https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js';

    expect(toTrustedScriptUrl(url)).to.satisfy((trusted: unknown) => String(trusted) === url);
  });

  it('gives what script.src takes', () => {
    const script = document.createElement('script');

    script.src = toTrustedScriptUrl('https://shop.example/sdk.js');

    expect(script.src).to.equal('https://shop.example/sdk.js');
  });

  it('needs its policy by one name, and only once', async () => {
    const violations: string[] = [];
    const page = await openPage({csp: `require-trusted-types-for 'script'; trusted-types ${POLICY_NAME}`});
    page.document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

    await page.window.loadKakaoSdk(servedFrom('none')).catch(() => undefined);
    await page.window.loadKakaoSdk(servedFrom('good'));

    expect(POLICY_NAME).to.equal('kakao-sync');
    expect(violations).to.deep.equal([]);
  });

  it('gives the text itself where the page does not allow its policy', async () => {
    const violations: string[] = [];
    const page = await openPage({csp: "trusted-types 'none'"});
    page.document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

    const sdk = await page.window.loadKakaoSdk(servedFrom('good'));

    expect(sdk).to.equal(page.window.Kakao);
    expect(violations).to.deep.equal(['trusted-types']);
  });
});
