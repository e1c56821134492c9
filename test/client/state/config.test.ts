import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {expand} from '../../support/expand.js';
import {factor, runs, seed} from '../../support/family.js';
import {toLine} from '../../../src/client/report/lines.js';
import {ATTRIBUTES, IDENTITY, readConfig, toAttribute, type KakaoSyncConfig} from '../../../src/client/state/config.js';
import {APP_KEY, CONFIG, ORIGIN, REST_KEY} from '../support/browser.js';
import values from './config-values.json' with {type: 'json'};

type Name = (typeof ATTRIBUTES)[number];

const HASH = `sha384-${'A'.repeat(64)}`;

/** A configuration as it is read, with what is wrong as the developer is told. */
function read(config: object, origin = ORIGIN) {
  const {problems, missing, ...rest} = readConfig(config, origin);
  return {...rest, problems: problems.map(toLine), missing: missing && toLine(missing)};
}

interface Values {
  /** A value, and what it is read as if that is not the same. */
  readonly good: readonly (readonly [value: string, setting?: string])[];
  readonly bad: readonly string[];
  readonly origin?: string;
  /** What has to be there with it. */
  readonly beside?: KakaoSyncConfig;
}

const TABLE = values as unknown as Readonly<Record<Name, Values>>;

/** What no setting can be, whatever it is called. */
const HOSTILE: readonly (readonly [name: string, value: unknown])[] = [
  ['a number', 5],
  ['true', true],
  ['a symbol', Symbol('app key')],
  ['a bigint', 5n],
  ['a function', () => APP_KEY],
  ['a list', [APP_KEY]],
  ['an object that becomes text', {toString: () => APP_KEY}],
  [
    'an object that throws',
    {
      get length() {
        throw new Error('of the site');
      },
      toString() {
        throw new Error('of the site');
      },
    },
  ],
  ['a String object', new String(APP_KEY)],
  ['a proxy', new Proxy({}, {get: () => APP_KEY})],
];

describe('toAttribute', () => {
  it('names each setting’s attribute', () => {
    expect(ATTRIBUTES.map(toAttribute)).to.deep.equal([
      'app-key',
      'rest-api-key',
      'endpoint',
      'redirect-uri',
      'emulator',
      'sdk-version',
      'sdk-integrity',
      'auto-login',
      'logout-redirect-uri',
      'return-to',
      'continue-at',
      'scope',
      'service-terms',
      'channel-public-id',
      'login-hint',
      'context',
      'through-talk',
      'locale',
    ]);
  });
});

describe('readConfig', () => {
  for (const name of ATTRIBUTES) {
    const {good, bad, origin = ORIGIN, beside = {}} = TABLE[name];
    const isIdentity = (IDENTITY as readonly Name[]).includes(name);

    describe(toAttribute(name), () => {
      for (const row of good) {
        const [value, setting = value] = row.map((text) => expand(text!)) as [string, string?];
        it(`takes ${shorten(value)}`, () => {
          const {settings, problems, isBroken} = read({...beside, [name]: value}, origin);

          expect(settings[name]).to.equal(setting);
          expect(problems).to.deep.equal([]);
          expect(isBroken).to.equal(false);
        });
      }

      for (const value of bad.map(expand)) {
        it(`refuses ${shorten(value)}`, () => {
          const {settings, problems, isBroken} = read({...beside, [name]: value}, origin);

          expect(settings[name]).to.equal(undefined);
          const line = problems.find((problem) => problem.startsWith(`config_invalid: ${toAttribute(name)}=`));
          expect(line).to.contain(JSON.stringify(value.slice(0, 80)));
          expect(line).to.match(/ must be .{8,}\.$/s);
          expect(line!.length).to.be.at.most(300);
          // A login goes on without what was said of the SDK.
          expect(isBroken).to.equal(isIdentity && !name.startsWith('sdk'));
        });
      }

      for (const [what, value] of HOSTILE) {
        it(`refuses ${what}, and says what it was`, () => {
          const {settings, problems} = read({...beside, [name]: value}, origin);

          expect(settings[name]).to.equal(undefined);
          expect(problems.join('\n')).to.contain(`${toAttribute(name)}=${JSON.stringify(typeof value)}`);
        });
      }

      for (const value of ['', null, undefined]) {
        it(`takes ${String(value) || 'an empty text'} for not given`, () => {
          const {settings, problems} = read({...beside, [name]: value}, origin);

          expect(settings[name]).to.equal(undefined);
          expect(problems.join()).not.to.contain(`${toAttribute(name)}=`);
        });
      }
    });
  }

  it('shows at most 80 characters of a value, and no line of the page’s own making', () => {
    const {problems} = read({appKey: `secret\n${'x'.repeat(1_000_000)}`});

    expect(problems).to.have.length(1);
    expect(problems[0]).to.contain(`app-key="secret\\n${'x'.repeat(73)}" must be`);
  });

  it('refuses the emulator on a page that is not on this machine', () => {
    const {settings, isBroken} = read({...CONFIG, emulator: 'http://127.0.0.1:4000'});

    expect(settings.emulator).to.equal(undefined);
    expect(isBroken).to.equal(true);
  });

  describe('the release', () => {
    const DEFAULT = ['2.7.4', /^sha384-DKYJZ8NL/] as const;
    type Row = readonly [
      config: KakaoSyncConfig,
      release: readonly [version: string, integrity: RegExp] | null,
      problems: readonly RegExp[],
    ];
    const version = /^config_invalid: sdk-version="/;
    const integrity = /^config_invalid: sdk-integrity="/;
    const missing = /^config_invalid: sdk-version is missing: .* 2\.7\.4 is used\.$/;
    const table: readonly Row[] = [
      [{}, DEFAULT, []],
      [{sdkVersion: '2.7.4'}, DEFAULT, []],
      [{sdkVersion: '2.7.1'}, ['2.7.1', /^sha384-kDljxUXH/], []],
      [{sdkVersion: '2.5.0'}, ['2.5.0', /^sha384-kYPsUbBP/], []],
      [{sdkVersion: '2.2.0'}, ['2.2.0', /^sha384-x\+WG2i7p/], []],
      [{sdkVersion: '2.7.4', sdkIntegrity: HASH}, ['2.7.4', /^sha384-AAAA/], []],
      [{sdkVersion: '2.7.1', sdkIntegrity: HASH}, ['2.7.1', /^sha384-AAAA/], []],
      [{sdkVersion: '2.99.0', sdkIntegrity: HASH}, ['2.99.0', /^sha384-AAAA/], []],
      [{sdkVersion: ' 2.99.0 ', sdkIntegrity: ` ${HASH} `}, ['2.99.0', /^sha384-AAAA/], []],
      // One of the two alone: the default release, and one line.
      [
        {sdkVersion: '2.99.0'},
        DEFAULT,
        [/sdk-version="2\.99\.0" needs its sdk-integrity\. 2\.7\.4 is used\. No value/],
      ],
      [
        {sdkVersion: '2.7.9', sdkIntegrity: ''},
        DEFAULT,
        [/ 2\.7\.4 is used\. sdk-integrity="sha384-JpLApTkB[^"]*" is /],
      ],
      [{sdkIntegrity: HASH}, DEFAULT, [missing]],
      [{sdkVersion: '', sdkIntegrity: HASH}, DEFAULT, [missing]],
      [{sdkVersion: '1.43.6'}, DEFAULT, [version]],
      [{sdkVersion: 'constructor'}, DEFAULT, [version]],
      [{sdkIntegrity: 'junk'}, DEFAULT, [integrity]],
      // Both, and one is malformed: that file or none.
      [{sdkVersion: '2.7.1', sdkIntegrity: 'junk'}, ['2.7.1', /^sha384-kDljxUXH/], [integrity]],
      [{sdkVersion: '2.7.9', sdkIntegrity: 'junk'}, null, [integrity]],
      [{sdkVersion: '1.43.6', sdkIntegrity: HASH}, null, [version]],
      [{sdkVersion: 'latest', sdkIntegrity: HASH}, null, [version]],
      [{sdkVersion: 'latest', sdkIntegrity: 'junk'}, null, [version, integrity]],
    ];
    for (const [config, release, lines] of table) {
      it(`of ${JSON.stringify(config).slice(0, 70)} is ${release?.[0] ?? 'none'}`, () => {
        const found = read(config);

        expect(found.settings.release?.version).to.equal(release?.[0]);
        if (release) expect(found.settings.release?.integrity).to.match(release[1]);
        expect(found.problems).to.have.length(lines.length);
        for (const [index, line] of lines.entries()) expect(found.problems[index]).to.match(line);
        expect(found.isBroken).to.equal(false);
      });
    }
  });

  describe('what is missing', () => {
    const post = (): Promise<unknown> => Promise.resolve();
    const table: readonly [config: KakaoSyncConfig, missing: RegExp | null][] = [
      [{}, /^config_incomplete: app-key is missing/],
      [{redirectUri: '/cb', endpoint: '/api'}, /^config_incomplete: app-key is missing/],
      [
        {appKey: APP_KEY},
        /^config_incomplete: redirect-uri is missing.*register https:\/\/shop\.example\/kakao\/callback at Kakao/,
      ],
      [{appKey: APP_KEY, endpoint: '/api'}, /^config_incomplete: redirect-uri is missing/],
      [{appKey: APP_KEY, redirectUri: '/cb'}, /^config_incomplete: endpoint is missing/],
      [{appKey: '', redirectUri: '', endpoint: ''}, /^config_incomplete: app-key is missing/],
      [{restApiKey: REST_KEY, redirectUri: '/cb', endpoint: '/api'}, /^config_incomplete: app-key is missing/],
      [{appKey: APP_KEY, redirectUri: '/cb', postCode: post}, null],
      [CONFIG, null],
    ];
    for (const [config, missing] of table) {
      it(`of ${Object.keys(config).join(', ') || 'nothing at all'} is ${missing ? missing.source.slice(20, 44) : 'nothing'}`, () => {
        const found = read(config).missing;

        if (missing) expect(found).to.match(missing);
        else expect(found).to.equal(null);
      });
    }
  });

  it('keeps the site’s functions', () => {
    const own = {
      postCode: () => Promise.resolve(),
      readSession: () => Promise.resolve(),
      endSession: () => Promise.resolve(),
    };

    const {settings} = read({...CONFIG, ...own});

    expect(settings.postCode).to.equal(own.postCode);
    expect(settings.readSession).to.equal(own.readSession);
    expect(settings.endSession).to.equal(own.endSession);
  });

  describe('of hostile JSON', () => {
    const table: readonly string[] = [
      '{"__proto__":{"appKey":"polluted","polluted":true}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
      '{"prototype":{"polluted":true},"toString":"x","hasOwnProperty":"x"}',
      '{"appKey":{"__proto__":{"polluted":true}}}',
      '{"__proto__":null,"appKey":"x"}',
      '{"__defineGetter__":"x","valueOf":1}',
      '[]',
    ];
    for (const text of table) {
      it(`${text} harms nobody`, () => {
        const before = Object.getOwnPropertyNames(Object.prototype);

        const {settings, missing} = read(JSON.parse(text) as object);

        expect(Object.getOwnPropertyNames(Object.prototype)).to.deep.equal(before);
        expect(({} as {polluted?: unknown}).polluted).to.equal(undefined);
        expect(settings.appKey).to.equal(undefined);
        expect(missing).not.to.equal(null);
      });
    }

    it('never throws, and takes no value of another form', () => {
      const names = fc.constantFrom(...ATTRIBUTES, '__proto__', 'constructor', 'toString');
      fc.assert(
        fc.property(fc.dictionary(names, fc.anything({withBigInt: true, withNullPrototype: true})), (config) => {
          const {settings, problems} = read(config);

          for (const name of ATTRIBUTES) expect(typeof settings[name]).to.be.oneOf(['string', 'undefined']);
          for (const line of problems) expect(line.length).to.be.at.most(700);
          expect(({} as {polluted?: unknown}).polluted).to.equal(undefined);
        }),
        {seed, numRuns: runs(2000)},
      );
    }).timeout(60_000 * factor);
  });
});

function shorten(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}
