import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {ErrorCode} from '../../../src/shared/errors.js';
import {assertUntouched, prepareUnlink, signIn} from '../support/signed-in.js';
import {
  assertNoCanary,
  assertRefused,
  createSite,
  json,
  PERSON,
  readEnd,
  sessionCookies,
  type Site,
  START,
  toHookNames,
} from '../support/site.js';

/** What a page of this session does to leave Kakao. */
async function unlink(site: Site, cookie: string): Promise<Response> {
  return site.post(await prepareUnlink(site, cookie), {Cookie: cookie});
}

describe('unlink', () => {
  test('ends the link at Kakao, tells the site, and ends the session', async () => {
    const site = await createSite();
    const cookie = await signIn(site);

    const response = await unlink(site, cookie);

    assert.deepEqual(await json(response), {status: 'signed-out'});
    assert.match(sessionCookies(response).join(), /Max-Age=0/);
    assert.deepEqual(
      site.provider.requests.map(({path, method, form}) => [path, method, form.toString()]),
      [['/v1/user/unlink', 'POST', `target_id_type=user_id&target_id=${PERSON}`]],
    );
    assert.deepEqual(toHookNames(site), ['readMember', 'onUnlink']);
    const {eventId, at, ...event} = site.calls[1]!.event!;
    assert.match(eventId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(event, {kakaoId: PERSON, clock: 'kakao', reason: 'MEMBER'});
    assert.equal(at.getTime(), START);
    assert.deepEqual(site.metrics, [{purpose: 'unlink', outcome: 'signed-out', milliseconds: 0}]);
  });

  test('says once, in the log of the process, what is missing without notices', async (t) => {
    const lines = t.mock.method(console, 'error', () => undefined);
    const site = await createSite();

    for (let time = 0; time < 2; time++) await unlink(site, await signIn(site));

    assert.equal(lines.mock.callCount(), 1);
    assert.match(String(lines.mock.calls[0]?.arguments[0]), /notices are not set up/);
  });

  test('without a session is refused, and Kakao is not asked', async () => {
    const site = await createSite();

    await assertRefused(site, await site.post({purpose: 'unlink'}), 'session_required');

    assert.deepEqual(site.provider.requests, []);
  });

  test('of a session that names no Kakao account is refused', async () => {
    const session = {memberId: 'm-1', issuedAt: START, isNewMember: false};
    const site = await createSite({session: {create: () => undefined, read: () => session, destroy: () => undefined}});
    site.members.set(PERSON, {id: 'm-1'});

    await assertRefused(site, await unlink(site, ''), 'session_required');

    assert.deepEqual(site.provider.requests, []);
  });

  const failures: [name: string, answer: () => Response | Promise<Response>, code: string][] = [
    ['has trouble', () => new Response('', {status: 503}), 'provider_unavailable'],
    ['does not answer', () => Promise.reject(new Error('reset')), 'provider_unavailable'],
    ['refuses the admin key', () => Response.json({msg: 'wrong', code: -401}, {status: 401}), 'app_key_wrong'],
    ['refuses', () => Response.json({msg: 'no', code: -5}, {status: 403}), 'provider_refused'],
    ['answers nonsense', () => new Response('<p>', {status: 404}), 'provider_bad_response'],
  ];
  for (const [name, answer, code] of failures) {
    test(`is refused where Kakao ${name}, and can be repeated`, async () => {
      const site = await createSite();
      const cookie = await signIn(site);
      site.provider.on('/v1/user/unlink', answer);

      await assertRefused(site, await unlink(site, cookie), code);

      await assertUntouched(site, cookie);
      site.provider.on('/v1/user/unlink', () => new Response(`{"id":${PERSON}}`));
      assert.equal(await readEnd(unlink(site, cookie)), 'signed-out');
    });
  }

  describe('that Kakao says is not linked (-101)', () => {
    const NOT_LINKED = (): Response => Response.json({msg: 'NotRegisteredUserException', code: -101}, {status: 400});
    const OTHER = '4200000002';

    /** Two members who are signed in; what Kakao answers to the first of them. */
    async function signInTwo(answer: (sub: string | null) => Response) {
      const site = await createSite({channels: ['_ours']});
      const cookies = [await signIn(site), await signIn(site, OTHER)] as const;
      site.provider.on('/v1/user/unlink', ({form}) => answer(form.get('target_id')));
      return {site, cookies};
    }

    const toUnlinked = ({calls}: Site) => calls.flatMap(({hook, kakaoId}) => (hook === 'onUnlink' ? [kakaoId] : []));

    /** What the admin key of another app gets, about everybody. */
    const OF_ANOTHER_APP = (site: Site): void => {
      for (const path of ['/v1/user/unlink', '/v2/api/talk/channels'] as const) site.provider.on(path, NOT_LINKED);
      answerByAdminKey(site, NOT_LINKED);
    };

    /** `/v2/user/me` as the admin key is answered; members' own tokens are answered as ever. */
    function answerByAdminKey(site: Site, answer: (sub: string | null) => Response | Promise<Response>): void {
      site.provider.on('/v2/user/me', ({url, headers}) =>
        headers.get('authorization')?.startsWith('KakaoAK ')
          ? answer(new URL(url).searchParams.get('target_id'))
          : new Response(`{"id":${OTHER}}`),
      );
    }

    for (const [name, prepare] of [
      ['at first', () => Promise.resolve()],
      ['after it said so of somebody else', unlink],
      ['after it was asked for channels', (site, other) => site.get({Cookie: other}, '?channel=_ours')],
    ] as [name: string, prepare: (site: Site, other: string) => Promise<unknown>][]) {
      test(`is refused ${name}, where the admin key is another app’s`, async () => {
        const {site, cookies} = await signInTwo(NOT_LINKED);
        OF_ANOTHER_APP(site);
        await prepare(site, cookies[1]);
        site.reports.length = 0;
        site.calls.length = 0;

        await assertRefused(site, await unlink(site, cookies[0]), 'app_key_wrong');

        assert.equal(site.reports[0]!.koe, '-101');
        assert.match(site.reports[0]!.hint, /adminKey/);
        assertNoCanary(JSON.stringify(site.reports), OTHER, PERSON);
        await assertUntouched(site, cookies[0]);
      });
    }

    const unclear: [name: string, answer: () => Response | Promise<Response>, code?: ErrorCode][] = [
      ['somebody else', () => new Response(`{"id":${OTHER}1}`)],
      ['nobody', () => new Response('{}')],
      ['a page', () => new Response('<h1>ok</h1>')],
      ['a refusal', () => Response.json({msg: 'not allowed', code: -5}, {status: 403})],
      // What passes by itself says nothing against the key.
      ['a failure', () => Response.json({id: Number(OTHER)}, {status: 500}), 'provider_unavailable'],
      ['maintenance', () => Response.json({msg: 'service', code: -9798}, {status: 503}), 'provider_unavailable'],
      ['a quota', () => Response.json({msg: 'limit', code: -10}, {status: 400}), 'rate_limited'],
      ['429', () => new Response('', {status: 429}), 'rate_limited'],
    ];
    for (const [name, answer, code = 'app_key_wrong'] of unclear) {
      test(`is refused where the question about who logged in last is answered with ${name}`, async () => {
        const {site, cookies} = await signInTwo(NOT_LINKED);
        answerByAdminKey(site, answer);

        await assertRefused(site, await unlink(site, cookies[0]), code);

        await assertUntouched(site, cookies[0]);
      });
    }

    test('is refused where nobody else has logged in, and Kakao is asked about nobody', async () => {
      const site = await createSite();
      const cookie = await signIn(site);
      site.provider.on('/v1/user/unlink', NOT_LINKED);

      await assertRefused(site, await unlink(site, cookie), 'app_key_wrong');

      assert.equal(site.provider.count('/v2/user/me'), 0);
    });

    test('is so, where Kakao knows by the admin key who else has logged in: asked once', async () => {
      const {site, cookies} = await signInTwo(NOT_LINKED);

      assert.deepEqual(await json(await unlink(site, cookies[0])), {status: 'signed-out'});
      assert.deepEqual(await json(await unlink(site, cookies[1])), {status: 'signed-out'});

      const asked = site.provider.requests.filter(({path}) => path === '/v2/user/me');
      assert.deepEqual(
        asked.map(({method, url}) => [method, new URL(url).search]),
        [['GET', `?target_id_type=user_id&target_id=${OTHER}&secure_resource=true`]],
      );
      assert.deepEqual(toUnlinked(site), [PERSON, OTHER]);
    });

    test('is so, once the admin key has told how somebody stands to channels', async () => {
      const {site, cookies} = await signInTwo(NOT_LINKED);
      answerByAdminKey(site, NOT_LINKED);
      await site.get({Cookie: cookies[1]}, '?channel=_ours');

      assert.deepEqual(await json(await unlink(site, cookies[0])), {status: 'signed-out'});
    });

    test('is so, once the admin key has unlinked somebody else', async () => {
      const {site, cookies} = await signInTwo((sub) =>
        sub === OTHER ? new Response(`{"id":${OTHER}}`) : NOT_LINKED(),
      );
      await unlink(site, cookies[1]);

      assert.deepEqual(await json(await unlink(site, cookies[0])), {status: 'signed-out'});
      assert.deepEqual(toUnlinked(site), [OTHER, PERSON]);
    });

    const unreadable: [name: string, answer: () => Response, code: ErrorCode][] = [
      ['somebody else', () => new Response(`{"id":${OTHER}1}`), 'profile_mismatch'],
      ['nobody', () => new Response('{}'), 'profile_mismatch'],
      ['somebody besides', () => new Response(`{"id":"${OTHER},${PERSON}"}`), 'profile_mismatch'],
      ['a page', () => new Response('<h1>ok</h1>'), 'provider_bad_response'],
      ['nothing', () => new Response(''), 'provider_bad_response'],
    ];
    for (const [name, answer, code] of unreadable) {
      test(`is not known after a 200 that names ${name}, which is no success either`, async () => {
        const {site, cookies} = await signInTwo((sub) => (sub === OTHER ? answer() : NOT_LINKED()));
        answerByAdminKey(site, NOT_LINKED);

        await assertRefused(site, await unlink(site, cookies[1]), code);
        site.reports.length = 0;

        await assertRefused(site, await unlink(site, cookies[0]), 'app_key_wrong');
        await assertUntouched(site, cookies[0]);
      });
    }
  });

  test('whose hook failed can be repeated, though Kakao has done it already', async () => {
    let fails = true;
    const site = await createSite({
      onUnlink: () => (fails ? Promise.reject(new Error('database down')) : undefined),
    });
    const cookie = await signIn(site);

    await assertRefused(site, await unlink(site, cookie), 'hook_failed');
    fails = false;

    assert.deepEqual(await json(await unlink(site, cookie)), {status: 'signed-out'});
    assert.equal(site.provider.count('/v1/user/unlink'), 2);
  });
});
