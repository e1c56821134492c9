import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ADMIN_KEY, DOMAIN, KAPI, REST_KEY, SCRIPT_KEY, setup} from '../support/setup.js';

const KA = `sdk/2.7.4 os/javascript origin/${encodeURIComponent(DOMAIN)}`;

const ask = (key: string, ka: string | null) =>
  setup().emulator.fetch(`${KAPI}/v1/app/validate/sdk`, {
    method: 'POST',
    headers: {authorization: `KakaoAK ${key}`, ...(ka !== null && {ka})},
    body: new URLSearchParams({quota_properties: '{}'}),
  });

describe('/v1/app/validate/sdk', () => {
  it('lets a page of a registered domain use the SDK', async () => {
    assert.equal((await ask(SCRIPT_KEY, KA)).status, 200);
  });

  const refused: readonly (readonly [string, string, string | null])[] = [
    ['a page of another domain', SCRIPT_KEY, 'sdk/2.7.4 origin/https%3A%2F%2Fevil.example'],
    ['a page that does not say which it is', SCRIPT_KEY, null],
    ['a REST API key', REST_KEY, KA],
    ['an admin key', ADMIN_KEY, KA],
    ['an unknown key', 'unknown', KA],
  ];
  for (const [what, key, ka] of refused) {
    it(`refuses ${what} with -401`, async () => {
      const response = await ask(key, ka);

      assert.equal(response.status, 401);
      assert.equal(((await response.json()) as {code: number}).code, -401);
    });
  }

  it('has a page for those who may not', async () => {
    const response = await setup().emulator.fetch('https://pf.kakao.com/_emulator/sdk_error');

    assert.equal(response.status, 400);
    assert.match(response.headers.get('content-type') ?? '', /html/);
  });
});
