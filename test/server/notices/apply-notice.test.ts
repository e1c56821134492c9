import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {holdLongTimers} from '../support/long-timers.js';
import {createApplyNotice} from '../../../src/server/notices/apply-notice.js';
import {createMemoryNoticeStore} from '../support/memory-notice-store.js';
import {createSignal} from '../support/signal.js';
import {PERSON, readEnd, START, toCookieHeader} from '../support/site.js';
import {
  createNoticeSite,
  type NoticeSite,
  toChannelRequest,
  toEventName,
  toEventRequest,
  toUnlinkRequest,
} from '../support/notices.js';

const MINUTE = 60_000;
const toText = (time: number): string => new Date(time).toISOString().replace('.000', '');
const OUTCOMES = ['unlink', 'channel', 'account'].map((route) => `${route}-notice-applied`);

/** What became of the notices that were taken in hand. */
const toOutcomes = ({metrics}: NoticeSite): unknown[] =>
  metrics.flatMap(({purpose, outcome}) => (OUTCOMES.includes(purpose) ? [outcome] : []));

async function sendEvent(site: NoticeSite, event: string, at: number, jti = `${event} ${at}`): Promise<void> {
  const subject = {subject_type: 'iss-sub', iss: 'https://kauth.kakao.com', sub: PERSON};
  const events = {[toEventName(event)]: {subject}};
  const token = await site.signEvent({claims: {events, iat: at / 1000, jti}});
  assert.equal((await site.notices.account(toEventRequest(token))).status, 202);
}

const sendUnlink = async ({notices}: NoticeSite): Promise<void> =>
  assert.equal((await notices.unlink(toUnlinkRequest('POST'))).status, 200);

describe('an unlink', () => {
  test('that Kakao confirms is told to the site, by Kakao’s clock', async () => {
    const site = await createNoticeSite();
    // This server's clock is five minutes behind, as it always was.
    site.provider.clock = () => START + 5 * MINUTE;
    await sendUnlink(site);

    await site.settle();

    const [{event: {eventId, ...event} = {}} = {}] = site.events as {event?: {eventId?: string}}[];
    assert.ok(eventId);
    assert.deepEqual(event, {
      kakaoId: PERSON,
      at: new Date(START + 5 * MINUTE),
      clock: 'kakao',
      reason: 'UNLINK_FROM_APPS',
    });
    assert.deepEqual(toOutcomes(site), ['applied']);
  });

  test('is told by this server’s clock if Kakao tells no time, and with its person’s token in a group', async () => {
    const site = await createNoticeSite();
    site.provider.clock = () => NaN;
    await site.notices.unlink(toUnlinkRequest('POST', {group_user_token: 'group-1'}));
    site.clock.time += MINUTE;

    await site.settle();

    const {eventId, ...event} = site.events[0]!.event;
    assert.ok(eventId);
    assert.deepEqual(event, {
      ...{kakaoId: PERSON, at: new Date(START), clock: 'received'},
      ...{reason: 'UNLINK_FROM_APPS', groupUserToken: 'group-1'},
    });
    assert.deepEqual(site.metrics.at(-1), {purpose: 'unlink-notice-applied', outcome: 'applied', milliseconds: 0});
  });

  test('that Kakao does not confirm, because its person is back, is ignored and counted', async () => {
    const site = await createNoticeSite();
    await sendUnlink(site);
    site.links.set(PERSON, toText(START + 1000));

    await site.settle();

    assert.deepEqual([site.told(), toOutcomes(site)], [[], ['relinked']]);
  });

  /** Since when the person is linked again, in milliseconds after the event; and what is done. */
  const signed: readonly (readonly [since: number | null, outcome: string | null])[] = [
    [null, 'applied'],
    [0, 'relinked'],
    [1000, 'relinked'],
    [60 * MINUTE, 'relinked'],
    // Kakao's own answers differ: it is asked again later.
    [-1000, null],
  ];
  for (const skew of [-5 * MINUTE, 0, 5 * MINUTE]) {
    for (const [since, outcome] of signed) {
      test(`of a signed event, with a link ${since ?? 'no'} ms after it and a clock ${skew / MINUTE} min off, is ${outcome ?? 'asked for again'}`, async () => {
        const site = await createNoticeSite();
        await site.proveKey();
        const at = START + skew;
        await sendEvent(site, 'user-unlinked', at);
        if (since !== null) site.links.set(PERSON, toText(at + since));

        await site.settle();

        assert.deepEqual(toOutcomes(site), outcome === null ? [] : [outcome]);
        assert.deepEqual(site.told(), outcome === 'applied' ? [['onUnlink', null, PERSON]] : []);
        assert.equal((await site.notices.failures()).length, outcome === null ? 1 : 0);
        if (outcome === null) assert.match(site.reports[0]?.hint ?? '', /still has the link from before/);
      });
    }
  }

  const unclear: readonly (readonly [what: string, answer: () => Response])[] = [
    ['500', () => new Response('{}', {status: 500})],
    ['a page', () => new Response('<html>', {status: 200})],
    ['somebody else', () => Response.json({id: 1})],
    ['nobody', () => Response.json({})],
    ...[-1, -2, -10, -103, -401, -9798].map(
      (code) => [`${code}`, () => Response.json({msg: 'no', code}, {status: 400})] as const,
    ),
    ['−101 as text', () => Response.json({code: '-101'}, {status: 400})],
    ['−101 with 200', () => Response.json({code: -101})],
  ];
  for (const [what, answer] of unclear) {
    test(`about which Kakao answers ${what} is asked for again, and never acted on`, async () => {
      const site = await createNoticeSite();
      await site.proveKey();
      site.provider.on('/v2/user/me', answer);
      await sendUnlink(site);

      await site.settle();

      assert.deepEqual(site.told(), []);
      assert.equal((await site.notices.failures()).length, 1);
    });
  }

  test('is not acted on by an admin key that may be another app’s', async () => {
    const site = await createNoticeSite({adminKeys: ['the-key-before']});
    const before = {Authorization: 'KakaoAK the-key-before'};
    await site.notices.unlink(toUnlinkRequest('POST', {}, before));

    await site.settle();

    assert.deepEqual(site.told(), []);
    const [{code, hint, koe} = {}] = site.reports;
    assert.deepEqual([code, koe], ['app_key_wrong', '-101']);
    assert.match(hint ?? '', /nothing has shown yet that the key is of this app.*shows it\.$/, 'whole, not cut');
    const [{notice: {eventId}} = {notice: {eventId: ''}}] = await site.notices.failures();
    // Kakao tells of somebody by it.
    site.links.set('1', toText(START));
    await site.notices.unlink(toUnlinkRequest('POST', {user_id: '1'}, before));
    await site.settle();
    assert.equal(await site.notices.replay(eventId), true);
    await site.settle();
    assert.deepEqual(site.told(), [['onUnlink', 'UNLINK_FROM_APPS', PERSON]]);
  });

  test('is not acted on by an admin key that came after it, and may be another app’s', async () => {
    const before = await createNoticeSite();
    await sendUnlink(before);
    const after = await createNoticeSite({wrap: () => before.store, options: {adminKey: 'another-app'}});

    await after.settle();

    assert.deepEqual([before.told(), after.told()], [[], []]);
    assert.equal(after.reports[0]?.code, 'app_key_wrong');
  });

  test('twice in a day, with a return between them, is told twice', async () => {
    const site = await createNoticeSite();
    await sendUnlink(site);
    await site.settle();
    site.links.set(PERSON, toText(START + MINUTE));
    site.clock.time += 2 * MINUTE;
    site.links.delete(PERSON);

    await sendUnlink(site);
    await site.settle();

    assert.equal(new Set(site.events.map(({event}) => event.eventId)).size, 2);
  });

  for (const order of ['the form first', 'the signed event first']) {
    test(`told by both of Kakao’s ways, ${order}, is told to the site as one that has ended by then`, async () => {
      const site = await createNoticeSite();
      await site.proveKey();
      const ways = [() => sendUnlink(site), () => sendEvent(site, 'user-unlinked', START)];

      for (const send of order === 'the form first' ? ways : ways.reverse()) {
        await send();
        await site.settle();
      }

      // The statement in the documents makes the second do nothing: no link is older than either that is not gone.
      assert.deepEqual(
        site.events.map(({event}) => event.kakaoId),
        [PERSON, PERSON],
      );
      assert.ok(site.events.every(({event}) => event.at.getTime() >= START - 1000));
    });
  }

  test('is tried again until the hook succeeds, under one eventId', async () => {
    let tries = 0;
    const ids = new Set<string>();
    const site = await createNoticeSite({
      options: {
        onUnlink({eventId}) {
          ids.add(eventId);
          tries += 1;
          if (tries < 5) throw new Error(`the database says no to ${PERSON}`);
        },
      },
    });
    await sendUnlink(site);

    await site.settle();

    assert.deepEqual([tries, ids.size, toOutcomes(site)], [5, 1, ['applied']]);
    assert.equal(site.reports[0]?.code, 'hook_failed');
    assert.doesNotMatch(JSON.stringify(site.reports), new RegExp(PERSON));
  });

  test('is given up after twenty times, and can be replayed, with every check', async () => {
    let isDown = true;
    const site = await createNoticeSite({
      options: {
        onUnlink() {
          if (isDown) throw new Error('down');
        },
      },
    });
    await sendUnlink(site);
    await site.settle();
    const [failure] = await site.notices.failures();
    assert.deepEqual(await site.notices.counts(), {waiting: 0, failed: 1, oldestAt: null});
    isDown = false;
    site.links.set(PERSON, toText(START));

    assert.equal(await site.notices.replay(failure!.notice.eventId), true);
    await site.settle();

    assert.deepEqual(toOutcomes(site), ['relinked']);
    assert.equal(await site.notices.discard(failure!.notice.eventId), false);
  });

  test('F72 of a member who is logging in leaves no session', async () => {
    const members = new Map([[PERSON, {id: 'm-1'}]]);
    const asked = createSignal();
    const answered = createSignal();
    const site = await createNoticeSite({
      options: {
        async findMember({id}) {
          const member = members.get(id) ?? null;
          asked.resolve();
          await answered.promise;
          return member;
        },
        readMember: (id) => [...members.values()].find((member) => member.id === id) ?? null,
        onUnlink: ({kakaoId}) => void members.delete(kakaoId),
      },
    });
    const login = site.post(site.prepare());
    await asked.promise;
    await sendUnlink(site);
    await site.settle();
    answered.resolve();

    const response = await login;

    assert.equal(members.size, 0);
    const Cookie = toCookieHeader(response);
    assert.equal(await readEnd(site.get({Cookie})), 'signed-out');
  });

  test('of a member who logs in meanwhile leaves the new login alone', async () => {
    const site = await createNoticeSite();
    await sendUnlink(site);
    // The answer to the question is on its way while the person links again and logs in.
    const asked = site.provider.holdNext('/v2/user/me');
    const settled = site.settle();
    await asked.reached;
    site.links.set(PERSON, toText(START + 1000));
    site.members.set(PERSON, {id: 'm-1'});
    asked.release();
    await settled;

    assert.deepEqual([site.told(), site.members.size], [[], 1]);
  });
});

describe('what has an order', () => {
  const channel = async (site: NoticeSite, event: string, at: number, id = 'resource-1'): Promise<void> => {
    const request = toChannelRequest({event, updated_at: toText(at)}, {'X-Kakao-Resource-ID': id});
    assert.equal((await site.notices.channel(request)).status, 200);
  };

  test('is told if it is the newest, and not after a newer one', async () => {
    const site = await createNoticeSite();
    await channel(site, 'blocked', START + 1000, 'second');
    await site.settle();
    await channel(site, 'added', START, 'first');
    await site.settle();
    await channel(site, 'added', START + 2000, 'third');
    await site.settle();

    assert.deepEqual(
      site.told().map(([, event]) => event),
      ['blocked', 'added'],
    );
    assert.deepEqual(toOutcomes(site), ['applied', 'older', 'applied']);
  });

  for (const [first, second, told] of [
    ['added', 'blocked', ['added', 'blocked']],
    ['blocked', 'added', ['blocked']],
    ['blocked', 'blocked', ['blocked', 'blocked']],
  ] as const) {
    test(`of a channel is ${told.at(-1)} in the end, if ${first} and then ${second} come of the same moment`, async () => {
      const site = await createNoticeSite();

      for (const [index, event] of [first, second].entries()) {
        await channel(site, event, START, `${index}`);
        await site.settle();
      }

      assert.deepEqual(
        site.told().map(([, event]) => event),
        told,
      );
      assert.equal(toOutcomes(site).length, 2);
    });
  }

  test('of a channel that was added again a millisecond later is added', async () => {
    const site = await createNoticeSite();

    await channel(site, 'blocked', START, 'first');
    await channel(site, 'added', START + 1, 'second');
    await site.settle();

    assert.deepEqual(
      site.told().map(([, event]) => event),
      ['blocked', 'added'],
    );
  });

  test('is of one channel, one person and one kind', async () => {
    const site = await createNoticeSite();
    await channel(site, 'blocked', START + 1000);
    for (const [changes, id] of [
      [{channel_public_id: '_Other'}, 'other channel'],
      [{id: '4200000002'}, 'other person'],
    ] as const) {
      const request = toChannelRequest({...changes, updated_at: toText(START)}, {'X-Kakao-Resource-ID': id});
      await site.notices.channel(request);
    }
    await sendEvent(site, 'account-disabled', START);
    await site.settle();

    assert.deepEqual(toOutcomes(site), ['applied', 'applied', 'applied', 'applied']);
  });

  test('is told one at a time', async () => {
    const [underWay, most] = [new Set<string>(), {count: 0}];
    const doors: (() => void)[] = [];
    const site = await createNoticeSite({
      options: {
        async onChannelChange({eventId}) {
          underWay.add(eventId);
          most.count = Math.max(most.count, underWay.size);
          await new Promise<void>((resolve) => doors.push(resolve));
          underWay.delete(eventId);
        },
      },
    });
    for (const [index, event] of ['added', 'blocked', 'added'].entries()) {
      await channel(site, event, START + index * 1000, `${index}`);
    }
    const first = site.notices.drain();
    while (doors.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // The first is under way: whoever takes another one in hand puts it off.
    site.clock.time += 1000;
    await site.notices.drain();
    doors.shift()!();
    await first;

    assert.equal(most.count, 1);
    assert.equal(site.store.waiting.length, 2);
  });

  test('lets what failed be told again, and what is newer before it', async () => {
    let isDown = true;
    const told: string[] = [];
    const site = await createNoticeSite({
      options: {
        onChannelChange({event}) {
          if (isDown) throw new Error('down');
          told.push(event);
        },
      },
    });
    await channel(site, 'added', START, 'first');
    await site.settle();
    isDown = false;
    await channel(site, 'blocked', START + 1000, 'second');
    await site.settle();
    const [failure] = await site.notices.failures();
    await site.notices.replay(failure!.notice.eventId);
    await site.settle();

    assert.deepEqual(told, ['blocked']);
  });

  test('does not hold for scopes and tokens: two events can be about different ones', async () => {
    const site = await createNoticeSite();
    await sendEvent(site, 'user-scope-withdraw', START + 1000);
    await site.settle();
    await sendEvent(site, 'user-scope-consent', START);
    await site.settle();

    assert.deepEqual(toOutcomes(site), ['applied', 'applied']);
  });

  test('of accounts: one that was enabled later is not disabled by a late event', async () => {
    const site = await createNoticeSite();
    await sendEvent(site, 'account-enabled', START + 1000);
    await site.settle();
    await sendEvent(site, 'account-disabled', START);
    await site.settle();

    assert.deepEqual(site.told(), [['onAccountEvent', 'account-enabled', PERSON]]);
  });
});

describe('a notice that no hook is for', () => {
  test('is taken, counted and dropped', async () => {
    const site = await createNoticeSite({options: {onChannelChange: undefined, onAccountEvent: undefined}});
    await site.notices.channel(toChannelRequest());
    await sendEvent(site, 'tokens-revoked', START);

    await site.settle();

    assert.deepEqual(toOutcomes(site), ['unheard', 'unheard']);
    assert.deepEqual(await site.notices.counts(), {waiting: 0, failed: 0, oldestAt: null});
  });
});

test('a hook that ends after its time is counted once, by the next try', async (t) => {
  const timers = holdLongTimers(t, 30_000);
  const counted: string[] = [];
  const hooks = [createSignal(), createSignal()];
  let calls = 0;
  const apply = createApplyNotice({
    hooks: {onUnlink: null, onChannelChange: null, onAccountEvent: () => hooks[calls++]?.promise ?? Promise.resolve()},
    askLink: () => Promise.reject(new Error('nobody is asked')),
    isKeyProved: () => true,
    proveKey: () => undefined,
    isOwnKey: () => Promise.resolve(false),
    openStore: () => Promise.resolve(createMemoryNoticeStore(() => START)),
    forgetTokens: () => Promise.resolve(),
    forgetTokensBefore: () => Promise.resolve(),
    count: (_, outcome) => void counted.push(outcome),
    now: () => START,
  });
  const notice = {
    eventId: 'e',
    kind: 'account',
    event: 'credential-change',
    kakaoId: PERSON,
    at: 0,
    clock: 'kakao',
  } as const;
  const {signal} = new AbortController();
  const first = assert.rejects(apply(notice, signal), /not done within 30000 ms/);
  while (calls === 0) await nextTurn();
  timers.pass(30_000);
  await first;
  hooks[0]?.resolve();
  hooks[1]?.resolve();

  assert.equal(await apply(notice, signal), 'done');

  for (let turn = 0; turn < 20; turn++) await nextTurn();
  assert.deepEqual([calls, counted], [2, ['applied']]);
});
