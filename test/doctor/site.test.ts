import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import type {IncomingMessage} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, beforeEach, describe, test} from 'node:test';
import {startDemo} from '../../demo/start.js';
import {OF_SITE} from '../../src/doctor/base/site-texts.js';
import {openNetwork} from '../../src/doctor/network/network.js';
import {probeCookies} from '../../src/doctor/probes/probe-cookies.js';
import {createKakaoEmulator, DEFAULT_APP} from '../../src/emulator/index.js';
import {seedFolder} from '../support/embedded.js';
import {findFreePort} from '../support/free-port.js';
import {diagnose} from './support/examine.js';
import {type Answer, PAGE, SIGNED_OUT, startSite, type TestSite} from './support/site.js';

const PATH = '/api/kakao/session';
const GET = `GET ${PATH}`;
const POST = `POST ${PATH}`;
const JSON_TYPE = 'application/json';

const toProblem = (status: number, code: string): Answer => ({
  status,
  type: 'application/problem+json',
  body: JSON.stringify({type: 'about:blank', title: 'x', status, code}),
});
const withHeaders = (headers: Answer['headers']): Answer => ({...SIGNED_OUT, headers: headers ?? {}});

const site = await startSite();
const good = new Map(site.answers);
beforeEach(() => {
  site.received.length = 0;
  site.answers.clear();
  for (const [route, answer] of good) site.answers.set(route, answer);
});

const toArguments = ({endpoint, callback, notices}: TestSite): readonly string[] => [
  ...['--endpoint', endpoint, '--redirect-uri', callback, '--notices', notices],
];

interface Row {
  readonly name: string;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly args?: readonly string[];
  readonly ids: readonly string[];
}

const ROWS: readonly Row[] = [
  {name: 'nothing', answers: {}, ids: []},
  {name: 'an endpoint that is not there', answers: {[GET]: {status: 404}}, ids: ['endpoint_missing']},
  {name: 'an endpoint that takes no GET', answers: {[GET]: {status: 405}}, ids: ['endpoint_missing']},
  {
    name: 'a guard in front of the endpoint',
    answers: {[GET]: {status: 302, headers: {Location: '/login?next=canary'}}},
    ids: ['endpoint_redirects'],
  },
  {
    name: 'a guard in front of the POST',
    answers: {[POST]: {status: 302, headers: {Location: '/login'}}},
    ids: ['endpoint_redirects'],
  },
  {name: 'an endpoint that fails', answers: {[GET]: {status: 500}}, ids: ['endpoint_fails']},
  {
    name: 'a failure of the contract',
    answers: {[GET]: toProblem(503, 'provider_unavailable')},
    ids: ['endpoint_problem'],
  },
  {
    name: 'a page that the backend refuses',
    answers: {[GET]: toProblem(403, 'origin_refused')},
    ids: ['origin_refused'],
  },
  {
    name: 'a backend without its secrets',
    answers: {[GET]: toProblem(500, 'config_incomplete')},
    ids: ['backend_incomplete'],
  },
  {name: 'a page in the place of the endpoint', answers: {[GET]: PAGE}, ids: ['endpoint_not_json']},
  {name: 'JSON by another name', answers: {[GET]: {...SIGNED_OUT, type: 'text/plain'}}, ids: ['endpoint_not_json']},
  {
    name: 'JSON of something else',
    answers: {[GET]: {type: JSON_TYPE, body: '{"ok":true}'}},
    ids: ['endpoint_not_ours'],
  },
  {name: 'JSON that is broken', answers: {[GET]: {type: JSON_TYPE, body: '{'}}, ids: ['endpoint_not_ours']},
  {
    name: 'an answer that is no text',
    answers: {[GET]: {type: JSON_TYPE, body: 'x'.repeat(600_000)}},
    ids: ['site_unreadable'],
  },
  {name: 'a POST that is not there', answers: {[POST]: {status: 405}}, ids: ['post_fails']},
  {name: 'a POST that fails', answers: {[POST]: {status: 500}}, ids: ['post_fails']},
  {
    name: 'Spring’s CSRF protection',
    answers: {[POST]: {status: 403, type: JSON_TYPE, body: '{"error":"Forbidden"}'}},
    ids: ['csrf_refuses'],
  },
  {name: 'Laravel’s CSRF protection', answers: {[POST]: {status: 419, ...PAGE}}, ids: ['csrf_refuses']},
  {
    name: 'a CSRF protection that the page has a token for',
    answers: {[POST]: {status: 403}},
    args: ['--csrf', 'meta:_csrf'],
    ids: ['csrf_unchecked'],
  },
  {
    name: 'a refusal by the contract, which is no CSRF protection',
    answers: {[POST]: toProblem(403, 'origin_refused')},
    ids: ['post_fails'],
  },
  {
    name: 'pages of any site that may read',
    answers: {[GET]: withHeaders({'Access-Control-Allow-Origin': '*'})},
    ids: ['cors_open'],
  },
  {
    name: 'a session cookie that scripts read',
    answers: {[GET]: withHeaders({'Set-Cookie': 'session=1; Path=/; SameSite=Lax'})},
    ids: ['cookie_readable'],
  },
  {
    name: 'a cookie of a good kind',
    answers: {[POST]: withHeaders({'Set-Cookie': 'session=1; Path=/; HttpOnly; SameSite=Lax'})},
    ids: [],
  },
  {name: 'a CSRF cookie for scripts', answers: {[GET]: withHeaders({'Set-Cookie': 'XSRF-TOKEN=1; Path=/'})}, ids: []},
  {
    name: 'a guard in front of the callback',
    answers: {'GET /kakao/callback': {status: 302, headers: {Location: '/login'}}},
    ids: ['callback_guarded'],
  },
  {
    name: 'a slash behind the callback',
    answers: {'GET /kakao/callback': {status: 301, headers: {Location: '/kakao/callback/?doctor=1'}}},
    ids: [],
  },
  {
    name: 'a slash behind the callback that loses the code',
    answers: {'GET /kakao/callback': {status: 301, headers: {Location: '/kakao/callback/'}}},
    ids: ['callback_guarded'],
  },
  {name: 'a callback that is not there', answers: {'GET /kakao/callback': {status: 404}}, ids: ['callback_missing']},
  {name: 'a callback that is no page', answers: {'GET /kakao/callback': SIGNED_OUT}, ids: ['callback_not_page']},
  {
    name: 'a callback that a route of the server takes',
    answers: {'GET /kakao/callback': {status: 400}},
    args: ['--callback-mode', 'server'],
    ids: [],
  },
  {name: 'notices that take any key', answers: {'POST /kakao/notices': {status: 200}}, ids: ['notices_open']},
  {name: 'notices behind a CSRF protection', answers: {'POST /kakao/notices': {status: 403}}, ids: ['notices_odd']},
  {name: 'notices that are not there', answers: {'POST /kakao/notices': {status: 404}}, ids: ['notices_odd']},
];

describe('the doctor at the site', () => {
  for (const {name, answers, args = [], ids} of ROWS) {
    test(`names ${name}`, async () => {
      for (const [route, answer] of Object.entries(answers)) site.answers.set(route, answer);

      const findings = await diagnose([...toArguments(site), ...args]);

      assert.deepEqual(
        findings.map(({id}) => id),
        ids,
      );
      assert.ok(!JSON.stringify(findings).includes('canary'), 'a query can hold one');
    });
  }

  for (const [name, headers, ids] of [
    ['no CORS', {}, ['cors_missing']],
    ['CORS without cookies', {'Access-Control-Allow-Origin': 'own'}, ['cors_missing']],
    [
      'CORS for whoever asks',
      {'Access-Control-Allow-Origin': 'any', 'Access-Control-Allow-Credentials': 'true'},
      ['cors_open', 'cors_missing'],
    ],
    [
      'CORS with all that it takes',
      {
        'Access-Control-Allow-Origin': 'own',
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Headers': 'X-Kakao-Sync, Content-Type',
      },
      [],
    ],
  ] as const) {
    test(`judges ${name} between two origins of a site`, async () => {
      const page = site.origin.replace('127.0.0.1', 'localhost');
      const answer = ({headers: {origin = ''}}: IncomingMessage): Answer => {
        const rule = (headers as Record<string, string>)['Access-Control-Allow-Origin'];
        const allowed =
          rule === 'any' || (rule === 'own' && origin === page) ? {'Access-Control-Allow-Origin': origin} : {};
        const rest = Object.entries(headers).filter(([header]) => header !== 'Access-Control-Allow-Origin');
        return withHeaders({...Object.fromEntries(rest), ...allowed});
      };
      for (const method of ['GET', 'POST', 'OPTIONS']) site.answers.set(`${method} ${PATH}`, answer);

      const findings = await diagnose([
        '--endpoint',
        site.endpoint,
        '--redirect-uri',
        `${page}/cb`,
        '--callback-mode',
        'server',
        '--site',
        page,
      ]);

      assert.deepEqual(
        findings.map(({id}) => id),
        ids,
      );
    });
  }

  test('tells a site that is down once, as such', async () => {
    const origin = `http://127.0.0.1:${await findFreePort()}`;
    const down = {...site, endpoint: `${origin}/api`, callback: `${origin}/cb`, notices: `${origin}/notices`};

    const findings = await diagnose(toArguments(down));

    assert.deepEqual(
      findings.map(({id}) => id),
      ['site_down'],
    );
    assert.match(findings[0]?.fix ?? '', /Start the server/);
  });

  test('waits for an answer no longer than its patience', async () => {
    site.answers.set(GET, {hangs: true});
    const network = openNetwork({emulator: undefined, site: [site.origin], secrets: [], patience: 50});

    assert.equal(await network.askSite(site.endpoint), 'late');
  });

  for (const [line, id] of [
    ['__Host-session=1; Path=/; Secure; HttpOnly; SameSite=Lax', undefined],
    ['__Host-session=1; Path=/; HttpOnly; SameSite=Lax', 'cookie_prefix_broken'],
    ['__Host-session=1; Path=/api; Secure; HttpOnly', 'cookie_prefix_broken'],
    ['__Host-session=1; Path=/; Secure; HttpOnly; Domain=shop.example', 'cookie_prefix_broken'],
    ['__Secure-a=1; HttpOnly', 'cookie_prefix_broken'],
    ['lang=ko; SameSite=None', 'cookie_dropped'],
    ['lang=ko', undefined],
    ['JSESSIONID=1; Path=/; HttpOnly', 'cookie_insecure'],
    ['sid=1; Path=/; Secure', 'cookie_readable'],
    ['auth_token=1; Path=/; Secure; HttpOnly; SameSite=None', 'cookie_cross_site'],
  ] as const) {
    test(`judges the cookie ${line}`, () => {
      const headers = new Headers([['set-cookie', line]]);

      const findings = probeCookies({status: 200, headers, text: ''}, 'https://shop.example/api');

      assert.deepEqual(
        findings.map((finding) => finding.id),
        id === undefined ? [] : [id],
      );
    });
  }

  test('finds everything that can be found at a site, by a test here', () => {
    const cookies = ['cookie_prefix_broken', 'cookie_dropped', 'cookie_insecure', 'cookie_cross_site'];
    const found = [...ROWS.flatMap(({ids}) => ids), ...cookies, 'cors_missing', 'site_down', 'site_late'];

    assert.deepEqual([...new Set(found)].sort(), Object.keys(OF_SITE).sort());
  });
});

describe('the secrets of the site', () => {
  const CANARIES = {
    KAKAO_CLIENT_SECRET: 'canaryClientSecret0123456789ABCD',
    KAKAO_ADMIN_KEY: 'canaryAdminKey0123456789',
    SESSION_KEY: 'canary-session-key-0qW8eR7tY6uI5oP4aS3dF2gH1',
  };

  test('go to Kakao alone, and into no report', async () => {
    const kakao = createKakaoEmulator({
      apps: [
        {
          ...DEFAULT_APP,
          restApiKeys: [
            {
              key: DEFAULT_APP.restApiKeys[0].key,
              clientSecret: CANARIES.KAKAO_CLIENT_SECRET,
              redirectUris: [site.callback],
            },
          ],
        },
      ],
    });
    const {url, close} = await kakao.listen({port: 0});
    after(close);
    const variables = {...CANARIES, KAKAO_REST_API_KEY: DEFAULT_APP.restApiKeys[0].key, KAKAO_EMULATOR: url};
    const env = Object.entries(variables)
      .map(([name, text]) => `${name}=${text}\n`)
      .join('');

    const findings = await diagnose([...toArguments(site)], env);

    assert.deepEqual(findings, []);
    assert.ok(site.received.length >= 5);
    const told = site.received.join('\n') + JSON.stringify(findings);
    for (const canary of Object.values(CANARIES)) assert.ok(!told.includes(canary));
    assert.ok(kakao.counts.token === 1, 'Kakao was asked whether the secret is right');
  });

  test('cannot be sent to the site, nor anything to anybody else', () => {
    const network = openNetwork({emulator: undefined, site: [site.origin], secrets: ['canary']});
    const refused = [
      () => network.askSite(`${site.origin}/?a=canary`),
      () => network.askSite(site.origin, {headers: {Authorization: 'canary'}}),
      () => network.askSite(site.origin, {form: {a: 'canary'}}),
      () => network.askSite(site.origin, {json: {a: ['canary']}}),
      () => network.askSite('https://evil.example/'),
      () => network.askKakao('https://evil.example/'),
      () => network.askKakao('//evil.example/'),
      () => Promise.resolve(openNetwork({emulator: 'https://evil.example', site: [], secrets: []})),
    ];

    for (const ask of refused) assert.throws(() => void ask(), Error);
    assert.equal(network.kakaoOrigin, 'https://kauth.kakao.com');
    assert.deepEqual(site.received, []);
  });
});

describe('the demo', () => {
  test('has nothing that the doctor finds', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'doctor-demo-'));
    await seedFolder(join(dataFolder, 'members'));
    const demo = await startDemo({shopPort: 0, emulatorPort: 0, dataFolder});
    try {
      const [{key, clientSecret}] = DEFAULT_APP.restApiKeys;
      const env = `KAKAO_REST_API_KEY=${key}\nKAKAO_CLIENT_SECRET=${clientSecret}\nKAKAO_JAVASCRIPT_KEY=${DEFAULT_APP.javascriptKeys[0].key}\nKAKAO_ADMIN_KEY=${DEFAULT_APP.adminKey}\n`;
      const args = ['--redirect-uri', `${demo.shopUrl}/kakao/callback`, '--endpoint', `${demo.shopUrl}${PATH}`];

      const findings = await diagnose(
        [...args, '--emulator', demo.emulatorUrl ?? '', '--notices', `${demo.shopUrl}/kakao/notices/unlink`],
        env,
      );

      assert.deepEqual(findings, []);
    } finally {
      await demo.close();
      await rm(dataFolder, {recursive: true, force: true});
    }
  });
});
