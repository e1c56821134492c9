import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {OF_PAGE} from '../../src/doctor/base/page-texts.js';
import {parseFlags} from '../../src/doctor/settings/flags.js';
import {examine} from '../../src/doctor/examine.js';
import {DEFAULT_SDK_VERSION} from '../../src/sdk/releases.js';
import {findFreePort} from '../support/free-port.js';
import {diagnose} from './support/examine.js';
import {PAGE, startSite} from './support/site.js';

const KEY = '0123456789abcdef0123456789abcdef';
const site = await startSite();
const GOOD = `app-key="${KEY}" endpoint="/api/kakao/session" redirect-uri="/kakao/callback"`;
const toTag = (attributes: string): string =>
  `<script src="/tag/0.1.0/kakao-sync.min.js?1" ${attributes.replace(/([\w-]+)=/g, 'data-$1=')}></script>`;

/** Serves a page with this in its body. */
function serve(body: string, status = 200): string {
  site.answers.set('GET /shop', {...PAGE, status, body: `<!doctype html><title>Shop</title>${body}`});
  return `${site.origin}/shop`;
}

/** The findings that are about the page, each with what follows its address. */
async function read(body: string, status = 200): Promise<readonly (readonly [string, string])[]> {
  const address = serve(body, status);
  const findings = await diagnose(['--page', address, '--emulator', `http://127.0.0.1:${await findFreePort()}`]);
  return findings
    .filter(({id}) => id in OF_PAGE)
    .map(({id, where}) => [id, where.replace(address, '').replace(': ', '')] as const);
}

describe('a page by the doctor', () => {
  for (const [name, body, expected] of [
    ['a good element', `<kakao-sync ${GOOD}></kakao-sync>`, []],
    ['a good tag', toTag(GOOD), []],
    ['an element with a default release', `<kakao-sync ${GOOD} sdk-version="${DEFAULT_SDK_VERSION}"></kakao-sync>`, []],
    [
      'an element that posts nothing',
      `<kakao-sync ${GOOD.replace(/endpoint="[^"]*"/, '')}>`,
      [['attribute_missing', 'endpoint']],
    ],
    ['a tag without a key', toTag(GOOD.replace(/app-key="\w+"/, '')), [['attribute_missing', 'data-app-key']]],
    ['a key without its shape', `<kakao-sync ${GOOD.replace(KEY, 'abc')}>`, [['attribute_refused', 'app-key']]],
    [
      'a callback on another host',
      `<kakao-sync ${GOOD.replace('"/kakao', '"https://evil.example/kakao')}>`,
      [['attribute_refused', 'redirect-uri']],
    ],
    ['a CSRF setting of no known place', `<kakao-sync ${GOOD} csrf="meta:mine">`, [['attribute_refused', 'csrf']]],
    ['an element in a comment', `<!-- <kakao-sync ${GOOD}> -->`, [['page_without_widget', '']]],
    [
      'an element in a template',
      `<template><kakao-sync ${GOOD}></kakao-sync></template>`,
      [['page_without_widget', '']],
    ],
    [
      'an element in a script',
      `<script>"<kakao-sync ${GOOD.replace(/"/g, '')}>"</script>`,
      [['page_without_widget', '']],
    ],
    [
      'attributes without quotes, in capitals',
      `<KAKAO-SYNC APP-KEY=${KEY} ENDPOINT=/api/kakao/session REDIRECT-URI=/kakao/callback>`,
      [],
    ],
  ] as const) {
    test(`is read: ${name}`, async () => {
      assert.deepEqual(await read(body), expected);
    });
  }

  test('is named if it does not open', async () => {
    assert.deepEqual(await read('', 302), [['page_fails', '']]);
  });

  test('is named if the site is down', async () => {
    const findings = await diagnose(['--page', `http://127.0.0.1:${await findFreePort()}/`]);

    assert.equal(findings[0]?.id, 'site_down');
  });

  test('says what no flag and no variable says', async () => {
    const address = serve(
      `<kakao-sync ${GOOD} rest-api-key="${KEY.replace('0', '1')}" scope="account_email"></kakao-sync>`,
    );
    const variables = [{name: 'KAKAO_REST_API_KEY', text: KEY.replace('0', '2'), file: '.env'}];

    const {settings} = await examine(parseFlags(['--page', address, '--scope', 'openid']), variables);

    assert.equal(settings.scope?.text, 'openid', 'the flag wins');
    assert.equal(settings.restApiKey?.text, KEY.replace('0', '2'), 'and then the variable');
    assert.deepEqual(settings.javascriptKey, {text: KEY, where: `${address}: app-key`});
    assert.equal(settings.endpoint?.text, site.endpoint);
    assert.deepEqual(settings.redirectUris, [{text: site.callback, where: `${address}: redirect-uri`}]);
  });

  for (const args of [
    ['--page', 'nonsense'],
    ['--page', 'http://shop.example/'],
    ['--page', 'https://a.example', '--offline'],
  ]) {
    test(`is refused: ${args.join(' ')}`, async () => {
      await assert.rejects(async () => diagnose(args), Error);
    });
  }

  test('has each finding found by a test here', () => {
    assert.deepEqual(Object.keys(OF_PAGE), [
      'page_fails',
      'page_without_widget',
      'attribute_refused',
      'attribute_missing',
    ]);
  });
});
