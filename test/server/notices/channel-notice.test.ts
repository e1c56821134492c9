import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {PERSON, START} from '../support/site.js';
import {APP_ID, CHANNEL, createNoticeSite, toChannelRequest} from '../support/notices.js';

const AT = new Date(START);

describe('a channel notice', () => {
  const refused: readonly (Readonly<Record<string, unknown>> | string)[] = [
    ...['', 'x', '[]', 'null', '"x"', '{"event":"added"', '1'],
    ...[undefined, null, 7, '', {}].map((event) => ({event})),
    ...[undefined, null, '', 0, -1, 4.2, 'x', [PERSON], '9'.repeat(21)].map((id) => ({id})),
    ...[undefined, null, ''].map((id_type) => ({id_type})),
    ...[undefined, null, '', 'a b', '../x', 7, 'x'.repeat(65)].map((channel_public_id) => ({channel_public_id})),
    ...['654321', 654_321, '', null].map((app_id) => ({app_id})),
    {event: 'e'.repeat(65)},
    {id_type: 'i'.repeat(65)},
  ];
  for (const changes of refused) {
    test(`${JSON.stringify(changes)} is refused, and nothing comes of it`, async () => {
      const site = await createNoticeSite();

      assert.equal((await site.notices.channel(toChannelRequest(changes))).status, 400);

      assert.deepEqual(site.store.waiting, []);
      assert.deepEqual(
        site.reports.map(({code}) => code),
        ['notice_refused'],
      );
    });
  }

  for (const [changes, hint] of [
    ['x', /no JSON object/],
    [{app_id: '1'}, /another app_id than appId/],
    [{event: ''}, /no event/],
    [{id_type: ''}, /no id_type/],
    [{id: 'x'}, /no id that is a number/],
    [{channel_public_id: 'a b'}, /no channel_public_id/],
  ] as const) {
    test(`${JSON.stringify(changes)} is told with what is wrong with it`, async () => {
      const site = await createNoticeSite();

      await site.notices.channel(toChannelRequest(changes));

      assert.match(site.reports[0]?.hint ?? '', hint);
      assert.equal(site.metrics[0]?.adminKey, undefined);
    });
  }

  for (const changes of [{event: 'chatted'}, {event: 'ADDED'}, {id_type: 'open_id', id: 'opaque'}, {id_type: 'x'}]) {
    test(`${JSON.stringify(changes)} is acknowledged, counted and ignored`, async () => {
      const site = await createNoticeSite();

      assert.equal((await site.notices.channel(toChannelRequest(changes))).status, 200);

      assert.deepEqual(site.store.waiting, []);
      assert.deepEqual([site.metrics[0]?.outcome, site.metrics[0]?.adminKey], ['ignored', 0]);
    });
  }

  const large = '9007199254740993';
  const taken: readonly (readonly [what: string, request: () => Request, event: object])[] = [
    ['added', () => toChannelRequest(), {}],
    ['blocked', () => toChannelRequest({event: 'blocked'}), {event: 'blocked'}],
    ['an id that is a number', () => toChannelRequest({id: Number(PERSON)}), {}],
    [
      'an id beyond 2^53',
      () =>
        toChannelRequest(
          `{"event":"added","id":${large},"id_type":"app_user_id","channel_public_id":"${CHANNEL}","updated_at":"2026-11-22T03:00:00Z"}`,
        ),
      {kakaoId: large},
    ],
    ['the app’s own app_id', () => toChannelRequest({app_id: APP_ID}), {}],
    ['the app’s own app_id as a number', () => toChannelRequest({app_id: Number(APP_ID)}), {}],
    ['a charset', () => toChannelRequest({}, {'Content-Type': 'application/json;charset=UTF-8'}), {}],
    ['no time', () => toChannelRequest({updated_at: null}), {clock: 'received'}],
    ['a time with more before it', () => toChannelRequest({updated_at: 'x2026-11-22T03:00:00Z'}), {clock: 'received'}],
    ['a time with more after it', () => toChannelRequest({updated_at: '2026-11-22T03:00:00Zx'}), {clock: 'received'}],
    ['a time of a browser', () => toChannelRequest({updated_at: 'Sun, 22 Nov 2026 03:00:00 GMT'}), {clock: 'received'}],
    [
      'a time too long',
      () => toChannelRequest({updated_at: `2026-11-22T03:00:00.${'0'.repeat(30)}Z`}),
      {clock: 'received'},
    ],
    [
      'a time ten minutes ahead',
      () => toChannelRequest({updated_at: '2026-11-22T03:10:00Z'}),
      {at: new Date(START + 600_000)},
    ],
    ['a time that is none', () => toChannelRequest({updated_at: 'yesterday'}), {clock: 'received'}],
    // It would be the newest for ever.
    ['a time far ahead', () => toChannelRequest({updated_at: '2126-11-22T03:00:00Z'}), {clock: 'received'}],
    [
      'a time five minutes ahead',
      () => toChannelRequest({updated_at: '2026-11-22T03:05:00.5Z'}),
      {at: new Date(START + 300_500)},
    ],
    ['a time of another zone', () => toChannelRequest({updated_at: '2026-11-22T12:00:00+09:00'}), {}],
  ];
  for (const [what, request, changes] of taken) {
    test(`with ${what} is told to the site`, async () => {
      const site = await createNoticeSite();

      const response = await site.notices.channel(request());
      await site.settle();

      assert.deepEqual([response.status, await response.text()], [200, '']);
      const [{event: {eventId = '', ...event} = {}} = {}] = site.events as {event?: {eventId?: string}}[];
      assert.match(eventId, /^[0-9a-f-]{36}$/);
      assert.deepEqual(event, {
        kakaoId: PERSON,
        at: AT,
        clock: 'kakao',
        event: 'added',
        channelId: CHANNEL,
        ...changes,
      });
    });
  }

  test('that comes again, three times or ten at once, is told once', async () => {
    const site = await createNoticeSite();

    for (let time = 0; time < 3; time++) await site.notices.channel(toChannelRequest());
    await Promise.all(Array.from({length: 10}, () => site.notices.channel(toChannelRequest())));
    await site.settle();

    assert.deepEqual(site.told(), [['onChannelChange', 'added', PERSON]]);
    assert.deepEqual(
      site.metrics.slice(0, 13).map(({outcome}) => outcome),
      ['stored', ...Array<string>(12).fill('repeated')],
    );
  });

  test('without Kakao’s id for it is known again by what it says', async () => {
    const site = await createNoticeSite();
    const none = {'X-Kakao-Resource-ID': 'r'.repeat(257)};

    await site.notices.channel(toChannelRequest({}, none));
    await site.notices.channel(toChannelRequest({}, none));
    await site.notices.channel(toChannelRequest({event: 'blocked'}, none));

    assert.deepEqual(
      site.store.waiting.map(({event}) => event),
      ['added', 'blocked'],
    );
  });

  for (const method of ['GET', 'HEAD', 'PUT']) {
    test(`by ${method} is refused`, async () => {
      const site = await createNoticeSite();
      const {url, headers} = toChannelRequest();

      assert.equal((await site.notices.channel(new Request(url, {method, headers}))).status, 405);
    });
  }
});
