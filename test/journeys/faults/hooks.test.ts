import assert from 'node:assert/strict';
import {setImmediate} from 'node:timers/promises';
import {CANARY} from '../../support/observation.js';
import {AT, describeJourney, expectOneMorePress, expectSignedIn, ko} from '../../support/journey.js';

describeJourney('a hook of the site', {}, ({site, testFault}) => {
  const failures: readonly [hook: 'findMember' | 'signUp', what: string, fail: () => never][] = [
    [
      'findMember',
      'throws',
      () => {
        throw new Error(`${CANARY}database`);
      },
    ],
    ['signUp', 'returns nothing', () => undefined as never],
  ];
  for (const [hook, what, fail] of failures) {
    testFault('F67', `that ${what} (${hook}) costs one more press`, async (visit) => {
      site.kit.replaceNextHook(hook, fail);
      await visit.signUpAt(AT);

      await expectOneMorePress(visit, AT, {code: 'hook_failed', message: ko.retry});
    });
  }

  testFault('F67', 'that hangs is given up after nine seconds', async (visit, t) => {
    site.kit.replaceNextHook('signUp', () => new Promise(() => undefined));
    const post = site.holdNextPost();
    await visit.signUpAt(AT);
    await post.arrived;

    t.mock.timers.enable({apis: ['setTimeout']});
    post.release();
    while (!site.backend.hooks.some(({hook}) => hook === 'signUp')) await setImmediate();
    t.mock.timers.tick(9_000);
    t.mock.timers.reset();

    await expectOneMorePress(visit, AT, {code: 'backend_timeout', message: ko.later});
  });

  testFault('F68', 'that takes eight seconds signs up once', async (visit) => {
    let begin = (): void => undefined;
    let release = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    site.kit.replaceNextHook('signUp', async (pass) => {
      begin();
      await released;
      return pass();
    });
    await visit.page.clock.install();
    await visit.signUpAt(AT);
    await begun;

    await visit.page.clock.fastForward(8_000);
    release();

    const detail = await expectSignedIn(visit, AT);
    assert.equal(detail['isNewMember'], true);
    assert.equal(site.backend.hooks.filter(({hook}) => hook === 'signUp').length, 1);
  });
});
