import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer, KakaoSyncError} from '../../../src/server/index.js';
import {ADMIN_KEY, assertNoCanary, createSite, JS_KEY, REST_KEY, SECRET, SESSION_KEY} from '../support/site.js';

const site = await createSite();
const LOCAL = 'http://localhost:3000/kakao/callback';
const EMULATOR = 'http://127.0.0.1:4000';
/** A site on this machine. */
const HERE = {redirectUris: [LOCAL], allowedOrigins: ['http://localhost:3000']};

describe('createKakaoServer', () => {
  const refused: [changes: Record<string, unknown>, code: string, option: string][] = [
    [{keys: undefined}, 'config_incomplete', 'keys'],
    [{keys: []}, 'config_invalid', 'keys'],
    [{keys: 'key'}, 'config_invalid', 'keys'],
    [{keys: [null]}, 'config_incomplete', 'keys[0].clientId'],
    [{keys: [{}]}, 'config_incomplete', 'keys[0].clientId'],
    [{keys: [{clientId: ''}]}, 'config_incomplete', 'keys[0].clientId'],
    [{keys: [{clientId: 1}]}, 'config_invalid', 'keys[0].clientId'],
    [{keys: [{clientId: ' key'}]}, 'config_invalid', 'keys[0].clientId'],
    [{keys: [{clientId: REST_KEY, secret: ''}]}, 'config_incomplete', 'keys[0].secret'],
    [{keys: [{clientId: REST_KEY, secret: `${SECRET} `}]}, 'config_invalid', 'keys[0].secret'],
    [{keys: [{clientId: REST_KEY}, {clientId: REST_KEY}]}, 'config_invalid', 'keys'],
    [{keys: [{clientId: JS_KEY, exchangeAs: REST_KEY}]}, 'config_invalid', 'keys[0].exchangeAs'],
    [{keys: [{clientId: JS_KEY, exchangeAs: JS_KEY}]}, 'config_invalid', 'keys[0].exchangeAs'],
    [
      {
        keys: [
          {clientId: 'a', exchangeAs: 'b'},
          {clientId: 'b', exchangeAs: 'a'},
        ],
      },
      'config_invalid',
      'keys[0].exchangeAs',
    ],
    [{redirectUris: undefined}, 'config_incomplete', 'redirectUris'],
    [{redirectUris: []}, 'config_invalid', 'redirectUris'],
    [{redirectUris: 'https://shop.example/'}, 'config_invalid', 'redirectUris'],
    [{redirectUris: ['/kakao/callback']}, 'config_invalid', 'redirectUris[0]'],
    [{redirectUris: ['http://shop.example/cb']}, 'config_invalid', 'redirectUris[0]'],
    [{redirectUris: ['javascript:alert(1)']}, 'config_invalid', 'redirectUris[0]'],
    [{redirectUris: ['https://shop.example/cb#x']}, 'config_invalid', 'redirectUris[0]'],
    [{redirectUris: ['https://u:canary@shop.example/cb']}, 'config_invalid', 'redirectUris[0]'],
    [{redirectUris: ['https://shop.example/cb', '']}, 'config_invalid', 'redirectUris[1]'],
    [{allowedOrigins: undefined}, 'config_incomplete', 'allowedOrigins'],
    [{allowedOrigins: ['*']}, 'config_invalid', 'allowedOrigins[0]'],
    [{allowedOrigins: ['null']}, 'config_invalid', 'allowedOrigins[0]'],
    [{allowedOrigins: ['https://shop.example/']}, 'config_invalid', 'allowedOrigins[0]'],
    [{allowedOrigins: ['https://shop.example:443']}, 'config_invalid', 'allowedOrigins[0]'],
    [{allowedOrigins: ['https://*.shop.example']}, 'config_invalid', 'allowedOrigins[0]'],
    [{allowedOrigins: ['http://shop.example']}, 'config_invalid', 'allowedOrigins[0]'],
    [{allowedOrigins: [undefined]}, 'config_invalid', 'allowedOrigins[0]'],
    [{sessionKeys: undefined}, 'config_incomplete', 'sessionKeys'],
    [{sessionKeys: []}, 'config_invalid', 'sessionKeys'],
    [{sessionKeys: ['canary-too-short']}, 'config_invalid', 'sessionKeys[0]'],
    [{sessionKeys: [SESSION_KEY, 1]}, 'config_invalid', 'sessionKeys[1]'],
    [{sessionKeys: [SESSION_KEY, SESSION_KEY]}, 'config_invalid', 'sessionKeys'],
    [{sessionKeys: ['a', 'b', 'c'].map((end) => SESSION_KEY + end)}, 'config_invalid', 'sessionKeys'],
    [{findMember: undefined}, 'config_incomplete', 'findMember'],
    [{signUp: {}}, 'config_invalid', 'signUp'],
    [{readMember: undefined}, 'config_incomplete', 'readMember'],
    [{linkMember: true}, 'config_invalid', 'linkMember'],
    [{onConsent: []}, 'config_invalid', 'onConsent'],
    [{onUnlink: 'm-1'}, 'config_invalid', 'onUnlink'],
    [{adminKey: ''}, 'config_incomplete', 'adminKey'],
    [{adminKey: `${ADMIN_KEY} `}, 'config_invalid', 'adminKey'],
    [{adminKey: [ADMIN_KEY]}, 'config_invalid', 'adminKey'],
    [{channels: '_ZeUTxl'}, 'config_invalid', 'channels'],
    [{channels: ['https://pf.kakao.com/_ZeUTxl']}, 'config_invalid', 'channels[0]'],
    [{channels: ['_ZeUTxl', 7]}, 'config_invalid', 'channels[1]'],
    [{channels: ['_ZeUTxl'], adminKey: undefined}, 'config_incomplete', 'adminKey'],
    [{terms: 'service'}, 'config_invalid', 'terms'],
    [{terms: ['service']}, 'config_invalid', 'terms[0].tag'],
    [{terms: [{tag: 'service'}, {tag: ''}]}, 'config_invalid', 'terms[1].tag'],
    [{terms: [{tag: 'x'.repeat(101)}]}, 'config_invalid', 'terms[0].tag'],
    [{terms: [{tag: 'service'}, {tag: 'service'}]}, 'config_invalid', 'terms'],
    [{terms: [{tag: 'service', title: 1}]}, 'config_invalid', 'terms[0].title'],
    [{terms: [{tag: 'service', url: 'terms'}]}, 'config_invalid', 'terms[0].url'],
    [{terms: [{tag: 'service', url: '/\\evil.example'}]}, 'config_invalid', 'terms[0].url'],
    [{terms: [{tag: 'service', url: 7}]}, 'config_invalid', 'terms[0].url'],
    [{limit: 10}, 'config_invalid', 'limit'],
    [{onError: 'log'}, 'config_invalid', 'onError'],
    [{fetch: 'https://x.example'}, 'config_invalid', 'fetch'],
    [{now: 0}, 'config_invalid', 'now'],
    [{emulator: ''}, 'config_invalid', 'emulator'],
    [{...HERE, emulator: 'https://kauth.kakao.com'}, 'config_invalid', 'emulator'],
    [{...HERE, emulator: 'http://127.0.0.1.evil.example'}, 'config_invalid', 'emulator'],
    [{emulator: EMULATOR}, 'config_invalid', 'emulator'],
    ...[
      {redirectUris: [LOCAL, 'https://shop.example/cb']},
      {redirectUris: ['https://shop.example/cb', LOCAL]},
      {allowedOrigins: ['https://shop.example']},
      {allowedOrigins: ['http://localhost:3000', 'https://shop.example']},
      {allowedOrigins: ['https://localhost.evil.example', 'http://localhost:3000']},
      {allowedOrigins: ['https://192.168.0.7:3000']},
    ].map((place): [Record<string, unknown>, string, string] => [
      {emulator: EMULATOR, ...HERE, ...place},
      'config_invalid',
      'emulator',
    ]),
    [{session: {}}, 'config_incomplete', 'session.create'],
    [{session: {create: () => undefined, read: () => null, destroy: 1}}, 'config_invalid', 'session.destroy'],
    [{idleSeconds: 0}, 'config_invalid', 'idleSeconds'],
    [{idleSeconds: '60'}, 'config_invalid', 'idleSeconds'],
    [{idleSeconds: NaN}, 'config_invalid', 'idleSeconds'],
    [{absoluteSeconds: 60.5}, 'config_invalid', 'absoluteSeconds'],
    [{idleSeconds: 3600, absoluteSeconds: 60}, 'config_invalid', 'idleSeconds'],
    [{allowedHeaders: 'x-csrf'}, 'config_invalid', 'allowedHeaders'],
    [{allowedHeaders: ['*']}, 'config_invalid', 'allowedHeaders[0]'],
    [{allowedHeaders: ['x\r\ny']}, 'config_invalid', 'allowedHeaders[0]'],
    [{allowOrigins: []}, 'config_invalid', 'allowOrigins'],
  ];
  for (const [changes, code, option] of refused) {
    test(`refuses ${JSON.stringify(changes).slice(0, 90)} and names ${option}`, () => {
      assert.throws(
        () => createKakaoServer(site.options(changes)),
        (error) => {
          assert.ok(error instanceof KakaoSyncError);
          assert.equal(error.code, code, error.message);
          assert.ok(error.message.startsWith(`createKakaoServer: ${option} `), error.message);
          assertNoCanary(error.message);
          return true;
        },
      );
    });
  }

  for (const options of [undefined, null, 'options', []]) {
    test(`refuses ${JSON.stringify(options)} as options`, () => {
      assert.throws(() => createKakaoServer(options as never), {code: 'config_incomplete'});
    });
  }

  const accepted: Record<string, unknown>[] = [
    {},
    {keys: [{clientId: JS_KEY}]},
    {redirectUris: ['https://shop.example/cb?from=kakao', LOCAL], allowedOrigins: ['http://127.0.0.1:3000']},
    {sessionKeys: [SESSION_KEY, `${SESSION_KEY}2`]},
    {emulator: `${EMULATOR}/`, ...HERE, redirectUris: [LOCAL, 'http://[::1]:3000/cb']},
    {emulator: EMULATOR, ...HERE, allowedOrigins: ['http://localhost:3000', 'http://shop.localhost:3000']},
    {absoluteSeconds: 3600},
    {terms: [], channels: [], adminKey: undefined},
    {channels: ['_ZeUTxl', '_emulator']},
    {
      terms: [
        {tag: 'service', title: '이용약관', url: 'https://shop.example/terms'},
        {tag: 'news', url: '/news'},
      ],
    },
    {linkMember: undefined, onConsent: undefined, onUnlink: undefined},
    {onError: undefined, emulator: undefined, session: undefined},
  ];
  for (const options of accepted) {
    test(`takes ${JSON.stringify(options).slice(0, 90)}`, () => {
      assert.equal(typeof createKakaoServer(site.options(options)).session, 'function');
    });
  }

  test('asks nobody anything', () => {
    const requests: Request[] = [];

    createKakaoServer(
      site.options({
        fetch(request) {
          requests.push(request);
          return Promise.reject(new Error('no'));
        },
      }),
    );

    assert.deepEqual(requests, []);
  });
});
