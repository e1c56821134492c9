import {expect} from '@open-wc/testing';
import {authorize, type AuthorizeAnswer} from '../../src/sdk/kakao-sdk.js';
import type {AuthorizeSettings, KakaoSdk} from '../../src/sdk/kakao-sdk-types.js';
import {findKakaoSdk, initializeKakaoSdk} from '../../src/sdk/find-kakao-sdk.js';
import {KakaoSyncError} from '../../src/shared/kakao-sync-error.js';
import rows from './kakao-sdk.json' with {type: 'json'};

const KEY = '0123456789abcdef0123456789abcdef';
const OTHER_KEY = 'f'.repeat(32);
const SETTINGS: AuthorizeSettings = {redirectUri: 'https://shop.example/cb', state: 'ks1.a.b', nonce: 'n'};

/** Kakao's SDK as far as it matters: `Auth` is there after `init`, which needs its `this` and refuses a second call. */
class FakeSdk {
  VERSION: string | undefined = '2.7.4';
  Auth?: {authorize(settings: AuthorizeSettings): unknown; getAppKey(): string | null};
  readonly inits: string[] = [];
  readonly calls: AuthorizeSettings[] = [];
  /** What `authorize` does, instead of never settling. */
  answer: () => unknown = () => ({then: () => undefined});
  #key: string | null = null;

  init(key: string): void {
    if (this.#key !== null) throw new Error('Kakao.init: Already initialized');
    this.inits.push(key);
    this.#key = key;
    this.Auth = {
      authorize: (settings) => {
        this.calls.push(settings);
        // As the real one does, which a frozen object would not survive.
        Object.assign(settings, {isPopup: false});
        return this.answer();
      },
      getAppKey: () => this.#key,
    };
  }

  isInitialized(): boolean {
    return this.#key !== null;
  }

  cleanup(): void {
    this.#key = null;
  }
}

const fail = (): never => {
  throw new TypeError('spoiled');
};

function setup({key = null as string | null} = {}) {
  const fake = new FakeSdk();
  if (key !== null) fake.init(key);
  return {fake, sdk: fake as unknown as KakaoSdk};
}

function initCodeOf(sdk: KakaoSdk | null): string | null {
  return codeOf(() => initializeKakaoSdk(sdk!, KEY));
}

function codeOf(run: () => void): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof KakaoSyncError ? error.code : String(error);
  }
}

describe('findKakaoSdk', () => {
  const page = globalThis as {Kakao?: unknown};
  afterEach(() => {
    delete page.Kakao;
    for (const element of document.querySelectorAll('[data-clobber]')) element.remove();
  });

  it('finds an SDK before and after init, and nothing where there is nothing', () => {
    const {fake} = setup();
    expect(findKakaoSdk()).to.equal(null);
    page.Kakao = fake;

    expect(findKakaoSdk()).to.equal(fake);
    fake.init(KEY);
    expect(findKakaoSdk()).to.equal(fake);
  });

  const OTHERS: unknown[] = [undefined, null, 0, '', {}, [], () => undefined];
  const HALF = [{init: () => undefined}, {isInitialized: () => true}, {init: 'x', isInitialized: 'y'}, {maps: {}}];
  for (const value of [...OTHERS, ...HALF]) {
    it(`takes a global that is ${typeof value} ${JSON.stringify(value)} for none`, () => {
      page.Kakao = value;

      expect(findKakaoSdk()).to.equal(null);
    });
  }

  const part = {VERSION: '2.7.4', init: () => undefined, isInitialized: () => false};
  const PARTS: Readonly<Record<string, object>> = {
    'a channel’s alone': {...part, Channel: {}},
    'a channel’s alone that has been set up': {...part, isInitialized: () => true, Channel: {}},
    'a channel’s alone without a release': {...part, VERSION: undefined, Channel: {}},
    'one half set up': {...part, isInitialized: () => true},
  };
  for (const [what, value] of Object.entries(PARTS)) {
    it(`takes ${what} for an SDK with an Auth or of release 1 alone, over which nothing is loaded`, () => {
      const rows: readonly [object, boolean][] = [
        [value, false],
        [{...value, Auth: {}}, true],
        [{...value, VERSION: '1.43.5'}, true],
      ];
      for (const [global, isFound] of rows) {
        page.Kakao = global;

        expect(findKakaoSdk()).to.equal(isFound ? global : null);
      }
    });
  }

  /** Nothing can be loaded over these. */
  const CLOSED: unknown[] = ['Kakao', true, 5, ...[{}, part, ...Object.values(PARTS)].map((value) => ({...value}))];
  for (const value of CLOSED) {
    it(`finds what takes nothing: ${typeof value} ${JSON.stringify(value)}`, () => {
      page.Kakao = Object.freeze(value);

      expect(findKakaoSdk()).to.equal(value);
      expect(initCodeOf(findKakaoSdk())).to.equal('sdk_conflict');
    });
  }

  for (const [tag, attribute] of [
    ['a', 'id'],
    ['form', 'id'],
    ['form', 'name'],
    ['img', 'name'],
    ['iframe', 'name'],
    ['object', 'id'],
  ] as const) {
    it(`takes a <${tag} ${attribute}="Kakao"> with children called init for none`, () => {
      const element = document.createElement(tag);
      element.setAttribute(attribute, 'Kakao');
      element.setAttribute('data-clobber', '');
      for (const name of ['init', 'isInitialized']) {
        const child = document.createElement('input');
        child.name = name;
        element.append(child);
      }
      document.body.append(element);

      expect(page.Kakao, 'the element is the global').not.to.equal(undefined);
      expect(findKakaoSdk()).to.equal(null);
    });
  }

  it('takes a global that may not be read for none', () => {
    page.Kakao = new Proxy({}, {get: () => expect.fail('read')});

    expect(findKakaoSdk()).to.equal(null);
  });
});

describe('initializeKakaoSdk', () => {
  it('calls init once, as a method, with the key', () => {
    const {fake, sdk} = setup();

    initializeKakaoSdk(sdk, KEY);
    initializeKakaoSdk(sdk, KEY);

    expect(fake.inits).to.deep.equal([KEY]);
    expect(fake.Auth?.getAppKey()).to.equal(KEY);
  });

  for (const [key, code] of [
    [KEY, null],
    [OTHER_KEY, 'sdk_conflict'],
  ] as const) {
    it(`${code ? 'leaves' : 'takes'} one that the site has set up with ${code ? 'another' : 'the same'} key as it is`, () => {
      const {fake, sdk} = setup({key});

      expect(initCodeOf(sdk)).to.equal(code);
      expect(fake.inits).to.deep.equal([key]);
      expect(fake.Auth?.getAppKey()).to.equal(key);
    });
  }

  for (const [key, code, inits] of [
    [OTHER_KEY, 'sdk_conflict', []],
    [KEY, null, [KEY]],
  ] as const) {
    it(`${code ? 'leaves' : 'sets up'} a second copy over one that the site has set up with ${code ? 'another' : 'the same'} key`, () => {
      const {fake, sdk} = setup({key});
      // The same object with new functions; the Auth of the first stays until the next init.
      const second = new FakeSdk();
      fake.init = second.init.bind(second);
      fake.isInitialized = second.isInitialized.bind(second);

      expect(initCodeOf(sdk)).to.equal(code);
      expect(second.inits).to.deep.equal(inits);
      expect(fake.Auth?.getAppKey()).to.equal(key);
    });
  }

  it('calls init again after cleanup, which leaves an Auth without a key', () => {
    const {fake, sdk} = setup({key: OTHER_KEY});
    fake.cleanup();

    initializeKakaoSdk(sdk, KEY);

    expect(fake.Auth?.getAppKey()).to.equal(KEY);
  });

  const CLOSE: Readonly<Record<string, (value: object) => void>> = {
    freeze: Object.freeze,
    seal: Object.seal,
    preventExtensions: Object.preventExtensions,
  };
  for (const [name, close] of Object.entries(CLOSE)) {
    it(`takes one after Object.${name} that the site has set up with the same key, and leaves any other as it is`, () => {
      for (const [key, code, isCleanedUp] of [
        [null, 'sdk_conflict'],
        [KEY, null],
        [OTHER_KEY, 'sdk_conflict'],
        [KEY, 'sdk_conflict', true],
      ] as const) {
        const {fake, sdk} = setup({key});
        if (isCleanedUp) fake.cleanup();
        const before = [...fake.inits];
        close(fake);

        expect(initCodeOf(sdk)).to.equal(code);
        expect(fake.inits).to.deep.equal(before);
        expect(fake.isInitialized()).to.equal(key !== null && !isCleanedUp);
      }
    });
  }

  for (const [version, code] of [
    ...['1.43.5', '1.39', '3.0.0', '20.1.0', '', ' 2.7.4', undefined].map((one) => [one, 'sdk_conflict'] as const),
    ...['2.0.0', '2.7.9', '2.8.3', '2.10.0'].map((one) => [one, null] as const),
  ]) {
    it(`${code ? 'leaves' : 'takes'} a release ${JSON.stringify(version)}`, () => {
      const {fake, sdk} = setup();
      fake.VERSION = version;

      expect(initCodeOf(sdk)).to.equal(code);
      expect(fake.inits).to.deep.equal(code ? [] : [KEY]);
    });
  }

  it('says sdk_failed where init throws, and why', () => {
    const {fake, sdk} = setup();
    const cause = new Error('Kakao.init: App key must be provided');
    fake.init = () => {
      throw cause;
    };

    expect(initCodeOf(sdk)).to.equal('sdk_failed');
    expect(() => initializeKakaoSdk(sdk, KEY))
      .to.throw(KakaoSyncError)
      .with.property('cause', cause);
  });

  const AUTHS: Readonly<Record<string, unknown>> = {
    'no Auth': undefined,
    'Auth null': null,
    'an Auth without functions': {},
    'an Auth that cannot tell its key': {authorize: () => undefined},
    'an Auth whose key throws': {authorize: () => undefined, getAppKey: fail},
  };
  const SPOILS: readonly [what: string, code: string, spoil: (fake: FakeSdk) => void][] = [
    ...Object.entries(AUTHS).map(
      ([what, Auth]) =>
        [
          `there is ${what} after init`,
          'sdk_failed',
          (fake) => (fake.init = () => void Object.assign(fake, {Auth})),
        ] as (typeof SPOILS)[number],
    ),
    ['isInitialized throws', 'sdk_failed', (fake) => (fake.isInitialized = fail)],
    [
      'the key is gone',
      'sdk_conflict',
      (fake) => {
        fake.init(KEY);
        fake.Auth!.getAppKey = () => null;
      },
    ],
  ];
  for (const [what, code, spoil] of SPOILS) {
    it(`says ${code} where ${what}`, () => {
      const {fake, sdk} = setup();
      spoil(fake);

      expect(initCodeOf(sdk)).to.equal(code);
    });
  }
});

describe('authorize', () => {
  /** Calls it, and gives every answer that has come after all promises of this task have settled. */
  async function answersTo(answer: () => unknown): Promise<AuthorizeAnswer[]> {
    const {fake, sdk} = setup({key: KEY});
    const answers: AuthorizeAnswer[] = [];
    fake.answer = answer;

    authorize(sdk, SETTINGS, (one) => answers.push(one));
    await new Promise((resolve) => {
      const {port1, port2} = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });

    return answers;
  }

  const resolvesWith = (value: unknown) => () => ({
    then: (resolve: (value: unknown) => void) => resolve(value),
  });
  const rejectsWith = (value: unknown) => () => ({
    then: (_resolve: unknown, reject: (value: unknown) => void) => reject(value),
  });

  it('gives the SDK, before it returns, an object of its own with the keys that are set and no other', () => {
    const {fake, sdk} = setup({key: KEY});
    const settings = Object.freeze({...SETTINGS, scope: 'openid', throughTalk: false});

    authorize(sdk, settings, () => undefined);

    expect(fake.calls).to.have.length(1);
    expect(fake.calls[0]).not.to.equal(settings);
    expect(fake.calls[0]).to.deep.equal({...settings, throughSyncplugin: false, isPopup: false});
    expect(settings).not.to.have.any.keys('isPopup', 'throughSyncplugin');
  });

  it('keeps it from KakaoTalk’s sheet too where KakaoTalk is not to open, and else says nothing of it', () => {
    const {fake, sdk} = setup({key: KEY});

    for (const settings of [{throughTalk: false}, {throughTalk: true}, {}]) {
      authorize(sdk, {...SETTINGS, ...settings}, () => undefined);
    }

    expect(fake.calls.map((call) => (call as {throughSyncplugin?: boolean}).throughSyncplugin)).to.deep.equal([
      false,
      undefined,
      undefined,
    ]);
  });

  describe('of a release that does not know a setting', () => {
    /** Refuses settings as the SDK does: before it has done anything, and all of them in one text. */
    function refuse(fake: FakeSdk, ...unknown: string[]): object[] {
      const accepted: object[] = [];
      fake.answer = () => {
        const call = fake.calls.at(-1)!;
        const names = Object.keys(call).filter((name) => unknown.includes(name));
        if (names.length > 0) {
          throw Object.assign(Object.create(new Error()) as Error, {
            name: 'KakaoError',
            message: `Invalid parameter keys: ${names.join(',')} at Auth.authorize`,
          });
        }
        accepted.push(call);
        return undefined;
      };
      return accepted;
    }

    const ALL = {...SETTINGS, scope: 'openid', prompt: 'none', throughTalk: false};
    const ROWS: readonly [unknown: string[], sent: object][] = [
      [['prompt'], {prompts: 'none', throughSyncplugin: false}],
      [['throughSyncplugin'], {prompt: 'none'}],
      [['prompt', 'throughSyncplugin'], {prompts: 'none'}],
    ];
    for (const [unknown, sent] of ROWS) {
      it(`calls it again without ${unknown.join(' and ')}, in the same task, and keeps all the rest`, () => {
        const {fake, sdk} = setup({key: KEY});
        const accepted = refuse(fake, ...unknown);

        authorize(sdk, ALL, () => undefined);

        expect(accepted).to.deep.equal([{...SETTINGS, scope: 'openid', throughTalk: false, isPopup: false, ...sent}]);
        expect(fake.calls).to.have.length(2);
      });
    }

    for (const unknown of ['nonce', 'state', 'scope', 'throughTalk', 'redirectUri', 'constructor']) {
      it(`never does without ${unknown}`, () => {
        const {fake, sdk} = setup({key: KEY});
        const accepted = refuse(fake, 'prompt', unknown);

        const settings = {...ALL, ...(unknown === 'constructor' && {constructor: 'x'})};
        expect(codeOf(() => authorize(sdk, settings, () => undefined))).to.equal('sdk_failed');

        expect([accepted, fake.calls.length]).to.deep.equal([[], 1]);
      });
    }

    it('calls it twice at most', () => {
      const {fake, sdk} = setup({key: KEY});
      refuse(fake, 'prompt', 'prompts');

      expect(codeOf(() => authorize(sdk, ALL, () => undefined))).to.equal('sdk_failed');

      expect(fake.calls).to.have.length(2);
    });
  });

  it('calls authorize as a method', () => {
    const {fake, sdk} = setup({key: KEY});
    const seen: unknown[] = [];
    fake.Auth!.authorize = function (this: unknown) {
      seen.push(this);
    };

    authorize(sdk, SETTINGS, () => undefined);

    expect(seen).to.deep.equal([fake.Auth]);
  });

  const REFUSAL = Object.assign(new Error('refused'), {error: 'x'});
  const ANSWERS: [string, () => unknown, AuthorizeAnswer][] = [
    ...(rows.answers as ['resolves' | 'rejects', string, object, AuthorizeAnswer][]).map(
      ([how, what, value, answer]): [string, () => unknown, AuthorizeAnswer] => [
        what,
        (how === 'resolves' ? resolvesWith : rejectsWith)(value),
        answer,
      ],
    ),
    ['a code of a real promise', () => Promise.resolve({code: 'abc'}), {code: 'abc'}],
    ['a code without prototype', resolvesWith(Object.assign(Object.create(null), {code: 'abc'})), {code: 'abc'}],
    ['an error of a real promise', () => Promise.reject(REFUSAL), {error: 'x', errorDescription: ''}],
  ];
  for (const [what, answer, expected] of ANSWERS) {
    it(`passes on ${what}`, async () => {
      expect(await answersTo(answer)).to.deep.equal([expected]);
    });
  }

  const NOTHING: [string, () => unknown][] = [
    ['never settles', () => ({then: () => undefined})],
    ['is a promise that never settles', () => new Promise(() => undefined)],
    ['is undefined', () => undefined],
    ...[null, 5, 'abc', {then: 5}].map((value): [string, () => unknown] => [
      `is ${JSON.stringify(value)}`,
      () => value,
    ]),
    ['has a then that throws', () => ({then: fail})],
    ['has a then that may not be read', () => Object.defineProperty({}, 'then', {get: fail})],
    ...[undefined, ...rows.nothings].map((value): [string, () => unknown] => [
      `resolves with ${JSON.stringify(value)}`,
      resolvesWith(value),
    ]),
    ['resolves with a code that prints as a text', resolvesWith({code: {toString: () => 'abc'}})],
    ['resolves with a code it has inherited', resolvesWith(Object.create({code: 'abc'}))],
    ['rejects with nothing', rejectsWith(undefined)],
    ['rejects with an Error', rejectsWith(new Error('spoiled'))],
    ['rejects with an error it has inherited', rejectsWith(Object.create({error: 'x'}))],
    ['rejects with an error that is an object', rejectsWith({error: {code: 'x'}})],
    ['resolves with a promise that rejects', resolvesWith(Promise.reject(new Error('spoiled')))],
  ];
  for (const [what, answer] of NOTHING) {
    it(`passes on nothing where the result ${what}`, async () => {
      expect(await answersTo(answer)).to.deep.equal([]);
    });
  }

  for (const [what, first, passed] of [
    ['the first settlement alone', {code: 'first'}, [{code: 'first'}]],
    ['nothing where the first settlement holds nothing', {state: 'ks1.a.b'}, []],
  ] as const) {
    it(`passes on ${what}`, async () => {
      const thrice = () => ({
        then: (resolve: (value: unknown) => void, reject: (value: unknown) => void) => {
          resolve(first);
          resolve({code: 'second'});
          reject({error: 'third'});
        },
      });

      expect(await answersTo(thrice)).to.deep.equal(passed);
    });
  }

  it('says sdk_failed where the SDK throws, and why', () => {
    const {fake, sdk} = setup({key: KEY});
    const cause = new Error('Invalid parameter keys: codeChallenge at Auth.authorize');
    fake.answer = () => {
      throw cause;
    };
    const answers: unknown[] = [];

    expect(() => authorize(sdk, SETTINGS, (one) => answers.push(one)))
      .to.throw(KakaoSyncError)
      .that.includes({code: 'sdk_failed', cause});
    expect(answers).to.deep.equal([]);
  });

  it('says sdk_failed where there is nothing to call', () => {
    const {sdk} = setup();

    expect(codeOf(() => authorize(sdk, SETTINGS, () => undefined))).to.equal('sdk_failed');
  });
});
