import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {describe, it} from 'node:test';
import {readSettings} from '../../demo/settings.js';

describe('readSettings', () => {
  it('leaves everything to its default when nothing is set', () => {
    assert.deepEqual(Object.values(readSettings({SHOP_PORT: '', DATABASE_URL: ' '})).filter(Boolean), []);
  });

  it('reads ports, places and keys', () => {
    const settings = readSettings({
      SHOP_PORT: '3100',
      EMULATOR_PORT: '0',
      SHOP_URL: 'https://shop.example/',
      DATABASE_URL: 'postgres://localhost/shop',
      KAKAO_JAVASCRIPT_KEY: 'js',
      KAKAO_REST_API_KEY: 'rest',
      KAKAO_ADMIN_KEY: 'admin',
      KAKAO_APP_ID: '77',
      KAKAO_CHANNEL: '_ondal',
    });

    const {shopPort, emulatorPort, shopUrl, databaseUrl, kakaoKeys} = settings;
    assert.deepEqual([shopPort, emulatorPort], [3100, 0]);
    assert.deepEqual([shopUrl, databaseUrl], ['https://shop.example', 'postgres://localhost/shop']);
    const keys = {javascriptKey: 'js', restApiKey: 'rest', clientSecret: undefined, adminKey: 'admin', appId: '77'};
    assert.deepEqual(kakaoKeys, {...keys, channel: '_ondal'});
  });

  for (const [name, environment] of [
    ['SHOP_PORT', {SHOP_PORT: '70000'}],
    ['EMULATOR_PORT', {EMULATOR_PORT: 'four'}],
    ['SHOP_URL', {SHOP_URL: 'shop.example'}],
    ['KAKAO_REST_API_KEY', {KAKAO_JAVASCRIPT_KEY: 'js'}],
  ] as const) {
    it(`names ${name} when it cannot be used`, () => {
      assert.throws(() => readSettings(environment), new RegExp(name));
    });
  }

  it('knows every variable of the example file', async () => {
    const example = await readFile(new URL('../../demo/.env.example', import.meta.url), 'utf8');
    const source = await readFile(new URL('../../demo/settings.ts', import.meta.url), 'utf8');

    for (const [, name] of example.matchAll(/^([A-Z_]+)=/gm)) assert.ok(source.includes(`'${name}'`), name);
  });
});
