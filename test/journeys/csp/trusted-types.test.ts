import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {ko} from '../../support/texts.js';
import type {Browser} from 'playwright-core';
import {expectEnding} from '../../support/invariants.js';
import {including, readPolicies, without} from '../../support/policies.js';
import {atKakaoHosts} from '../../support/sdk-environments.js';
import type {Site} from '../../support/site.js';
import {type Strictness, toStrictPages} from '../../support/strict-pages.js';
import {expectText, startVisit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
const STAND_IN = atKakaoHosts({name: 'the stand-in', version: '2.7.9'});
const {nonce: POLICY} = await readPolicies();

describe('Trusted Types', () => {
  let browser: Browser;
  let site: Site;
  const strict: Strictness = {way: 'elements', policy: POLICY};
  before(async () => {
    ({browser, site} = await STAND_IN.open({pages: toStrictPages('/cart', strict)}));
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => {
    site.reset();
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
      before: (nonce) => renderModule(nonce).replace('page.js', 'page.js?again'),
      buttons: 1,
    },
  };
  for (const [what, {buttons, ...copy}] of Object.entries(copies)) {
    test(`stop the second copy of the code, ${what}, and ${buttons === 0 ? 'its button is not drawn' : 'the first one works'}`, async () => {
      Object.assign(strict, copy);
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      const {blocked} = await visit.violations.next('trusted-types');

      assert.equal(blocked, 'trusted-types-policy');
      assert.match(visit.traffic.uncaught.join(), /^[^,]*"lit-html" already exists\.$/);
      assert.equal(await visit.page.getByRole('button').count(), buttons);
      if (buttons === 0) return;
      await visit.press();
      await visit.kakao.signUp('김새봄');
      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {
        at: AT,
        session: 'signed-in',
        success: [AT],
        posts: 1,
        tokens: 1,
        stopped: ['trusted-types'],
        uncaught: /"lit-html" already exists/,
      });
    });

    test(`let every copy of the code run with 'allow-duplicates', ${what}`, async () => {
      Object.assign(strict, copy, {policy: including(POLICY, 'trusted-types', "'allow-duplicates'")});
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1});
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
    test(`by a default policy of the page that ${that}`, async () => {
      strict.policy = including(policy, 'trusted-types', 'default');
      strict.before = renderDefault(rule);
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();
      await visit.kakao.signUp('김새봄');

      await visit.events.next('kakao-login-success');
      assert.ok(visit.traffic.toKakao.includes(site.sdkUrl));
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, stopped});
    });
  }

  test('by a default policy of the page that lets nothing in, where ours is not allowed, cost the SDK', async () => {
    strict.policy = including(without(POLICY, 'trusted-types', 'kakao-sync'), 'trusted-types', 'default');
    strict.before = renderDefault('() => null');
    await using visit = await startVisit(browser, site);
    await visit.goTo(AT);

    await visit.press();

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'sdk_blocked');
    await expectText(visit, ko.later);
    const stopped = ['trusted-types', 'require-trusted-types-for'];
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], stopped});
  });
});
