import {expect} from '@open-wc/testing';
import {readSdkRelease, type SdkRelease} from '../../src/sdk/releases.js';
import {closePages, openPage, servedFrom, settle, stopClock} from './support/page.js';

const RELEASE = readSdkRelease() as SdkRelease;
// By its name: Firefox takes 'self' of a frame made from text for nobody's.
const ONLY_OURS = `script-src ${location.origin} 'unsafe-inline'`;
const SITES_OWN = {VERSION: '2.7.1', init: () => undefined, isInitialized: () => true, Auth: {}};

/** A script that adds a tag of the page's own while it loads, and then calls us, with a release or a file of ours. */
function withOwnTag(file: string, type?: string, source = "{release: {version: '2.7.1', integrity: 'sha384-unused'}}") {
  return `
    const own = document.createElement('script');
    own.id = 'own';
    ${type === undefined ? '' : `own.type = '${type}';`}
    own.src = files + '/${file}';
    document.head.append(own);
    const source = ${source};
    window.file = findSdkFile(source);
    window.outcome = loadKakaoSdk(source).catch(({code, message}) => [code, message]);
  `;
}
const GOOD = 'good/kakao_js_sdk/2.7.4/kakao.min.js';
/** A stand-in from beside the page's own tag. */
const OURS = JSON.stringify(servedFrom('umd'));

describe('loadKakaoSdk', () => {
  afterEach(closePages);

  it('brings the Kakao of the file it loads, of an emulator without a hash, by one tag, and leaves no timer', async () => {
    const page = await openPage();
    const clock = stopClock(page);
    const source = servedFrom('good');

    const sdk = await page.window.loadKakaoSdk(source);
    const again = await page.window.loadKakaoSdk(source);

    expect([sdk, again]).to.deep.equal([page.window.Kakao, page.window.Kakao]);
    expect(sdk.VERSION).to.equal('2.7.4');
    const [tag, ...others] = page.tags();
    expect(others).to.deep.equal([]);
    expect(tag?.src).to.equal(`${String(source.emulator)}/kakao_js_sdk/2.7.4/kakao.min.js`);
    expect(tag?.hasAttribute('integrity')).to.equal(false);
    expect(tag?.crossOrigin).to.equal('anonymous');
    expect(clock.delays).to.deep.equal([]);
  });

  for (const [version, integrity] of [['2.7.4'], ['2.7.1', `sha384-${'A'.repeat(64)}`]] as const) {
    it(`asks Kakao's CDN for release ${version} by its hash, without credentials`, async () => {
      const release = readSdkRelease(version, integrity) as SdkRelease;
      const page = await openPage({csp: ONLY_OURS});

      const outcome = settle(page.window.loadKakaoSdk({release}));

      const [tag] = page.tags();
      expect(tag?.src).to.equal(`https://t1.kakaocdn.net/kakao_js_sdk/${version}/kakao.min.js`);
      expect(tag?.integrity).to.equal(release.integrity);
      expect(tag?.crossOrigin).to.equal('anonymous');
      expect(tag?.async).to.equal(true);
      expect(await outcome).to.equal('sdk_blocked');
      expect(page.tags()).to.deep.equal([]);
    });
  }

  it('makes one tag for any number of callers, in every copy of this code', async () => {
    const page = await openPage();
    const {loadKakaoSdk, copy} = page.window;

    const outcomes = Array.from({length: 50}, () => [
      loadKakaoSdk(servedFrom('good')),
      copy.loadKakaoSdk(servedFrom('good')),
    ]).flat();

    expect(copy.loadKakaoSdk).not.to.equal(loadKakaoSdk);
    expect(page.tags()).to.have.length(1);
    expect(new Set(await Promise.all(outcomes))).to.deep.equal(new Set([page.window.Kakao]));
  });

  it("leaves the page's own tag that fails where it is, and makes one at the next call", async () => {
    const page = await openPage({whileLoading: withOwnTag('none/kakao_js_sdk/2.7.1/kakao.min.js?token=secret#x')});
    const file = `${String(servedFrom('none').emulator)}/kakao_js_sdk/2.7.1/kakao.min.js`;

    expect(await page.window.outcome).to.deep.equal(['sdk_blocked', `sdk_blocked ${file}`]);
    expect(page.window, 'without its query').to.have.property('file', file);
    expect(page.tags().map((tag) => tag.id)).to.deep.equal(['own']);
    expect(await page.window.loadKakaoSdk(servedFrom('good'))).to.equal(page.window.Kakao);
  });

  it("does not wait again for the page's own tag that has failed, while the page still loads", async () => {
    const page = await openPage({
      whileLoading: `Object.defineProperty(document, 'readyState', {value: 'interactive'});
        ${withOwnTag('none/kakao_js_sdk/2.7.1/kakao.min.js', undefined, OURS)}
        window.outcome = window.outcome.then(() => loadKakaoSdk(${OURS}));`,
    });

    expect(await page.window.outcome).to.equal(page.window.Kakao);
    expect(page.tags().map((tag) => tag.id)).to.deep.equal(['own', '']);
  });

  it('waits for no tag that has failed before the page was loaded', async () => {
    const page = await openPage({
      markup: `<script src="${String(servedFrom('none').emulator)}/kakao_js_sdk/2.7.4/kakao.min.js"></script>`,
    });

    const sdk = await page.window.loadKakaoSdk(servedFrom('good'));

    expect(sdk).to.equal(page.window.Kakao);
  });

  for (const [what, folder, code] of [
    ['a file that is not there', 'none', 'sdk_blocked'],
    ['a file that brings no Kakao', 'empty', 'sdk_missing'],
  ] as const) {
    it(`calls ${what} ${code} to every caller, by its name, and tries again at the next call`, async () => {
      const page = await openPage();
      const clock = stopClock(page);
      const source = servedFrom(folder);

      const calls = Array.from({length: 3}, () => page.window.loadKakaoSdk(source).catch((reason: unknown) => reason));

      const file = `${String(source.emulator)}/kakao_js_sdk/2.7.4/kakao.min.js`;
      expect(page.window.findSdkFile(source)).to.equal(file);
      for (const error of await Promise.all(calls)) {
        expect(error).to.include({name: 'KakaoSyncError', code, message: `${code} ${file}`});
      }
      expect([page.tags(), clock.delays]).to.deep.equal([[], []]);
      expect(await page.window.loadKakaoSdk(servedFrom('good'))).to.equal(page.window.Kakao);
      expect(page.tags()).to.have.length(1);
    });
  }

  it('calls ten seconds without an answer sdk_timeout, removes the tag, and tries again at the next call', async () => {
    const page = await openPage();
    const clock = stopClock(page);

    const outcome = page.window.loadKakaoSdk(servedFrom('good')).catch((reason: unknown) => reason);
    const [late] = page.tags();
    expect(clock.delays).to.deep.equal([10_000]);
    clock.fire();

    expect(await outcome).to.include({
      code: 'sdk_timeout',
      message: `sdk_timeout ${page.window.findSdkFile(servedFrom('good'))}`,
    });
    expect(page.tags()).to.have.length(0);

    const again = page.window.loadKakaoSdk(servedFrom('good'));
    expect(page.tags()).to.have.length(1);
    expect(page.tags()[0]).not.to.equal(late);
    expect(await again).to.equal(page.window.Kakao);
  });
});

describe('loadKakaoSdk on a page where Kakao’s file would set no global', () => {
  afterEach(closePages);

  /** Notes every use of it. */
  const DEFINE = `
    window.defined = [];
    window.define = (...args) => defined.push(args);
    define.amd = {};
  `;
  const MODULAR: Readonly<Record<string, string>> = {
    'an AMD loader': `<script>${DEFINE}</script>`,
    'an AMD loader whose amd is true': '<script>window.define = () => undefined; define.amd = true;</script>',
    'exports and module': '<script>window.exports = {}; window.module = {exports};</script>',
    'an exports and a module that is null': '<script>window.exports = {}; window.module = null;</script>',
    'elements of those names': '<div id="exports"></div><div id="module"></div>',
  };
  for (const [what, markup] of Object.entries(MODULAR)) {
    it(`makes no tag, and says sdk_amd, with ${what}`, async () => {
      const page = await openPage({markup});

      expect(await settle(page.window.loadKakaoSdk(servedFrom('umd')))).to.equal('sdk_amd');
      expect(page.tags()).to.have.length(0);
      expect((page.window as {defined?: unknown[]}).defined ?? []).to.deep.equal([]);
    });
  }

  it('takes the Kakao that the page brings', async () => {
    const page = await openPage({markup: MODULAR['an AMD loader']!});
    page.window.Kakao = SITES_OWN;

    expect(await page.window.loadKakaoSdk(servedFrom('umd'))).to.equal(page.window.Kakao);
    expect(page.tags()).to.have.length(0);
  });

  const HARMLESS: Readonly<Record<string, string>> = {
    'a define of another kind': '<script>window.define = () => undefined;</script>',
    'an amd and no define': '<script>window.define = {amd: {}};</script>',
    'an exports alone': '<script>window.exports = {};</script>',
    'a module alone': '<script>window.module = {exports: {}};</script>',
    'an exports that is a function': '<script>window.exports = () => undefined; window.module = {};</script>',
  };
  for (const [what, markup] of Object.entries(HARMLESS)) {
    it(`loads it with ${what}`, async () => {
      const page = await openPage({markup});

      expect(await page.window.loadKakaoSdk(servedFrom('umd'))).to.equal(page.window.Kakao);
    });
  }

  const own = withOwnTag('umd/kakao_js_sdk/2.7.4/kakao.min.js');

  it("waits for the page's own tag, whose Kakao the loader makes", async () => {
    const runs = `window.define = (names, factory) => factory({}); define.amd = {};`;
    const page = await openPage({whileLoading: runs + own});

    expect(await page.window.outcome).to.equal(page.window.Kakao);
    expect(page.window.Kakao).to.have.property('VERSION', '2.7.4');
  });

  it("waits for the page's own tag, and says sdk_amd where the loader keeps its Kakao", async () => {
    const page = await openPage({whileLoading: DEFINE + own});

    expect(await page.window.outcome).to.include('sdk_amd');
    expect((page.window as {defined?: unknown[]}).defined).to.have.length(1);
    expect(await settle(page.window.loadKakaoSdk(servedFrom('umd')))).to.equal('sdk_amd');
    expect((page.window as {defined?: unknown[]}).defined).to.have.length(1);
  });

  it('says sdk_amd where the loader has come while the file was on its way', async () => {
    const page = await openPage();

    const outcome = settle(page.window.loadKakaoSdk(servedFrom('umd')));
    Object.assign(page.window, {define: Object.assign(() => undefined, {amd: {}})});

    expect(await outcome).to.equal('sdk_amd');
  });
});

describe('loadKakaoSdk over what else is there as Kakao', () => {
  afterEach(closePages);

  /** What the snippet of a channel's button brings, and what a call of `init` that failed leaves. */
  const PARTS: Readonly<Record<string, object>> = {
    'a channel’s alone, without init': {Channel: {}},
    'one half set up': {VERSION: '2.7.4', init() {}, isInitialized: () => true},
  };
  for (const [what, part] of Object.entries(PARTS)) {
    it(`runs the whole SDK over ${what}`, async () => {
      const page = await openPage();
      page.window.Kakao = part;

      const sdk = await page.window.loadKakaoSdk(servedFrom('umd'));

      expect(sdk).to.equal(part);
      expect(page.tags()).to.have.length(1);
      expect(sdk.isInitialized()).to.equal(false);
    });
  }

  for (const [what, isRenamed] of [
    ['does not call again what the site has its own file call', false],
    ['leaves what the site has named meanwhile', true],
  ] as const) {
    it(what, async () => {
      const page = await openPage({
        markup: `<script>
          window.calls = 0;
          window.kakaoAsyncInit = () => calls++;
          window.Kakao = {Channel: {}};
          window.later = () => new Promise((resolve) => setTimeout(resolve, 0));
        </script>`,
      });
      const site = page.window as unknown as {kakaoAsyncInit: unknown; later: () => Promise<void>};
      const newer = (): void => undefined;
      const named = isRenamed ? newer : site.kakaoAsyncInit;

      await page.window.loadKakaoSdk(servedFrom('umd'));
      if (isRenamed) site.kakaoAsyncInit = newer;
      await site.later();

      expect(page.window).to.include({calls: 0, kakaoAsyncInit: named});
    });
  }

  for (const [what, file, type] of [
    ...['text/javascript; charset=utf-8', 'text/javascript1.6', 'application/json'].map(
      (type) => [`that no browser runs: ${type}`, GOOD, type] as const,
    ),
    ...['text/plain', 'text/partytown', 'javascript/blocked', 'rocketlazyloadscript', 'x-text/javascript'].map(
      (type) => [`that a consent or a speed-up holds back: ${type}`, GOOD, type] as const,
    ),
    ['of a channel’s button', 'none/kakao_js_sdk/2.7.4/kakao.channel.min.js', undefined],
  ] as const) {
    it(`waits for no tag ${what}`, async () => {
      const page = await openPage({whileLoading: withOwnTag(file, type, OURS)});

      expect(await page.window.outcome).to.equal(page.window.Kakao);
      expect(page.window.Kakao).to.have.property('VERSION', '2.7.4');
      expect(page.tags()).to.have.length(2);
    });
  }

  for (const type of [
    ...[undefined, '', 'module', 'text/javascript', 'Text/JavaScript', 'application/javascript'],
    ...['application/x-javascript', 'text/ecmascript', ' text/javascript '],
  ]) {
    it(`waits for the page's own tag that runs: ${type}`, async () => {
      const page = await openPage({whileLoading: withOwnTag(GOOD, type)});

      expect(await page.window.outcome).to.equal(page.window.Kakao);
      expect(page.tags().map((tag) => tag.id)).to.deep.equal(['own']);
    });
  }

  for (const occupant of [Object.freeze({VERSION: '2.7.4'}), Object.freeze({Channel: {}}), 'Kakao', true]) {
    it(`makes no tag over ${JSON.stringify(occupant)}, which takes nothing`, async () => {
      const page = await openPage();
      page.window.Kakao = occupant;

      expect(await page.window.loadKakaoSdk(servedFrom('umd'))).to.equal(occupant);
      expect(page.tags()).to.have.length(0);
    });
  }
});

describe('loadKakaoSdk that cannot load', () => {
  afterEach(closePages);

  it('says config_invalid where there is no release to load, and nothing is loaded', async () => {
    const page = await openPage();

    expect(await settle(page.window.loadKakaoSdk({release: null}))).to.equal('config_invalid');
    expect(page.tags()).to.have.length(0);
  });

  it('names the file at Kakao that a policy stops, where Trusted Types let no address through', async () => {
    const page = await openPage({csp: "require-trusted-types-for 'script'; trusted-types 'none'"});

    const error = await page.window.loadKakaoSdk({release: RELEASE}).catch((reason: unknown) => reason);

    const message = 'sdk_blocked https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js';
    // Where the browser knows no Trusted Types, the address is asked for and told likewise.
    expect(error).to.have.property('message', message);
  });
});

describe('loadKakaoSdk on a page with a Content Security Policy', () => {
  afterEach(closePages);

  for (const [what, csp, nonce = ''] of [
    ["carries the page's nonce", "script-src 'nonce-r4nd0m'", 'r4nd0m'],
    ['carries none where the page has none', ONLY_OURS],
    ['works by strict-dynamic', "script-src 'nonce-r4nd0m' 'strict-dynamic'", 'r4nd0m'],
  ]) {
    it(what!, async () => {
      const page = await openPage({csp: csp!, ...(nonce && {nonce})});

      expect(await page.window.loadKakaoSdk(servedFrom('good'))).to.equal(page.window.Kakao);
      expect(page.tags()[0]?.nonce).to.equal(nonce);
    });
  }

  const TYPED = "require-trusted-types-for 'script'; trusted-types";

  for (const names of ["'none'", 'another-policy']) {
    it(`says sdk_blocked each time where Trusted Types allow ${names}, and leaves no tag`, async () => {
      const page = await openPage({csp: `${TYPED} ${names}`});

      expect(await settle(page.window.loadKakaoSdk(servedFrom('good')))).to.equal('sdk_blocked');
      expect(await settle(page.window.loadKakaoSdk(servedFrom('good')))).to.equal('sdk_blocked');
      expect(page.document.querySelectorAll('script[crossorigin]')).to.have.length(0);
    });
  }
});
