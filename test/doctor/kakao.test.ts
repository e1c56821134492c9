import assert from 'node:assert/strict';
import {after, beforeEach, describe, test} from 'node:test';
import {OF_KAKAO} from '../../src/doctor/base/network-texts.js';
import type {Network} from '../../src/doctor/network/network.js';
import {probeKakao} from '../../src/doctor/probes/probe-kakao.js';
import {probeKeys} from '../../src/doctor/probes/probe-keys.js';
import {readSiteSettings} from '../../src/doctor/settings/site-settings.js';
import {parseFlags} from '../../src/doctor/settings/flags.js';
import {createKakaoEmulator, DEFAULT_APP, type Fault, type FaultPoint} from '../../src/emulator/index.js';
import {findFreePort} from '../support/free-port.js';
import {diagnose} from './support/examine.js';

const [REST] = DEFAULT_APP.restApiKeys;
const [SCRIPT] = DEFAULT_APP.javascriptKeys;
const [CALLBACK] = REST.redirectUris;
const emulator = createKakaoEmulator();
const {url, close} = await emulator.listen({port: 0});
after(close);
beforeEach(() => emulator.reset());

interface Setup {
  readonly rest?: string;
  readonly script?: string;
  readonly secret?: string;
  readonly uri?: string;
  readonly scope?: string;
}

/** What is found by asking Kakao, without the site: nobody is at home there. */
async function ask({rest = REST.key, script = SCRIPT.key, secret = REST.clientSecret, uri = CALLBACK, scope}: Setup) {
  const args = ['--emulator', url, '--redirect-uri', uri, '--callback-mode', 'server'];
  const env = `KAKAO_REST_API_KEY=${rest}\nKAKAO_JAVASCRIPT_KEY=${script}\nKAKAO_CLIENT_SECRET=${secret}\n`;
  return diagnose([...args, ...(scope === undefined ? [] : ['--scope', scope])], env);
}

const OTHER_KEY = 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf';

const ROWS: readonly (readonly [
  name: string,
  setup: Setup,
  faults: readonly (readonly [FaultPoint, Fault])[],
  ids: readonly string[],
])[] = [
  ['good settings', {}, [], []],
  ['a REST API key of no app', {rest: OTHER_KEY}, [], ['koe101', 'koe101']],
  ['a JavaScript key of no app', {script: OTHER_KEY}, [], ['koe101']],
  ['a wrong client secret', {secret: 'canaryClientSecret'}, [], ['koe010']],
  ['a redirect URI that is not registered', {uri: 'http://localhost:3000/other'}, [], ['koe006', 'koe006']],
  ['a scope that the app does not have', {scope: 'openid,no_such_item'}, [], ['koe205', 'koe205']],
  ['Kakao Login switched off', {}, [['authorize', {koe: 'KOE004'}]], ['koe004']],
  ['a key of another kind', {}, [['authorize', {koe: 'KOE008'}]], ['koe008']],
  ['a domain that is not registered', {}, [['authorize', {koe: 'KOE009'}]], ['koe009']],
  ['a redirect URI that the exchange does not take', {}, [['token', {koe: 'KOE303'}]], ['koe303']],
  ['another error of Kakao’s', {}, [['token', {koe: 'KOE237'}]], ['koe_other']],
  ['a token endpoint that talks of something else', {}, [['token', {status: 200, body: 'hello'}]], ['koe_other']],
  ['an error page without a code', {}, [['authorize', {status: 500, body: 'sorry'}]], ['koe_other']],
  ['public keys that are none', {}, [['jwks', {status: 200, body: '{"keys":[]}'}]], ['signing_keys_odd']],
  ['a server that gives no public keys', {}, [['jwks', {status: 503}]], ['signing_keys_odd']],
  [
    'something else in Kakao’s place',
    {},
    [['discovery', {status: 200, body: '<html>Login</html>'}]],
    ['discovery_odd'],
  ],
  [
    'settings of another issuer',
    {},
    [['discovery', {status: 200, body: '{"issuer":"https://evil.example"}'}]],
    ['discovery_odd'],
  ],
];

describe('the doctor at Kakao', () => {
  for (const [name, setup, faults, ids] of ROWS) {
    test(`names ${name}`, async () => {
      for (const [point, fault] of faults) emulator.failNext(point, fault);

      const findings = await ask(setup);

      assert.deepEqual(
        findings.map(({id}) => id),
        ids,
      );
      emulator.expectNoPlannedFailures();
      assert.ok(!JSON.stringify(findings).includes('canaryClientSecret'));
    });
  }

  test('says where: the key and the redirect URI', async () => {
    const [finding] = await ask({uri: 'http://localhost:3000/other'});

    assert.equal(finding?.where, '.env: KAKAO_REST_API_KEY, --redirect-uri');
    assert.match(finding.fix, /http:\/\/localhost:3000\/other/);
    assert.ok(finding.unverified, 'Kakao itself may say it otherwise');
  });

  test('tells a Kakao that is away once, and asks it nothing more', async () => {
    const args = ['--emulator', `http://127.0.0.1:${await findFreePort()}`, '--redirect-uri', CALLBACK];

    const findings = await diagnose(
      [...args, '--callback-mode', 'server'],
      `KAKAO_REST_API_KEY=${REST.key}\nKAKAO_CLIENT_SECRET=x\n`,
    );

    assert.deepEqual(
      findings.map(({id}) => id),
      ['kakao_unreached'],
    );
  });
});

/** Kakao itself, which answers to all that is asked with these headers. */
function createNetwork(headers: Readonly<Record<string, string>>): Network {
  const kakaoOrigin = 'https://kauth.kakao.com';
  const metadata = JSON.stringify({issuer: kakaoOrigin, jwks_uri: `${kakaoOrigin}/.well-known/jwks.json`});
  const replies: Readonly<Record<string, string>> = {
    '/.well-known/openid-configuration': metadata,
    '/.well-known/jwks.json': '{"keys":[{"kty":"RSA","kid":"1","alg":"RS256","n":"AQ","e":"AQAB"}]}',
    '/oauth/token': '{"error_code":"KOE320"}',
  };
  return {
    kakaoOrigin,
    askKakao: (path) => Promise.resolve({status: 200, headers: new Headers(headers), text: replies[path] ?? '<html>'}),
    askSite: () => Promise.reject(new Error('nobody asks the site')),
  };
}

describe('the clock', () => {
  const now = Date.UTC(2026, 0, 1);
  const at = (seconds: number): Record<string, string> => ({date: new Date(now + seconds * 1000).toUTCString()});

  for (const [headers, ids, seconds] of [
    [at(0), [], ''],
    [at(50), [], ''],
    [at(-120), ['clock_fast'], '120'],
    [at(3600), ['clock_slow'], '3600'],
    [{}, ['clock_unknown'], ''],
    [{date: 'soon'}, ['clock_unknown'], ''],
  ] as const) {
    test(`is compared with ${JSON.stringify(headers)}`, async () => {
      const findings = await probeKakao(createNetwork(headers), () => now);

      assert.deepEqual(
        findings.map(({id}) => id),
        ids,
      );
      assert.equal(findings[0]?.facts['seconds'] ?? '', seconds);
    });
  }
});

describe('Kakao itself', () => {
  test('is never said to have confirmed anything', async () => {
    const flags = parseFlags(['--rest-api-key', REST.key, '--redirect-uri', 'https://shop.example/cb']);

    const findings = await probeKeys(createNetwork({}), readSiteSettings(flags, []));

    assert.deepEqual(
      findings.map(({id}) => id),
      ['kakao_unverified'],
    );
  });
});

test('everything that can be found at Kakao is found by a test here', () => {
  const clock = ['clock_fast', 'clock_slow', 'clock_unknown'];
  const found = [...ROWS.flatMap(([, , , ids]) => ids), ...clock, 'kakao_unreached', 'kakao_unverified'];

  assert.deepEqual([...new Set(found)].sort(), Object.keys(OF_KAKAO).sort());
});
