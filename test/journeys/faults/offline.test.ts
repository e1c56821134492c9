import assert from 'node:assert/strict';
import {
  AT,
  describeJourney,
  expectErrorTold,
  expectFailed,
  expectSignedIn,
  holdNext,
  ko,
  type Visit,
  waitForHeldPost,
} from '../../support/journey.js';

describeJourney('a visitor who is offline', {}, ({site, testFault}) => {
  const isOffline = (visit: Visit): Promise<unknown> => visit.page.waitForURL(/^chrome-error:/);

  testFault('F73', 'at the press is told, and the next press works', async (visit) => {
    await visit.goTo(AT);

    await visit.context.setOffline(true);
    await visit.press();

    // What would tell of the SDK cannot be had either, nor the words around a reference.
    await expectErrorTold(visit, {code: 'part_unavailable', message: ko.later});
    await visit.context.setOffline(false);
    await visit.signIn();
    await expectSignedIn(visit, AT, {error: [AT]});
  });

  testFault('F73', 'at the press, with the SDK there, goes back and presses again', async (visit) => {
    await visit.goTo(AT);
    await visit.page.hover('kakao-login-button');
    await visit.page.waitForFunction(() => 'Kakao' in window);

    await visit.context.setOffline(true);
    await visit.press();
    await isOffline(visit);
    await visit.context.setOffline(false);
    await visit.page.goBack();
    await visit.signIn();

    await expectSignedIn(visit, AT, {open: 1});
  });

  testFault('F73', 'on the way back from Kakao reloads, and is signed in', async (visit) => {
    const answer = await visit.begin(AT);

    await visit.context.setOffline(true);
    await assert.rejects(visit.page.goto(answer), /ERR_INTERNET_DISCONNECTED/);
    await isOffline(visit);
    await visit.context.setOffline(false);
    await visit.page.reload();

    await expectSignedIn(visit, AT);
  });

  testFault('F73', 'while the code is posted is told when back, and the next press works', async (visit) => {
    await visit.page.clock.install();
    const answer = await visit.begin(AT);
    const script = await holdNext(visit.context, /\/scripts\/page\.js/);
    await visit.context.route(/\/api\/kakao\/session/, (route) => route.abort('internetdisconnected'));
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await script.arrived;

    script.release();
    await visit.traffic.nextRead();
    await visit.page.clock.fastForward(5_000);
    await visit.traffic.nextRead(2);
    await visit.context.unroute(/\/api\/kakao\/session/);
    await visit.page.clock.fastForward(5_000);

    await expectFailed(visit, AT, {code: 'backend_unreachable', message: ko.later}, {posts: 1});
    await visit.signIn();
    await expectSignedIn(visit, AT, {error: [AT], posts: 2});
  });

  testFault('F73', 'from the backend’s answer on is told where the login began', async (visit) => {
    const answer = await visit.begin(AT);
    const post = site.holdNextPost();
    await visit.context.route(/\/cart/, (route) => route.abort('internetdisconnected'));
    await visit.page.goto(answer, {waitUntil: 'commit'});
    await waitForHeldPost(visit, post);

    const failed = visit.page.waitForEvent('requestfailed', (request) => request.url().includes('/cart'));
    post.release();
    await failed;
    await visit.context.unroute(/\/cart/);
    await visit.page.reload();

    await expectSignedIn(visit, AT);
  });
});
