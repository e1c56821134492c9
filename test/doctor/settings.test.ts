import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {FINDINGS} from '../../src/doctor/base/finding-texts.js';
import {OF_SETTINGS} from '../../src/doctor/base/settings-texts.js';
import {LANGUAGES} from '../../src/doctor/base/language.js';
import {diagnose as diagnoseHere} from './support/examine.js';
import {diagnose} from './support/run-doctor.js';

const JAVASCRIPT_KEY = '0123456789abcdef0123456789abcdef';
const REST_API_KEY = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf';
const ADMIN_KEY = 'b0b1b2b3b4b5b6b7b8b9babbbcbdbebf';
const SECRET = 'canaryClientSecret0123456789ABCD';
const SESSION_KEY = 'canary-session-key-0qW8eR7tY6uI5oP4aS3dF2gH1';
const SECRETS = [SECRET, SESSION_KEY, ADMIN_KEY];

/** A `.env` with which nothing is wrong. */
const GOOD = {
  KAKAO_JAVASCRIPT_KEY: JAVASCRIPT_KEY,
  KAKAO_REST_API_KEY: REST_API_KEY,
  KAKAO_CLIENT_SECRET: SECRET,
  KAKAO_ADMIN_KEY: ADMIN_KEY,
  KAKAO_REDIRECT_URI: 'https://shop.example/kakao/callback',
  SITE_ORIGIN: 'https://shop.example',
  SESSION_KEY,
};

/** Undefined leaves a variable out. */
type Change = Readonly<Record<string, string | undefined>>;

const toFile = (change: Change): string =>
  Object.entries<string | undefined>({...GOOD, ...change})
    .flatMap(([name, text]) => (text === undefined ? [] : `${name}=${text}\n`))
    .join('');

interface Row {
  readonly name: string;
  readonly change: Change;
  readonly args?: readonly string[];
  /** The findings, each with where. */
  readonly finds: Readonly<Record<string, string>>;
}

const uri = (text: string): Change => ({KAKAO_REDIRECT_URI: text});
const AT_URI = '.env: KAKAO_REDIRECT_URI';

const ROWS: readonly Row[] = [
  {
    name: 'a JavaScript key that is too short',
    change: {KAKAO_JAVASCRIPT_KEY: JAVASCRIPT_KEY.slice(1)},
    finds: {key_shape: '.env: KAKAO_JAVASCRIPT_KEY'},
  },
  {
    name: 'a REST API key with another letter',
    change: {KAKAO_REST_API_KEY: REST_API_KEY.replace('f', 'g')},
    finds: {key_shape: '.env: KAKAO_REST_API_KEY'},
  },
  {name: 'a key without a value', change: {KAKAO_JAVASCRIPT_KEY: ''}, finds: {key_empty: '.env: KAKAO_JAVASCRIPT_KEY'}},
  {
    name: 'a key with a blank',
    change: {KAKAO_JAVASCRIPT_KEY: `"${JAVASCRIPT_KEY} "`},
    finds: {pasted_badly: '.env: KAKAO_JAVASCRIPT_KEY'},
  },
  {
    name: 'a key in typographic quotes',
    change: {KAKAO_REST_API_KEY: `“${REST_API_KEY}”`},
    finds: {pasted_badly: '.env: KAKAO_REST_API_KEY'},
  },
  {
    name: 'a secret in quotes inside quotes',
    change: {KAKAO_CLIENT_SECRET: `"'${SECRET}'"`},
    finds: {pasted_badly: '.env: KAKAO_CLIENT_SECRET'},
  },
  {
    name: 'a secret that is too long',
    change: {KAKAO_CLIENT_SECRET: SECRET.repeat(9)},
    finds: {secret_shape: '.env: KAKAO_CLIENT_SECRET'},
  },
  {
    name: 'an admin key with a sign that none has',
    change: {KAKAO_ADMIN_KEY: `${ADMIN_KEY}!`},
    finds: {secret_shape: '.env: KAKAO_ADMIN_KEY'},
  },
  {
    name: 'the admin key in the place of the REST API key',
    change: {KAKAO_REST_API_KEY: ADMIN_KEY},
    finds: {same_value: '.env: KAKAO_ADMIN_KEY'},
  },
  {
    name: 'one key twice',
    change: {KAKAO_REST_API_KEY: JAVASCRIPT_KEY},
    finds: {same_value: '.env: KAKAO_REST_API_KEY'},
  },
  {
    name: 'no client secret',
    change: {KAKAO_CLIENT_SECRET: undefined},
    finds: {secret_missing: '.env: KAKAO_REST_API_KEY'},
  },
  {
    name: 'a client secret without a value',
    change: {KAKAO_CLIENT_SECRET: ''},
    finds: {secret_missing: '.env: KAKAO_CLIENT_SECRET'},
  },
  {name: 'a client secret that is switched off', change: {KAKAO_CLIENT_SECRET: ''}, args: ['--no-secret'], finds: {}},
  {
    name: 'a secret that Next puts into pages',
    change: {KAKAO_CLIENT_SECRET: undefined, NEXT_PUBLIC_KAKAO_CLIENT_SECRET: SECRET},
    finds: {secret_is_public: '.env: NEXT_PUBLIC_KAKAO_CLIENT_SECRET'},
  },
  {
    name: 'a secret that Vite puts into pages by another name',
    change: {VITE_KAKAO: SECRET},
    finds: {secret_is_public: '.env: VITE_KAKAO'},
  },
  {
    name: 'an app key that Vite puts into pages',
    change: {KAKAO_JAVASCRIPT_KEY: undefined, VITE_KAKAO_JAVASCRIPT_KEY: JAVASCRIPT_KEY},
    finds: {},
  },
  {name: 'a short session key', change: {SESSION_KEY: 'secret'}, finds: {session_key_weak: '.env: SESSION_KEY'}},
  {
    name: 'a session key of one letter',
    change: {SESSION_KEY: 'a'.repeat(64)},
    finds: {session_key_weak: '.env: SESSION_KEY'},
  },
  {name: 'a session key without a value', change: {SESSION_KEY: ''}, finds: {session_key_empty: '.env: SESSION_KEY'}},
  {name: 'no redirect URI', change: uri(''), finds: {redirect_uri_unknown: AT_URI}},
  {name: 'a redirect URI that is a path', change: uri('/kakao/callback'), finds: {redirect_uri_refused: AT_URI}},
  {
    name: 'a redirect URI with a password',
    change: uri('https://a:canaryClientSecret@shop.example/cb'),
    finds: {redirect_uri_refused: AT_URI},
  },
  {
    name: 'a redirect URI with a fragment',
    change: uri('"https://shop.example/cb#x"'),
    finds: {redirect_uri_fragment: AT_URI},
  },
  {
    name: 'a redirect URI with a query',
    change: uri('https://shop.example/cb?a=1'),
    finds: {redirect_uri_query: AT_URI},
  },
  {name: 'a redirect URI by plain http', change: uri('http://shop.example/cb'), finds: {redirect_uri_insecure: AT_URI}},
  {name: 'a redirect URI in capitals', change: uri('https://Shop.example/cb'), finds: {redirect_uri_inexact: AT_URI}},
  {
    name: 'a redirect URI with www',
    change: uri('https://www.shop.example/cb'),
    finds: {redirect_uri_elsewhere: AT_URI},
  },
  {
    name: 'a redirect URI on this machine',
    change: {...uri('http://localhost:3000/kakao/callback'), SITE_ORIGIN: 'http://localhost:3000'},
    finds: {},
  },
  {
    name: 'a redirect URI by a flag',
    change: uri('http://shop.example/cb'),
    args: ['--redirect-uri', 'https://shop.example/cb'],
    finds: {},
  },
  {
    name: 'a wrong redirect URI among two by flags',
    change: {},
    args: ['--redirect-uri', 'https://shop.example/cb', '--redirect-uri', 'https://shop.example/cb#'],
    finds: {redirect_uri_fragment: '--redirect-uri'},
  },
  {
    name: 'a site that is more than an origin',
    change: {SITE_ORIGIN: 'https://shop.example/'},
    finds: {options_refused: '.env: SITE_ORIGIN'},
  },
  {
    name: 'an emulator beside a site that is live',
    change: {KAKAO_EMULATOR: 'http://127.0.0.1:4000'},
    finds: {options_refused: '.env: KAKAO_EMULATOR'},
  },
  {
    name: 'a channel that is an address',
    change: {KAKAO_CHANNEL: 'https://pf.kakao.com/_ZeUTxl'},
    finds: {options_refused: '.env: KAKAO_CHANNEL'},
  },
  {
    name: 'neither key',
    change: {KAKAO_JAVASCRIPT_KEY: '', KAKAO_REST_API_KEY: undefined},
    finds: {nothing_to_check: '.env'},
  },
];

describe('the doctor on settings', () => {
  test('finds nothing in good ones', async () => {
    const {code, findings} = await diagnose(['--offline'], {'.env': toFile({})});

    assert.deepEqual({code, findings}, {code: 0, findings: []});
  });

  for (const {name, change, args = [], finds} of ROWS) {
    test(`names ${name}`, async () => {
      const findings = await diagnoseHere(['--offline', ...args], toFile(change));

      assert.deepEqual(Object.fromEntries(findings.map(({id, where}) => [id, where])), finds);
      for (const secret of SECRETS)
        assert.ok(!JSON.stringify(findings).includes(secret.slice(0, 18)), 'it shows a secret');
    });
  }

  test('are each found by a row', () => {
    const found = new Set(ROWS.flatMap(({finds}) => Object.keys(finds)));

    assert.deepEqual([...found].sort(), Object.keys(OF_SETTINGS).sort());
  });

  test('reads the files that are named, a later one over an earlier', async () => {
    const files = {'a.env': toFile({}), 'b.env': 'KAKAO_REST_API_KEY=short\n'};

    const {findings} = await diagnose(['--env', 'a.env', '--env', 'b.env'], files);

    assert.deepEqual(
      findings.map(({where}) => where),
      ['b.env: KAKAO_REST_API_KEY'],
    );
  });

  test('takes a flag over a variable', async () => {
    const {findings} = await diagnose(['--javascript-key', 'short'], {'.env': toFile({})});

    assert.deepEqual(
      findings.map(({where}) => where),
      ['--javascript-key'],
    );
  });
});

describe('the texts of findings', () => {
  for (const [id, {facts, what, fix}] of Object.entries(FINDINGS)) {
    test(`${id} has both languages, with the same facts`, () => {
      for (const language of LANGUAGES) {
        const used = [...`${what[language]} ${fix[language]}`.matchAll(/\{(\w+)\}/g)].map(([, fact]) => fact);
        const [isText, isOther] = [/[a-z]{2}/i, /[가-힣]/];
        assert.ok(language === 'ko' ? isOther.test(what.ko) && isOther.test(fix.ko) : isText.test(what.en + fix.en));
        assert.ok(language === 'ko' || !isOther.test(what.en + fix.en), 'no Korean in English');
        assert.deepEqual(
          [...new Set(used)].filter((fact) => !facts.includes(fact as never)),
          [],
        );
        assert.doesNotMatch(what[language] + fix[language], /\([가-힣]\)/, 'a particle that depends on the fact');
      }
    });
  }
});
