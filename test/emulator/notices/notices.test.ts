import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify} from 'jose';
import {
  ACCOUNT_EVENTS,
  type AccountEvent,
  type EmulatedAppOptions,
  type NoticeRequest,
  type NoticeSettings,
  SET_SPOILS,
} from '../../../src/emulator/index.js';
import {ADMIN_KEY, KAPI, KAUTH, REST_KEY, setup as setupEmulator} from '../support/setup.js';
import rows from './notices.json' with {type: 'json'};

type Received = {method: string; url: URL; headers: Headers; body: string};

const TARGETS = {
  unlink: 'http://localhost:3000/unlink',
  channel: 'http://localhost:3000/channel',
  account: 'http://localhost:3000/account',
};
const STATUS: Readonly<Record<string, number>> = {'/unlink': 200, '/channel': 204, '/account': 202};

/** A site that takes notices, as it would be asked to by `respond`; null: as documented. */
function setup(
  settings: NoticeSettings = {},
  respond: (request: Request) => Response | Promise<Response> | null = () => null,
) {
  const received: Received[] = [];
  const notices: NoticeSettings = {
    ...TARGETS,
    fetch: async (request) => {
      const {method, headers} = request;
      const url = new URL(request.url);
      received.push({method, url, headers, body: await request.text()});
      return (await respond(request)) ?? new Response(null, {status: STATUS[url.pathname]!});
    },
    ...settings,
  };
  const made = setupEmulator({notices});
  const paths = () => received.map(({url}) => url.pathname);
  const send = async (notice: NoticeRequest) => {
    made.emulator.notify(notice);
    await made.emulator.noticesSent();
    return received.at(-1)!;
  };
  return {...made, received, paths, send};
}

const toFields = ({body, url}: Received) => Object.fromEntries(new URLSearchParams(body || url.search));
const toJson = ({body}: Received) => JSON.parse(body) as Record<string, unknown>;
const UNLINK = {kind: 'unlink', persona: 'member'} as const;
const toEvent = (event: AccountEvent) => ({kind: 'account', persona: 'member', event}) as const;

describe('the unlink notice', () => {
  for (const unlinkMethod of ['POST', 'GET'] as const) {
    it(`has the admin key and three fields, by ${unlinkMethod}`, async () => {
      const {send} = setup({unlinkMethod, unlink: `${TARGETS.unlink}?shop=1`});

      const notice = await send({...UNLINK, event: 'ACCOUNT_DELETE'});

      const {shop, ...fields} = {...Object.fromEntries(notice.url.searchParams), ...toFields(notice)};
      assert.deepEqual([notice.method, shop], [unlinkMethod, '1']);
      assert.equal(notice.headers.get('authorization'), `KakaoAK ${ADMIN_KEY}`);
      assert.deepEqual(fields, {app_id: '100001', user_id: '4100000002', referrer_type: 'ACCOUNT_DELETE'});
    });
  }

  it('has another key, none, or other fields where a test wants so', async () => {
    const {send} = setup();

    const wrong = await send({...UNLINK, adminKey: 'wrong'});
    const bare = await send({...UNLINK, adminKey: null, fields: {app_id: '2', user_id: null, group_user_token: 'g'}});

    assert.equal(wrong.headers.get('authorization'), 'KakaoAK wrong');
    assert.equal(bare.headers.get('authorization'), null);
    assert.deepEqual(toFields(bare), {app_id: '2', referrer_type: 'UNLINK_FROM_APPS', group_user_token: 'g'});
  });

  const causes: readonly (readonly [
    what: string,
    referrer: string | null,
    act: (made: ReturnType<typeof setup>) => unknown,
  ])[] = [
    ['the person', 'UNLINK_FROM_APPS', ({emulator}) => emulator.account('member').unlink()],
    ['Kakao', 'FORCED_ACCOUNT_DELETE', ({emulator}) => emulator.account('member').unlink('FORCED_ACCOUNT_DELETE')],
    ['somebody at the emulator', 'UNLINK_FROM_ADMIN', ({emulator}) => post(emulator, 'unlink', {persona: 'member'})],
    ['the site, as it says itself', null, ({emulator}) => emulator.account('member').unlink(null)],
    [
      'the site, by its API',
      null,
      ({emulator}) =>
        emulator.fetch(`${KAPI}/v1/user/unlink`, {
          method: 'POST',
          headers: {authorization: `KakaoAK ${ADMIN_KEY}`},
          body: new URLSearchParams({target_id_type: 'user_id', target_id: '4100000002'}),
        }),
    ],
    ['nobody, as there is no link', null, ({emulator}) => emulator.account('new-visitor').unlink()],
    ['the reset', null, ({emulator}) => emulator.reset()],
  ];
  for (const [what, referrer, act] of causes) {
    it(`${referrer === null ? 'is not sent' : `says ${referrer}`} where the link is ended by ${what}`, async () => {
      const made = setup();

      await act(made);
      await made.emulator.noticesSent();

      assert.deepEqual(made.paths(), referrer === null ? [] : ['/unlink', '/account']);
      assert.deepEqual(
        made.received.slice(0, 1).map((notice) => toFields(notice)['referrer_type']),
        referrer === null ? [] : [referrer],
      );
    });
  }
});

describe('the channel notice', () => {
  it('tells who added or blocked which channel, and when', async () => {
    const {emulator, clock, received} = setup();
    const account = emulator.account('member');
    account.agree('plusfriends');

    account.setChannel('BLOCKED');
    account.setChannel('NONE');
    clock.at += 60_000;
    account.setChannel('ADDED');
    await emulator.noticesSent();

    const common = {
      id: '4100000002',
      id_type: 'app_user_id',
      channel_public_id: '_emulator',
      channel_uuid: '@emulator',
    };
    assert.deepEqual(received.map(toJson), [
      {event: 'blocked', ...common, updated_at: '2026-11-22T09:00:00Z'},
      {event: 'added', ...common, updated_at: '2026-11-22T09:01:00Z'},
    ]);
    const [{headers}] = received as [Received];
    assert.equal(headers.get('authorization'), `KakaoAK ${ADMIN_KEY}`);
    assert.equal(headers.get('user-agent'), 'KakaoOpenAPI/1.0');
    assert.notEqual(headers.get('x-kakao-resource-id'), received[1]?.headers.get('x-kakao-resource-id'));
  });

  it('names whoever has not agreed to that by another id', async () => {
    const {send} = setup();

    const {id, id_type: type} = toJson(await send({kind: 'channel', event: 'added', persona: 'member'}));

    assert.equal(type, 'open_id');
    assert.notEqual(id, '4100000002');
  });
});

describe('an account event', () => {
  const verify = async (made: ReturnType<typeof setup>, {body, headers}: Received) => {
    const keys = (await (await made.emulator.fetch(`${KAUTH}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
    const {payload} = await jwtVerify(body, createLocalJWKSet(keys), {
      issuer: KAUTH,
      audience: REST_KEY,
      typ: 'secevent+jwt',
      algorithms: ['RS256'],
      requiredClaims: ['iat', 'jti', 'sub', 'events'],
      currentDate: new Date(made.clock.at),
    });
    return {payload, type: headers.get('content-type')};
  };

  for (const [event, uri] of Object.entries(ACCOUNT_EVENTS)) {
    it(`is signed: ${event}`, async () => {
      const made = setup();

      const {payload, type} = await verify(
        made,
        await made.send({...toEvent(event as AccountEvent), details: {reason: 'r'}}),
      );

      assert.equal(type, 'application/secevent+jwt');
      assert.deepEqual(payload['events'], {
        [uri]: {subject: {subject_type: 'iss-sub', iss: KAUTH, sub: '4100000002'}, reason: 'r'},
      });
      assert.deepEqual([payload.sub, payload.iat], ['4100000002', made.clock.at / 1000]);
    });
  }

  it('says who issues it and for whom, as it is set', async () => {
    const {send} = setup({issuer: 'http://127.0.0.1:4000', audience: 'app-id'});

    const {iss, aud} = decodeJwt((await send(toEvent('user-linked'))).body);

    assert.deepEqual([iss, aud], ['http://127.0.0.1:4000', '100001']);
  });

  it('is issued by the address at which the emulator listens', async () => {
    const {emulator, send} = setup();
    const {url, close} = await emulator.listen();

    const {iss} = decodeJwt((await send(toEvent('user-linked'))).body);
    await close();

    assert.equal(iss, url);
  });

  it('follows a signup, with the channel’s notice', async () => {
    const {emulator, received, code} = setup();

    code('new-visitor');
    await emulator.noticesSent();

    const events = received.map((notice) => [
      notice.url.pathname,
      notice.body.startsWith('{') ? 'added' : 'user-linked',
    ]);
    assert.deepEqual(events.sort(), [
      ['/account', 'user-linked'],
      ['/channel', 'added'],
    ]);
  });

  for (const spoil of SET_SPOILS) {
    const isAccepted = rows.accepted.includes(spoil);
    it(`is ${isAccepted ? 'accepted' : 'refused'} by a plain check with ${spoil}`, async () => {
      const made = setup();

      const notice = await made.send({...toEvent('user-unlinked'), spoil});

      const verified = await verify(made, notice).then(
        () => true,
        () => false,
      );
      assert.equal(verified, isAccepted);
    });
  }

  it('has another form of the same signature with ktl-set-last-character', async () => {
    const {send} = setup();

    const {body} = await send({...toEvent('user-unlinked'), spoil: 'ktl-set-last-character' as const});

    const signature = body.split('.')[2]!;
    const canonical = Buffer.from(signature, 'base64url').toString('base64url');
    assert.notEqual(signature, canonical);
    assert.equal(signature.slice(0, -1), canonical.slice(0, -1));
  });
});

describe('deliveries', () => {
  it('repeat one notice, one after the other or at once', async () => {
    for (const parallel of [false, true]) {
      let most = 0;
      let open = 0;
      const {emulator, received} = setup({}, async () => {
        most = Math.max(most, (open += 1));
        await new Promise(setImmediate);
        open -= 1;
        return null as unknown as Response;
      });

      emulator.notify({...toEvent('user-unlinked'), times: 3, parallel, delayMs: 1});
      await emulator.noticesSent();

      assert.equal(new Set(received.map(({body}) => decodeJwt(body).jti)).size, 1);
      assert.deepEqual([received.length, most], [3, parallel ? 3 : 1]);
    }
  });

  it('wait while they are held, and follow in either order', async () => {
    for (const reversed of [false, true]) {
      const {emulator, received, clock} = setup();
      emulator.holdNotices();
      emulator.account('member').setChannel('BLOCKED');
      clock.at += 1000;
      emulator.account('member').setChannel('ADDED');
      await emulator.noticesSent();
      const held = emulator.notices.map(({state}) => state);
      emulator.releaseNotices({reversed});
      await emulator.noticesSent();

      assert.deepEqual(held, ['held', 'held']);
      const events = received.map((notice) => toJson(notice)['event']);
      assert.deepEqual(events, reversed ? ['added', 'blocked'] : ['blocked', 'added']);
    }
  });

  const answers: readonly (readonly [NoticeRequest, number, 'accepted' | 'refused'])[] = [
    [UNLINK, 200, 'accepted'],
    [UNLINK, 204, 'refused'],
    [UNLINK, 302, 'refused'],
    [{kind: 'channel', event: 'added', persona: 'member'}, 299, 'accepted'],
    [{kind: 'channel', event: 'added', persona: 'member'}, 503, 'refused'],
    [toEvent('user-linked'), 202, 'accepted'],
    [toEvent('user-linked'), 200, 'refused'],
  ];
  for (const [notice, status, state] of answers) {
    it(`of ${notice.kind} are ${state} by ${status}`, async () => {
      const {emulator, send} = setup({}, () => new Response(null, {status}));

      await send(notice);

      assert.deepEqual(
        emulator.notices.map((sent) => [sent.state, sent.attempts.map((attempt) => attempt.status)]),
        [[state, [status]]],
      );
    });
  }

  it('tell why they failed', async () => {
    const failures: readonly (readonly [() => Response | Promise<Response>, unknown[], NoticeSettings?])[] = [
      [() => Response.json({err: 'invalid_key', description: ''}, {status: 400}), [400, 'invalid_key']],
      [() => Promise.reject(new TypeError('fetch failed')), [null, 'unreachable']],
      [() => new Promise(() => undefined), [null, 'timeout'], {timeLimitMs: 5}],
    ];
    for (const [respond, outcome, settings] of failures) {
      const {emulator, send} = setup(settings, respond);

      await send(toEvent('user-linked'));

      const [attempt] = emulator.notices[0]!.attempts;
      assert.deepEqual([attempt?.status, attempt?.error], outcome);
    }
  });

  it('are repeated only as the settings say, until they are accepted', async () => {
    const refuse = (times: number) => () => (times-- > 0 ? new Response(null, {status: 503}) : null);
    const count = async (settings: NoticeSettings) => {
      const {emulator, send} = setup(settings, refuse(2));
      await send(UNLINK);
      return [emulator.notices[0]?.attempts.length, emulator.notices[0]?.state];
    };

    assert.deepEqual(await count({}), [1, 'refused']);
    assert.deepEqual(await count({resend: {times: 1, afterMs: 0}}), [2, 'refused']);
    assert.deepEqual(await count({resend: {times: 5, afterMs: 0}}), [3, 'accepted']);
  });

  it('are repeated by hand, as they were', async () => {
    let isUp = false;
    const {emulator, received, send} = setup({}, () => (isUp ? null : Response.error()));
    await send({kind: 'channel', event: 'added', persona: 'member'});

    isUp = true;
    emulator.resendNotice(emulator.notices[0]!.id);
    await emulator.noticesSent();

    assert.equal(emulator.notices[0]?.state, 'accepted');
    assert.equal(new Set(received.map(({headers}) => headers.get('x-kakao-resource-id'))).size, 1);
    assert.throws(() => emulator.resendNotice(99));
  });

  it('end with the reset', async () => {
    const {emulator, received} = setup({}, () => new Promise<Response>(() => undefined));
    emulator.notify(UNLINK);
    emulator.notify({...UNLINK, delayMs: 60_000});

    emulator.reset();
    await emulator.noticesSent();

    assert.deepEqual([emulator.notices, received.length], [[], 0]);
  });
});

describe('settings', () => {
  for (const target of rows.targets) {
    it(`refuse a target that is not of this machine: ${JSON.stringify(target)}`, () => {
      for (const kind of ['unlink', 'channel', 'account']) assert.throws(() => setup({[kind]: target}), /this machine/);
    });
  }

  for (const settings of rows.settings) {
    it(`refuse ${JSON.stringify(settings)}`, () => {
      assert.throws(() => setup(settings as NoticeSettings), Error);
    });
  }

  for (const notice of rows.wrong) {
    it(`refuse the notice ${JSON.stringify(notice)}`, async () => {
      const {emulator} = setup();
      const request = {persona: 'member', ...notice};

      assert.throws(() => emulator.notify(request as unknown as NoticeRequest), Error);
      assert.equal((await post(emulator, 'notify', request)).status, 400);
      assert.deepEqual(emulator.notices, []);
    });
  }

  it('leave out a notice without a target, or without the admin key that it needs', () => {
    const keyless = {adminKey: undefined} as unknown as EmulatedAppOptions;
    for (const options of [{}, {app: keyless, notices: TARGETS}]) {
      const {emulator} = setupEmulator(options);

      emulator.account('member').setChannel('BLOCKED');

      assert.deepEqual(emulator.notices, []);
      assert.throws(() => emulator.notify(UNLINK), Error);
    }
  });
});

describe('/__emulator/notify', () => {
  it('sends as notify() does, and /__emulator/notices tells what came of it', async () => {
    const {emulator, received} = setup();

    const sent = await post(emulator, 'notify', {
      kind: 'account',
      event: 'user-unlinked',
      persona: 'member',
      times: 2,
      spoil: 'ktl-set-typ-jwt',
      at: 1000,
    });
    await post(emulator, 'notify', {
      what: 'unlink:ACCOUNT_DELETE',
      persona: 'member',
      key: 'wrong',
      times: '1',
      appId: '',
    });
    await emulator.noticesSent();

    assert.deepEqual(await sent.json(), {id: 1});
    const {body} = received.find(({url}) => url.pathname === '/account')!;
    assert.deepEqual([decodeProtectedHeader(body).typ, decodeJwt(body).iat], ['JWT', 1]);
    assert.equal(
      received.find(({url}) => url.pathname === '/unlink')?.headers.get('authorization'),
      'KakaoAK wrong-admin-key',
    );
    const told = (await (await emulator.fetch('http://127.0.0.1:4000/__emulator/notices')).json()) as unknown;
    assert.deepEqual(told, emulator.notices);
  });

  it('holds, releases and repeats', async () => {
    const {emulator, received} = setup();
    await post(emulator, 'notices/hold', {});
    emulator.notify(UNLINK);
    await emulator.noticesSent();
    assert.equal(received.length, 0);

    await post(emulator, 'notices/release', {reversed: true});
    await emulator.noticesSent();
    await post(emulator, 'notices/resend', {id: 1});
    await emulator.noticesSent();

    assert.equal(received.length, 2);
  });
});

function post(
  emulator: ReturnType<typeof setupEmulator>['emulator'],
  path: string,
  fields: Record<string, unknown>,
): Promise<Response> {
  return emulator.fetch(`http://127.0.0.1:4000/__emulator/${path}`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(fields),
  });
}
