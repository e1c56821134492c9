import {expect} from '@open-wc/testing';
import {isSdkFile, POLICY_NAME, toTrustedScriptUrl} from '../../src/sdk/trusted-script-url.js';
import {closePages, openPage, servedFrom} from './support/page.js';
import files from './trusted-script-url.json' with {type: 'json'};

const FILE = 'https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js';

describe('toTrustedScriptUrl', () => {
  afterEach(closePages);

  it('gives what script.src takes', () => {
    const script = document.createElement('script');

    script.src = toTrustedScriptUrl(FILE);

    expect(script.src).to.equal(FILE);
  });

  it('needs its policy by one name, and only once, for every copy of this code and every try', async () => {
    const violations: string[] = [];
    const page = await openPage({csp: `require-trusted-types-for 'script'; trusted-types ${POLICY_NAME}`});
    page.document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

    await page.window.loadKakaoSdk(servedFrom('none')).catch(() => undefined);
    await page.window.copy.loadKakaoSdk(servedFrom('empty')).catch(() => undefined);
    const sdk = await page.window.copy.loadKakaoSdk(servedFrom('good'));

    expect(sdk).to.equal(page.window.Kakao);
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

describe('the policy that a page’s other scripts find on its document', () => {
  afterEach(closePages);

  const TYPED = "require-trusted-types-for 'script'; trusted-types kakao-sync";
  const POLICY = Symbol.for('kakao-sync-widget.trusted-types');

  /** What is there once Kakao's SDK was loaded: by us alone, or with the policy of an earlier release there before. */
  const ORIGINS: Readonly<Record<string, string>> = {
    'of this release': '',
    'that an earlier release has left, which passes every address': `
      document[Symbol.for('kakao-sync-widget.trusted-types')] =
        globalThis.trustedTypes?.createPolicy('kakao-sync', {createScriptURL: (text) => text});
    `,
  };

  const {emulators: EMULATORS, taken: TAKEN, refused: REFUSED} = files;
  for (const [what, script] of Object.entries(ORIGINS)) {
    async function open() {
      const page = await openPage({csp: TYPED, whileLoading: script});
      await page.window.loadKakaoSdk(servedFrom('good'));
      const {[POLICY]: policy} = page.document as {[POLICY]?: {createScriptURL(url: unknown): unknown}};
      const pass = (address: unknown): string => {
        try {
          return String(policy!.createScriptURL(address));
        } catch {
          return 'refused';
        }
      };
      return {page, pass};
    }

    it(`${what}, passes the files of Kakao’s SDK, and on this machine those of an emulator`, async () => {
      const {page, pass} = await open();

      // An engine without Trusted Types needs no policy.
      expect(TAKEN.map(pass)).to.deep.equal('trustedTypes' in page.window ? TAKEN : TAKEN.map(() => 'refused'));
      expect(page.window.Kakao).to.have.property('VERSION', '2.7.4');
    });

    it(`${what}, refuses every other address`, async () => {
      const {pass} = await open();

      expect(REFUSED.map((address) => [address, pass(address)])).to.deep.equal(
        REFUSED.map((address) => [address, 'refused']),
      );
    });

    it(`${what}, passes nothing but what it has looked at`, async () => {
      const {pass} = await open();
      const texts = [FILE];

      expect(pass({toString: () => texts.shift() ?? 'https://evil.example/x.js'})).not.to.contain('evil');
    });

    it(`${what}, serves every further copy and try`, async () => {
      const {page, pass} = await open();
      delete page.window.Kakao;

      await page.window.copy.loadKakaoSdk(servedFrom('good'));

      expect(page.window.Kakao).to.have.property('VERSION', '2.7.4');
      expect(pass('https://evil.example/x.js')).to.equal('refused');
    });
  }

  for (const [page, takes] of Object.entries({
    'http://localhost:3000': true,
    'https://127.0.0.1': true,
    'https://shop.example': false,
    'https://localhost.shop.example': false,
    'http://192.168.0.2:3000': false,
    null: false,
  })) {
    it(`${takes ? 'passes' : 'refuses'} an emulator's file on a page of ${page}, and always passes Kakao's`, () => {
      expect([...EMULATORS, FILE].map((address) => isSdkFile(address, page))).to.deep.equal([
        ...EMULATORS.map(() => takes),
        true,
      ]);
    });
  }
});
