import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {expand} from '../../support/expand.js';
import {factor, runs, seed} from '../../support/family.js';
import {toLine} from '../../../src/client/report/lines.js';
import {ATTRIBUTES, IDENTITY, readConfig, toAttribute, type KakaoSyncConfig} from '../../../src/client/state/config.js';
import {APP_KEY, CONFIG, ORIGIN} from '../support/browser.js';
import values from './config-values.json' with {type: 'json'};
import rows from './config.json' with {type: 'json'};

const SWITCHES = ['reportErrors', 'paused'] as const;

type Name = Exclude<(typeof ATTRIBUTES)[number], (typeof SWITCHES)[number]>;

/** Those that are a text. */
const TEXTS = ATTRIBUTES.filter((name): name is Name => !(SWITCHES as readonly string[]).includes(name));

/** A configuration as it is read, with what is wrong as the developer is told. */
function read(config: object, origin = ORIGIN) {
  const {problems, missing, ...rest} = readConfig(config, origin);
  return {...rest, problems: problems.map(toLine), missing: missing && toLine(missing)};
}

interface Values {
  /** A value, and what it is read as if that is not the same. */
  readonly good: readonly (readonly [value: string, setting?: string])[];
  readonly bad: readonly string[];
  /** A list of which some entries are taken, and which. */
  readonly partly?: readonly (readonly [value: string, setting: string])[];
  readonly origin?: string;
  /** What has to be there with it. */
  readonly beside?: KakaoSyncConfig;
}

const TABLE = values as unknown as Readonly<Record<Name, Values>>;

/** What no setting can be, whatever it is called. */
const HOSTILE: Readonly<Record<string, unknown>> = {
  'a number': 5,
  true: true,
  'a symbol': Symbol('app key'),
  'a bigint': 5n,
  'a function': () => APP_KEY,
  'a list': [APP_KEY],
  'an object that becomes text': {toString: () => APP_KEY},
  'an object that throws': {
    get length() {
      throw new Error('of the site');
    },
    toString() {
      throw new Error('of the site');
    },
  },
  'a String object': new String(APP_KEY),
  'a proxy': new Proxy({}, {get: () => APP_KEY}),
};

describe('toAttribute', () => {
  it('names each setting’s attribute', () => {
    expect(ATTRIBUTES.map(toAttribute)).to.deep.equal(rows.attributes);
  });
});

describe('readConfig', () => {
  for (const name of SWITCHES) {
    for (const [value, isOn] of [
      ...['', 'true', toAttribute(name), '점검 중', true].map((on) => [on, true] as const),
      ...['false', false, null, undefined].map((off) => [off, undefined] as const),
    ]) {
      it(`takes ${toAttribute(name)}=${JSON.stringify(value)} for ${isOn ? 'on' : 'off'}`, () => {
        const {settings, problems} = read({...CONFIG, [name]: value});

        expect([settings[name], problems]).to.deep.equal([isOn, []]);
      });
    }

    for (const value of [5, {}, [], () => true]) {
      it(`takes ${toAttribute(name)} for off, and names what it was: ${typeof value}`, () => {
        const {settings, problems} = read({...CONFIG, [name]: value});

        expect(settings[name]).to.equal(undefined);
        expect(problems).to.have.lengthOf(1);
        expect(problems[0]).to.match(
          new RegExp(`^config_invalid: ${toAttribute(name)}="${typeof value}" must be "true"`),
        );
      });
    }
  }

  for (const name of TEXTS) {
    const {good, bad, partly = [], origin = ORIGIN, beside = {}} = TABLE[name];
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

      for (const [value, setting] of partly) {
        it(`takes what it can of ${shorten(value)}, in one line`, () => {
          const {settings, problems} = read({...beside, [name]: value}, origin);

          expect(settings[name]).to.equal(setting);
          expect(problems).to.have.length(1);
          expect(problems[0]).to.contain(`${toAttribute(name)}=${JSON.stringify(value)} must be`);
        });
      }

      for (const [what, value] of Object.entries(HOSTILE)) {
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
    type Row = [config: KakaoSyncConfig, release: [version: string, integrity: string] | null, problems: string[]];
    for (const [given, expected, lines] of Object.values(rows.releases).flat() as Row[]) {
      const config = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, expand(text as string)]));
      it(`of ${JSON.stringify(config).slice(0, 70)} is ${expected?.[0] ?? 'none'}`, () => {
        const {settings, problems, isBroken} = read(config);

        const {release} = settings;
        expect(release && [release.version, release.integrity.slice(0, 15)]).to.deep.equal(expected);
        expect(problems.map((line, index) => line.slice(0, lines[index]?.length))).to.deep.equal(lines);
        expect(isBroken).to.equal(false);
      });
    }
  });

  describe('what is missing', () => {
    for (const [config, line] of rows.missing as [KakaoSyncConfig, string][]) {
      it(`of ${Object.keys(config).join(', ') || 'nothing at all'} is told: ${line}`, () => {
        expect(read(config).missing?.slice(0, line.length)).to.equal(line);
      });
    }

    it('is nothing with an endpoint or a function in its place', () => {
      const {appKey, redirectUri} = CONFIG;

      expect(read({appKey, redirectUri, postCode: () => Promise.resolve()}).missing).to.equal(null);
      expect(read(CONFIG).missing).to.equal(null);
    });
  });

  it('keeps the site’s functions', () => {
    const [postCode, readSession, endSession] = Array.from({length: 3}, () => () => Promise.resolve());

    expect(read({...CONFIG, postCode, readSession, endSession}).settings).to.include({
      postCode,
      readSession,
      endSession,
    });
  });

  describe('of hostile JSON', () => {
    for (const text of rows.hostile) {
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

          expect(settings.reportErrors).to.be.oneOf([true, undefined]);
          for (const name of TEXTS) expect(typeof settings[name]).to.be.oneOf(['string', 'undefined']);
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
