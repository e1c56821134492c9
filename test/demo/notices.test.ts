import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {KakaoServer} from 'kakao-sync-widget/server';
import type {FailedNotice} from 'kakao-sync-widget/server/notices';
import type {ChannelRelation} from '../../demo/channel-relations.js';
import {toText} from '../../demo/text/text.js';
import {MEMBER, NOW, ORIGIN, setUpShop, SIGNED_IN} from './support/pages.js';

const {channel, operator} = toText('ko');

const FAILURE: FailedNotice = {
  notice: {
    eventId: '11111111-2222-4333-8444-555555555555',
    kind: 'unlink',
    event: 'unlinked',
    kakaoId: '4100000002',
    at: NOW,
    clock: 'received',
  },
  failedAt: NOW + 60_000,
};

/** The shop with notices that write down what is asked of them. */
function setup(options: Parameters<typeof setUpShop>[0] & {readonly failures?: readonly FailedNotice[]} = {}) {
  const {failures = [FAILURE], ...rest} = options;
  const calls: string[] = [];
  const receive =
    (name: string) =>
    async (request: Request): Promise<Response> => {
      calls.push(`${name} ${request.method} ${await request.text()}`);
      return new Response(null, {status: 202});
    };
  const act =
    (name: string) =>
    (eventId: string): Promise<boolean> => {
      calls.push(`${name} ${eventId}`);
      return Promise.resolve(failures.some(({notice}) => notice.eventId === eventId));
    };
  const notices = {
    unlink: receive('unlink'),
    channel: receive('channel'),
    account: receive('account'),
    counts: () => Promise.resolve({waiting: 3, failed: failures.length, oldestAt: NOW}),
    failures: () => Promise.resolve(failures),
    replay: act('replay'),
    discard: act('discard'),
  } as unknown as KakaoServer['notices'];
  return {calls, ...setUpShop({...rest, kakao: {notices, ...rest.kakao}})};
}

describe('the addresses of Kakao’s notices', () => {
  for (const [path, method, call] of [
    ['/kakao/notices/unlink', 'POST', 'unlink POST body'],
    ['/kakao/notices/unlink', 'GET', 'unlink GET '],
    ['/kakao/notices/channel', 'POST', 'channel POST body'],
    ['/kakao/notices/account', 'POST', 'account POST body'],
  ] as const) {
    it(`hand ${method} ${path} on as it came, whoever sends it`, async () => {
      const {calls, request} = setup();
      const headers = {'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://kakao.example'};

      const answer = await request(path, {method, headers, body: method === 'POST' ? 'body' : null});

      assert.deepEqual([answer.status, calls], [202, [call]]);
    });
  }
});

describe('the operator’s page', () => {
  it('counts what waits, and lists what has failed, without naming anybody', async () => {
    const page = await setup().read('/operator');

    assert.match(page, /data-waiting>3<[^]*data-failed>1</);
    for (const text of [operator.events.unlink, FAILURE.notice.eventId, operator.replay, operator.discard]) {
      assert.ok(page.includes(text), text);
    }
    assert.ok(!page.includes(FAILURE.notice.kakaoId));
    assert.ok((await setup({failures: []}).read('/operator')).includes(operator.noFailures));
  });

  for (const [signups, shown, others] of [
    [{kakaoIds: [], isWhole: true}, 'allFinished', ['firstAccounts', 'kakaoSilent']],
    [{kakaoIds: [], isWhole: false}, 'firstAccounts', ['kakaoSilent']],
    [null, 'kakaoSilent', ['allFinished', 'firstAccounts']],
  ] as const) {
    it(`tells of unfinished sign-ups: ${shown}`, async () => {
      const page = await setup({operator: {unfinished: {find: () => Promise.resolve(signups)}}}).read('/operator');

      assert.ok(page.includes(operator[shown]));
      for (const other of others) assert.ok(!page.includes(operator[other]), other);
    });
  }

  it('counts people who have agreed at Kakao and are no members, and names none of them', async () => {
    const signups = {kakaoIds: ['4100000007', '4100000008'], isWhole: true};
    const page = await setup({operator: {unfinished: {find: () => Promise.resolve(signups)}}}).read('/operator');

    assert.ok(page.includes(operator.unfinishedCount(2)));
    assert.doesNotMatch(page, /410000000[78]/);
  });

  it('escapes what a notice says', async () => {
    const notice = {...FAILURE.notice, kind: 'account', event: '<img src=x>', eventId: '"><img src=x>'} as const;

    assert.doesNotMatch(await setup({failures: [{...FAILURE, notice}]}).read('/operator'), /<img src=x/);
  });

  const {eventId} = FAILURE.notice;
  for (const [what, fields, calls, result] of [
    ['tries again', {eventId, action: 'replay'}, [`replay ${eventId}`], 'replayed'],
    ['discards', {eventId, action: 'discard'}, [`discard ${eventId}`], 'discarded'],
    ['finds nothing to try again', {eventId: 'gone', action: 'replay'}, ['replay gone'], 'missing'],
    ['finds nothing to discard', {eventId: 'gone', action: 'discard'}, ['discard gone'], 'missing'],
    ['knows no other action', {eventId, action: 'forget'}, [], 'missing'],
    ['needs a notice', {action: 'discard'}, [], 'missing'],
  ] as const) {
    it(`${what}, and says so`, async () => {
      const shop = setup();

      const answer = await shop.post('/operator', fields);

      const location = answer.headers.get('Location') ?? '';
      assert.deepEqual([answer.status, location, shop.calls], [303, `/operator?result=${result}`, calls]);
      assert.ok((await shop.read(location)).includes(operator.result[result]));
    });
  }

  for (const [who, headers] of [
    ['another site', {Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'}],
    ['another port', {Origin: 'http://localhost:4000', 'Sec-Fetch-Site': 'same-site'}],
    ['nobody', {Origin: 'null'}],
  ] as const) {
    it(`does nothing for ${who}`, async () => {
      const {calls, post} = setup();

      assert.equal((await post('/operator', {eventId, action: 'discard'}, headers)).status, 403);
      assert.deepEqual(calls, []);
    });
  }

  it('is not there under a stranger’s name for this machine, nor where the shop is open to others', async () => {
    const {requestAt, calls} = setup();
    const other = 'http://rebound.example:3000/operator';
    const press = {method: 'POST', headers: {Origin: ORIGIN}, body: new URLSearchParams({eventId, action: 'discard'})};

    const answers = [
      await requestAt(other),
      await requestAt(other, press),
      await setup({operator: null}).request('/operator'),
      await setup({operator: null}).request('/operator', press),
    ];

    assert.deepEqual(
      answers.map(({status}) => status),
      [404, 404, 404, 404],
    );
    assert.deepEqual(calls, []);
  });
});

describe('the account page', () => {
  const told = (relation: ChannelRelation['relation']): ChannelRelation => ({relation, changedAt: new Date(NOW)});
  for (const [now, notice, shown, isTold] of [
    ['unknown', null, 'unknown', false],
    ['unknown', told('blocked'), 'blocked', true],
    ['unknown', told('added'), 'added', true],
    ['blocked', told('blocked'), 'blocked', true],
    ['added', told('blocked'), 'added', false],
    ['none', told('added'), 'none', false],
  ] as const) {
    it(`shows a channel as ${shown} if Kakao says ${now} and has told of ${notice?.relation ?? 'nothing'}`, async () => {
      const {read} = setup({
        kakao: {session: () => Promise.resolve(Response.json({channels: [{id: '_ondal', relation: now}]}))},
        channels: {find: (kakaoId) => Promise.resolve(kakaoId === MEMBER.kakaoId ? notice : null)},
      });

      const page = await read('/account', SIGNED_IN);

      assert.ok(page.includes(`data-channel-relation>${channel.relation[shown]}<`));
      assert.equal(page.includes(channel.told('').trim()), isTold);
    });
  }

  it('tells whoever has unlinked why it is a guest’s', async () => {
    assert.ok((await setup().read('/account')).includes(toText('ko').profile.guestUnlinked));
  });
});
