import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {describe, test} from 'node:test';
import {toS256} from '../../../src/shared/encoding/hashes.js';
import {ADMIN_KEY, createSite, PERSON, START} from '../support/site.js';
import {APP_ID, createNoticeSite, HOOK_URL, toChannelRequest, toUnlinkRequest} from '../support/notices.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `Authorization` headers, and whether they are Kakao's. */
const HEADERS: readonly (readonly [value: string, isGood: boolean])[] = [
  [`KakaoAK ${ADMIN_KEY}`, true],
  // What `Headers` cuts off does not reach anybody.
  [` KakaoAK ${ADMIN_KEY} `, true],
  ['', false],
  ['KakaoAK', false],
  ['KakaoAK ', false],
  [ADMIN_KEY, false],
  [`kakaoak ${ADMIN_KEY}`, false],
  [`KAKAOAK ${ADMIN_KEY}`, false],
  [`KakaoAk ${ADMIN_KEY}`, false],
  [`KakaoAK  ${ADMIN_KEY}`, false],
  [`KakaoAK\t${ADMIN_KEY}`, false],
  [`KakaoAK:${ADMIN_KEY}`, false],
  [`KakaoAK=${ADMIN_KEY}`, false],
  [`KakaoAK "${ADMIN_KEY}"`, false],
  [`KakaoAK ${ADMIN_KEY}x`, false],
  [`KakaoAK x${ADMIN_KEY}`, false],
  [`KakaoAK ${ADMIN_KEY.slice(0, -1)}`, false],
  [`KakaoAK ${ADMIN_KEY.toUpperCase()}`, false],
  [`KakaoAK ${ADMIN_KEY} x`, false],
  [`KakaoAK ${ADMIN_KEY}, KakaoAK ${ADMIN_KEY}`, false],
  [`Bearer ${ADMIN_KEY}`, false],
  [`Basic ${btoa(`KakaoAK:${ADMIN_KEY}`)}`, false],
  [`KakaoAK ${encodeURIComponent(ADMIN_KEY)}%00`, false],
  [`KakaoAK ${sha256(ADMIN_KEY)}`, false],
  [`KakaoAK ${ADMIN_KEY}é`, false],
  [`KakaoAK undefined`, false],
  [`KakaoAK null`, false],
  [`KakaoAK ${'x'.repeat(5000)}`, false],
];

describe('the admin key of a notice', () => {
  for (const [value, isGood] of HEADERS) {
    for (const adminKeys of [[ADMIN_KEY], [{sha256: sha256(ADMIN_KEY)}]]) {
      const form = typeof adminKeys[0] === 'string' ? 'a key' : 'a hash';
      test(`${JSON.stringify(value).slice(0, 60)} is ${isGood ? 'taken' : 'refused'}, known as ${form}`, async () => {
        const site = await createNoticeSite({adminKeys});
        const headers = {Authorization: value};

        const answers = await Promise.all([
          site.notices.unlink(toUnlinkRequest('GET', {}, headers)),
          site.notices.unlink(toUnlinkRequest('POST', {}, headers)),
          site.notices.channel(toChannelRequest({}, headers)),
        ]);

        assert.deepEqual(
          answers.map(({status}) => status),
          Array(3).fill(isGood ? 200 : 401),
        );
        assert.equal(site.store.waiting.length, isGood ? 3 : 0);
        if (!isGood) assert.match(site.reports[0]?.hint ?? '', /^A notice came without one of adminKeys/);
        assert.doesNotMatch(JSON.stringify(site.reports), new RegExp(`${ADMIN_KEY}|${PERSON}`));
      });
    }
  }

  test('that is not sent is not that of an empty text, of which a site may have made the hash', async () => {
    const site = await createNoticeSite({adminKeys: [{sha256: sha256('')}]});
    const request = toUnlinkRequest('GET');
    request.headers.delete('authorization');

    assert.equal((await site.notices.unlink(request)).status, 401);
    assert.deepEqual(site.store.waiting, []);
  });

  test('can be any of three, and which one is counted', async () => {
    const site = await createNoticeSite({adminKeys: ['old-key', {sha256: sha256('middle-key')}, ADMIN_KEY]});

    for (const key of ['middle-key', ADMIN_KEY, 'old-key']) {
      await site.notices.unlink(toUnlinkRequest('POST', {}, {Authorization: `KakaoAK ${key}`}));
    }

    assert.deepEqual(
      site.metrics.map(({adminKey}) => adminKey),
      [1, 2, 0],
    );
  });

  test('is looked at before anything else of the request', async () => {
    const site = await createNoticeSite();
    const request = toUnlinkRequest('POST', {app_id: 'x'}, {Authorization: 'KakaoAK x', 'Content-Type': 'text/plain'});

    assert.equal((await site.notices.unlink(request)).status, 401);
    assert.equal(request.bodyUsed, false);
  });
});

describe('an unlink notice', () => {
  for (const method of ['GET', 'POST'] as const) {
    const refused: readonly Readonly<Partial<Record<'app_id' | 'user_id', string | null>>>[] = [
      ...[null, '', '654321', `${APP_ID}0`, ` ${APP_ID}`, `0${APP_ID}`].map((app_id) => ({app_id})),
      ...[null, '', '0', '-1', '1e9', 'x', ' 42', '4.2', '9'.repeat(21), '__proto__'].map((user_id) => ({user_id})),
    ];
    for (const changes of refused) {
      test(`by ${method} with ${JSON.stringify(changes)} is refused`, async () => {
        const site = await createNoticeSite();

        const {status, headers} = await site.notices.unlink(toUnlinkRequest(method, changes));
        assert.deepEqual([status, headers.get('allow')], [400, null]);

        assert.deepEqual(site.store.waiting, []);
        assert.deepEqual(
          site.reports.map(({code}) => code),
          ['notice_refused'],
        );
        assert.match(site.reports[0]?.hint ?? '', 'app_id' in changes ? /another app_id than appId/ : /no user_id/);
      });
    }

    for (const referrer_type of [
      ...['ACCOUNT_DELETE', 'FORCED_ACCOUNT_DELETE', 'UNLINK_FROM_ADMIN', 'UNLINK_FROM_APPS', 'INCOMPLETE_SIGN_UP'],
      ...['SOMETHING_NEW', 'not a word', '', null],
    ]) {
      test(`by ${method} because of ${referrer_type} is kept, and nothing else of it`, async () => {
        const site = await createNoticeSite();
        const group_user_token = 'group/token+1==';

        const response = await site.notices.unlink(toUnlinkRequest(method, {referrer_type, group_user_token}));

        assert.deepEqual([response.status, await response.text()], [200, '']);
        const {eventId, ...notice} = site.store.waiting[0]!;
        assert.match(eventId, /^[0-9a-f-]{36}$/);
        assert.deepEqual(notice, {
          ...{kind: 'unlink', event: 'unlinked', kakaoId: PERSON, at: START, clock: 'received'},
          ...(referrer_type !== null && /^\w+$/.test(referrer_type) && {reason: referrer_type}),
          groupUserToken: group_user_token,
          provenKey: await toS256(ADMIN_KEY),
        });
      });
    }

    for (const name of ['app_id', 'user_id', 'referrer_type', 'group_user_token']) {
      test(`by ${method} that has ${name} twice is refused`, async () => {
        const site = await createNoticeSite();
        const text = new URLSearchParams({app_id: APP_ID, user_id: PERSON}).toString() + `&${name}=1&${name}=1`;
        const headers = {Authorization: `KakaoAK ${ADMIN_KEY}`, 'Content-Type': 'application/x-www-form-urlencoded'};
        const isGet = method === 'GET';
        const request = new Request(HOOK_URL + (isGet ? `?${text}` : ''), {method, headers, body: isGet ? null : text});

        assert.equal((await site.notices.unlink(request)).status, 400);
        assert.deepEqual(site.store.waiting, []);
      });
    }

    for (const header of ['Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz']) {
      test(`by ${method} that is a prefetch by ${header} changes nothing`, async () => {
        const site = await createNoticeSite();

        assert.equal((await site.notices.unlink(toUnlinkRequest(method, {}, {[header]: 'prefetch'}))).status, 400);
        assert.deepEqual(site.store.waiting, []);
      });
    }
  }

  for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']) {
    test(`by ${method} changes nothing`, async () => {
      const site = await createNoticeSite();
      const {url, headers} = toUnlinkRequest('GET');

      const response = await site.notices.unlink(new Request(url, {method, headers}));

      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'GET, POST']);
      assert.deepEqual(site.store.waiting, []);
    });
  }

  const bodies: readonly (readonly [what: string, body: BodyInit, headers: Record<string, string>, status: number])[] =
    [
      ['JSON', JSON.stringify({app_id: APP_ID, user_id: PERSON}), {'Content-Type': 'application/json'}, 415],
      ['a form of parts', toFormData(), {}, 415],
      ['20 KiB', `user_id=${'1'.repeat(20_000)}`, {}, 413],
      ['no text', new Uint8Array([0xff, 0xfe]), {}, 400],
      ['nothing', '', {}, 400],
    ];
  for (const [what, body, headers, status] of bodies) {
    test(`with ${what} in its body is refused`, async () => {
      const site = await createNoticeSite();
      const type = body instanceof FormData ? {} : {'Content-Type': 'application/x-www-form-urlencoded'};
      const request = new Request(HOOK_URL, {
        method: 'POST',
        headers: {Authorization: `KakaoAK ${ADMIN_KEY}`, ...type, ...headers},
        body,
      });

      const response = await site.notices.unlink(request);
      assert.deepEqual([response.status, response.headers.get('allow')], [status, null]);
      assert.deepEqual(site.store.waiting, []);
    });
  }

  test('that is a framework’s own request is answered 503, and the developer is told what to mount', async () => {
    const site = await createNoticeSite();

    for (const route of ['unlink', 'channel', 'account'] as const) {
      const response = await site.notices[route]({headers: {}, method: 'POST', url: '/'} as unknown as Request);
      assert.equal(response.status, 503);
    }
    assert.match(site.reports[0]?.hint ?? '', /toNodeHandler\(kakao\.notices\.unlink\)/);
  });

  test('keeps what fits of a reason and a token of a group', async () => {
    for (const [length, isKept] of [
      [64, true],
      [65, false],
    ] as const) {
      const site = await createNoticeSite();
      const long = 'R'.repeat(length);
      const group_user_token = 'g'.repeat(isKept ? 1024 : 1025);

      await site.notices.unlink(toUnlinkRequest('POST', {referrer_type: long, group_user_token}));

      const [notice] = site.store.waiting;
      assert.deepEqual(
        [notice?.reason, notice?.groupUserToken],
        isKept ? [long, group_user_token] : [undefined, undefined],
      );
    }
  });

  for (const group_user_token of ['a\u0000b', 'a\nb', '\u007f']) {
    test(`is kept without a token of a group that no database takes: ${JSON.stringify(group_user_token)}`, async () => {
      const site = await createNoticeSite();

      assert.equal((await site.notices.unlink(toUnlinkRequest('POST', {group_user_token}))).status, 200);

      assert.equal(site.store.waiting.length, 1);
      assert.equal(site.store.waiting[0]?.groupUserToken, undefined);
    });
  }

  test('in the query of a POST is none', async () => {
    const site = await createNoticeSite();
    const query = new URLSearchParams({app_id: APP_ID, user_id: PERSON});
    const headers = {Authorization: `KakaoAK ${ADMIN_KEY}`, 'Content-Type': 'application/x-www-form-urlencoded'};

    const request = new Request(`${HOOK_URL}?${query}`, {method: 'POST', headers, body: 'a=b'});

    assert.equal((await site.notices.unlink(request)).status, 400);
  });

  test('comes twice in a day: both are kept, as it says neither when nor which', async () => {
    const site = await createNoticeSite();

    for (let time = 0; time < 2; time++) await site.notices.unlink(toUnlinkRequest('POST'));

    assert.equal(new Set(site.store.waiting.map(({eventId}) => eventId)).size, 2);
  });

  test('is answered 503 without adminKey, since nobody could confirm it', async () => {
    const site = await createNoticeSite({options: {adminKey: undefined}});

    assert.equal((await site.notices.unlink(toUnlinkRequest('POST'))).status, 503);
    assert.deepEqual(
      site.reports.map(({code}) => code),
      ['config_incomplete'],
    );
    assert.match(site.reports[0]?.hint ?? '', /adminKey is missing/);
  });

  test('is answered 404 by a site that has not set notices up', async () => {
    const {server} = await createSite();

    for (const route of ['unlink', 'channel', 'account'] as const) {
      assert.equal((await server.notices[route](toUnlinkRequest('POST'))).status, 404);
    }
    await assert.rejects(server.notices.start(), {code: 'config_incomplete'});
  });
});

function toFormData(): FormData {
  const form = new FormData();
  form.set('app_id', APP_ID);
  form.set('user_id', PERSON);
  return form;
}
