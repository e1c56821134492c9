import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {assertUntouched, prepareUnlink, signIn} from './support/signed-in.js';
import {assertRefused, createSite, json, PERSON, sessionCookies, START, toHookNames} from './support/site.js';

describe('unlink', () => {
  test('ends the link at Kakao, tells the site, and ends the session', async () => {
    const site = await createSite();
    const cookie = await signIn(site);

    const response = await site.post(await prepareUnlink(site, cookie), {Cookie: cookie});

    assert.deepEqual(await json(response), {status: 'signed-out'});
    assert.match(sessionCookies(response).join(), /Max-Age=0/);
    assert.deepEqual(
      site.provider.requests.map(({path, method, form}) => [path, method, form.toString()]),
      [['/v1/user/unlink', 'POST', `target_id_type=user_id&target_id=${PERSON}`]],
    );
    assert.deepEqual(toHookNames(site), ['readMember', 'onUnlink']);
    const {id, kakaoId, context} = site.calls[1]!;
    assert.deepEqual([id, kakaoId, context.purpose], ['m-1', PERSON, 'unlink']);
    assert.deepEqual(site.metrics, [{purpose: 'unlink', outcome: 'signed-out', milliseconds: 0}]);
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

    await assertRefused(site, await site.post({purpose: 'unlink'}), 'session_required');

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

      await assertRefused(site, await site.post(await prepareUnlink(site, cookie), {Cookie: cookie}), code);

      await assertUntouched(site, cookie);
      site.provider.on('/v1/user/unlink', () => new Response(`{"id":${PERSON}}`));
      assert.equal(
        (await json(await site.post(await prepareUnlink(site, cookie), {Cookie: cookie})))['status'],
        'signed-out',
      );
    });
  }

  test('whose hook failed can be repeated, though Kakao has done it already', async () => {
    let fails = true;
    const site = await createSite({
      onUnlink: () => (fails ? Promise.reject(new Error('database down')) : undefined),
    });
    const cookie = await signIn(site);

    await assertRefused(site, await site.post(await prepareUnlink(site, cookie), {Cookie: cookie}), 'hook_failed');
    fails = false;
    const second = await site.post(await prepareUnlink(site, cookie), {Cookie: cookie});

    assert.deepEqual(await json(second), {status: 'signed-out'});
    assert.equal(site.provider.count('/v1/user/unlink'), 2);
  });
});
