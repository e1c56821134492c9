import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {assertNobodyMade, assertRefused, createSite, REDIRECT_URI, REST_KEY} from '../support/site.js';

describe('a login', () => {
  const choices = [
    ...['c'.repeat(32), REST_KEY.toUpperCase(), `${REST_KEY}1`, 'constructor', '__proto__', 'toString'].map(
      (value) => ['clientId', value, 'client_unknown'] as const,
    ),
    ...[
      `${REDIRECT_URI}/`,
      `${REDIRECT_URI}?x=1`,
      `${REDIRECT_URI}#x`,
      `${REDIRECT_URI} `,
      REDIRECT_URI.replace('https', 'http'),
      REDIRECT_URI.replace('shop', 'SHOP'),
      REDIRECT_URI.replace('.example', '.example:443'),
      REDIRECT_URI.replace('.example', '.example.evil'),
      'https://evil.example/kakao/callback',
      '/kakao/callback',
      'constructor',
    ].map((value) => ['redirectUri', value, 'redirect_uri_unknown'] as const),
  ];
  for (const [field, value, code] of choices) {
    test(`whose ${field} is ${value} is refused with ${code}, and Kakao is not asked`, async () => {
      const site = await createSite();

      const response = await site.post({...site.prepare(), [field]: value});

      await assertRefused(site, response, code);
      assert.equal(response.status, 400);
      assert.deepEqual(site.provider.requests, []);
      assertNobodyMade(site);
    });
  }
});
