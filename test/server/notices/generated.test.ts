import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {drawSeed} from '../support/seed.js';
import {ADMIN_KEY, PERSON} from '../support/site.js';
import {APP_ID, createNoticeSite, HOOK_URL} from '../support/notices.js';

const ROUTES = ['unlink', 'channel', 'account'] as const;
const TYPES = [
  ...['application/json', 'application/x-www-form-urlencoded', 'application/secevent+jwt', 'text/plain', ''],
  'multipart/form-data; boundary=x',
];
const PARTS = [
  'app_id',
  'user_id',
  APP_ID,
  PERSON,
  'event',
  'added',
  '__proto__',
  '{',
  '}',
  '"',
  ':',
  '&',
  '=',
  '.',
  '%00',
  'é',
];

const header = fc.oneof(
  fc.constantFrom('', 'KakaoAK', 'KakaoAK ', `KakaoAK ${ADMIN_KEY.slice(1)}`, `Bearer ${ADMIN_KEY}`),
  fc.stringMatching(/^[\x20-\x7e]{0,40}$/).map((text) => `KakaoAK ${text}`),
);
const body = fc.oneof(
  fc.string({maxLength: 200}),
  fc.array(fc.constantFrom(...PARTS), {maxLength: 20}).map((parts) => parts.join('')),
  fc.json({maxDepth: 3}),
);

describe('any request to the addresses of notices', () => {
  test('without the admin key is refused, keeps nothing, and tells nothing of itself', async (t) => {
    const site = await createNoticeSite();

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ROUTES),
        header,
        fc.constantFrom(...TYPES),
        body,
        async (route, key, type, text) => {
          const headers = {Authorization: key, 'Content-Type': type};
          const response = await site.notices[route](new Request(HOOK_URL, {method: 'POST', headers, body: text}));

          assert.ok([400, 401, 413, 415].includes(response.status), `${response.status}`);
          assert.deepEqual(site.store.waiting, []);
        },
      ),
      {seed: drawSeed(t), numRuns: 3000},
    );
    assert.doesNotMatch(JSON.stringify(site.reports), new RegExp(`${PERSON}|${ADMIN_KEY}`));
  });

  test('with the admin key is stored as what it says, acknowledged, or refused', async (t) => {
    const site = await createNoticeSite();
    const headers = {Authorization: `KakaoAK ${ADMIN_KEY}`};

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ROUTES), fc.constantFrom(...TYPES), body, async (route, type, text) => {
        const before = site.store.waiting.length;
        const request = new Request(HOOK_URL, {
          method: 'POST',
          headers: {...headers, 'Content-Type': type},
          body: text,
        });
        const {status} = await site.notices[route](request);

        assert.ok([200, 400, 413, 415].includes(status), `${status}`);
        assert.ok(status === 200 || site.store.waiting.length === before);
      }),
      {seed: drawSeed(t), numRuns: 2000},
    );
    for (const {kakaoId} of site.store.waiting) assert.match(kakaoId, /^[1-9]\d{0,19}$/);
  });
});
