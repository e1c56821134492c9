import assert from 'node:assert/strict';
import {AT, describeJourney, expectFailed, expectSignedIn, holdNext} from '../../support/journey.js';

describeJourney('a callback that is loaded once more', {}, ({testFault}) => {
  testFault('F30', 'before its script has come completes the login', async (visit) => {
    const answer = await visit.begin(AT);
    const script = await holdNext(visit.context, /\/scripts\/page\.js/);
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await script.arrived;

    await visit.page.reload();

    await expectSignedIn(visit, AT);
  });

  testFault('F30', 'before its request has left costs one more press', async (visit) => {
    await visit.page.clock.install();
    const answer = await visit.begin(AT);
    const post = await holdNext(visit.context, /\/api\/kakao\/session/);
    await visit.page.goto(answer);
    await post.arrived;

    await visit.page.reload();
    await visit.traffic.nextRead();
    await visit.page.clock.fastForward(10_000);

    await expectFailed(visit, AT, {code: 'login_unfinished'}, {posts: 1});
    await visit.signIn();
    await expectSignedIn(visit, AT, {error: [AT], posts: 2});
  });

  testFault('F30', 'while the next page is loading goes on to it, which tells the success', async (visit) => {
    await visit.context.addInitScript(() => {
      addEventListener('kakao-return', () => {
        if (sessionStorage.getItem('reloaded')) return;
        sessionStorage.setItem('reloaded', 'once');
        setTimeout(() => location.reload());
      });
    });
    const answer = await visit.begin(AT);

    await visit.page.goto(answer, {waitUntil: 'commit'});

    await expectSignedIn(visit, AT);
    assert.equal(visit.events.of('kakao-return').length, 2);
  });

  testFault('F30', 'after the way back was stopped goes there all the same', async (visit) => {
    const answer = await visit.begin(AT);
    await visit.context.route(/\/cart/, (route) => route.abort('aborted'));
    const stopped = visit.page.waitForEvent('requestfailed', (request) => request.url().includes('/cart'));
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await stopped;
    await visit.context.unroute(/\/cart/);

    await visit.page.reload();

    await expectSignedIn(visit, AT);
  });

  testFault('F28', 'after the visitor turned back costs one more press', async (visit) => {
    await visit.page.clock.install();
    const answer = await visit.begin(AT, visit.page, {persona: 'member', answer: 'cancel'});
    await visit.page.goto(answer);
    await visit.events.next('kakao-login-cancel');

    await visit.page.goto(answer);
    await visit.traffic.nextRead();
    await visit.page.clock.fastForward(10_000);

    await expectFailed(visit, AT, {code: 'login_unfinished'}, {cancel: [AT]});
  });
});
