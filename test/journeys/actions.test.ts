import assert from 'node:assert/strict';
import {describeJourney, expectEnding, expectText, ko, waitForHeldPost} from '../support/journey.js';

const AT = '/cart?item=7#total';

describeJourney('an action that the site requires', {}, ({site, test}) => {
  for (const action of ['link-existing', 'rejoin-blocked'] as const) {
    test(`of a newcomer, ${action}, signs nobody in and is told where the visit began`, async (visit) => {
      const message = `${action} 때문에 확인이 필요해요.`;
      site.kit.replaceNextHook('signUp', () => ({action, message}));
      await visit.signUpAt(AT);

      const {detail} = await visit.events.next('kakao-action-required');
      assert.deepEqual([detail?.['code'], detail?.['message']], [action, message]);
      await expectText(visit, message);
      await expectEnding(visit, {at: AT, session: 'signed-out', posts: 1, tokens: 1});
    });
  }

  test('leads to the page that the site names, which is told of it', async (visit) => {
    site.kit.replaceNextHook('signUp', () => ({action: 'link-existing', redirectTo: '/connect?from=kakao#form'}));
    await visit.signUpAt(AT);

    const {page, detail} = await visit.events.next('kakao-action-required');
    assert.deepEqual([page, detail?.['code']], ['/connect?from=kakao#form', 'link-existing']);
    await expectText(visit, ko.action);
    await expectEnding(visit, {at: '/connect?from=kakao#form', session: 'signed-out', posts: 1, tokens: 1});
  });

  test('leads there though the answer to the login is lost', async (visit) => {
    site.kit.replaceNextHook('signUp', () => ({
      action: 'link-existing',
      redirectTo: '/connect',
      message: '먼저 연결해요.',
    }));
    site.failNext('cut');
    await visit.signUpAt(AT);

    const {page, detail} = await visit.events.next('kakao-action-required');
    assert.deepEqual([page, detail?.['code'], detail?.['message']], ['/connect', 'link-existing', '먼저 연결해요.']);
    await expectEnding(visit, {at: '/connect', session: 'signed-out', posts: 1, tokens: 1});
  });

  test('leads there though the page is reloaded before the answer', async (visit) => {
    const answer = await visit.begin(AT, visit.page, {persona: 'new-visitor'});
    site.kit.replaceNextHook('signUp', () => ({action: 'link-existing', redirectTo: '/connect'}));
    const post = site.holdNextPost();
    await visit.page.goto(answer);
    await waitForHeldPost(visit, post);

    await visit.page.reload();
    await visit.traffic.nextRead();
    post.release();

    const {page, detail} = await visit.events.next('kakao-action-required');
    assert.deepEqual([page, detail?.['code']], ['/connect', 'link-existing']);
    await expectEnding(visit, {at: '/connect', session: 'signed-out', posts: 1, tokens: 1});
  });

  test('of a member who is dormant signs nobody in', async (visit) => {
    site.addMember('member');
    site.kit.replaceNextHook('findMember', () => ({action: 'dormant', redirectTo: '/wake'}));
    await visit.signInAt(AT);

    const {page, detail} = await visit.events.next('kakao-action-required');
    assert.deepEqual([page, detail?.['code']], ['/wake', 'dormant']);
    await expectEnding(visit, {at: '/wake', session: 'signed-out', posts: 1, tokens: 1});
  });
});
