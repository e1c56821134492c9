import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import {including, readPolicies, without} from '../../support/policies.js';
import {STAND_IN} from '../../support/sdk-environments.js';
import {type Strictness, toStrictPages} from '../../support/strict-pages.js';
import {AT, describeJourney, expectFailed, expectSignedIn, ko} from '../../support/journey.js';

const {nonce: POLICY, host} = await readPolicies();

const strict: Strictness = {way: 'elements', policy: POLICY};

describeJourney('Trusted Types', {at: STAND_IN, pages: toStrictPages('/cart', strict)}, ({site, test}) => {
  beforeEach(() => {
    Object.assign(strict, {way: 'elements', policy: POLICY, before: undefined});
  });

  const renderTag = (nonce: string, data = ''): string => `<script ${nonce} src="/kakao-sync.min.js" ${data}></script>`;
  const renderModule = (nonce: string): string => `<script ${nonce} src="/scripts/page.js" type="module"></script>`;

  interface Copies {
    readonly way: Strictness['way'];
    readonly before: NonNullable<Strictness['before']>;
    /** How many buttons the first copy draws: none, where the second was to do it. */
    readonly buttons: 0 | 1;
  }
  const copies: Readonly<Record<string, Copies>> = {
    'the script tag in head and body': {way: 'script tag', before: renderTag, buttons: 0},
    'a script tag that configures nothing, and a bundle': {
      way: 'elements',
      before: (nonce) => renderTag(nonce),
      buttons: 1,
    },
    'a bundle twice': {
      way: 'elements',
      before: (nonce) => renderModule(nonce).replace('/scripts/', '/copies/again/scripts/'),
      buttons: 1,
    },
  };
  for (const [what, {buttons, ...copy}] of Object.entries(copies)) {
    test(`stop the second copy of the code, ${what}, and ${buttons === 0 ? 'its button is not drawn' : 'the first one works'}`, async (visit) => {
      Object.assign(strict, copy);
      await visit.goTo(AT);

      const {blocked} = await visit.violations.next('trusted-types');

      assert.equal(blocked, 'trusted-types-policy');
      assert.match(visit.traffic.uncaught.join(), /^[^,]*"lit-html" already exists\.$/);
      assert.equal(await visit.page.getByRole('button').count(), buttons);
      if (buttons === 0) return;
      await visit.signUp();
      await expectSignedIn(visit, AT, {stopped: ['trusted-types'], uncaught: /"lit-html" already exists/});
    });

    if (buttons > 0) continue;
    test(`let every copy of the code run with 'allow-duplicates', ${what}`, async (visit) => {
      Object.assign(strict, copy, {policy: including(POLICY, 'trusted-types', "'allow-duplicates'")});
      await visit.signUpAt(AT);

      await expectSignedIn(visit, AT);
      assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
    });
  }

  const renderDefault = (rule: string) => (nonce: string) =>
    `<script ${nonce}>trustedTypes.createPolicy('default', {createScriptURL: ${rule}});</script>`;
  const defaults = [
    {
      that: 'lets Kakao’s SDK in serves where ours is not allowed',
      rule: "(url) => (url.startsWith('https://t1.kakaocdn.net/') ? url : null)",
      policy: without(POLICY, 'trusted-types', 'kakao-sync'),
      stopped: ['trusted-types'],
    },
    {that: 'lets nothing in is not asked where ours is allowed', rule: '() => null', policy: POLICY, stopped: []},
  ];
  for (const {that, rule, policy, stopped} of defaults) {
    test(`by a default policy of the page that ${that}`, async (visit) => {
      strict.policy = including(policy, 'trusted-types', 'default');
      strict.before = renderDefault(rule);
      await visit.signUpAt(AT);

      await expectSignedIn(visit, AT, {stopped});
      assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
    });
  }

  test('by a default policy of the page that lets nothing in, where ours is not allowed, cost the SDK', async (visit) => {
    strict.policy = including(without(POLICY, 'trusted-types', 'kakao-sync'), 'trusted-types', 'default');
    strict.before = renderDefault('() => null');
    await visit.pressAt(AT);

    const stopped = ['trusted-types', 'require-trusted-types-for'];
    await expectFailed(visit, AT, {code: 'sdk_blocked', message: ko.later}, {stopped});
  });

  /** Safari before 16.4: Lit puts a `<style>` into the shadow root, which is the policy's business. */
  const YELLOW = 'rgb(254, 229, 0)';
  const buttons = [
    {what: 'a yellow button by the page’s nonce', way: 'elements', policy: POLICY, stopped: []},
    {what: 'a yellow button by the page’s nonce', way: 'script tag', policy: POLICY, stopped: []},
    {
      what: 'a plain button under the policy by host',
      way: 'script tag',
      policy: host,
      stopped: ['style-src-elem'],
    },
    {
      what: 'a plain button under the policy by nonce, without style-src',
      way: 'elements',
      policy: without(POLICY, 'style-src'),
      stopped: ['style-src-elem'],
    },
  ] as const;
  for (const {what, way, policy, stopped} of buttons) {
    test(`leave a browser without constructable style sheets ${what}, with the ${way}, and it signs up by it`, async (visit) => {
      Object.assign(strict, {way, policy});
      await visit.context.addInitScript(() => Reflect.deleteProperty(CSSStyleSheet.prototype, 'replace'));
      await visit.goTo(AT);

      assert.equal(
        (await visit.page.getByRole('button').evaluate((button) => getComputedStyle(button).backgroundColor)) ===
          YELLOW,
        stopped.length === 0,
      );
      for (const directive of stopped) await visit.violations.next(directive);
      await visit.signUp();

      await expectSignedIn(visit, AT, {stopped});
    });
  }
});
