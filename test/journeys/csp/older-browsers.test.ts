import assert from 'node:assert/strict';
import {readPolicies, without} from '../../support/policies.js';
import {STAND_IN} from '../../support/sdk-environments.js';
import {type Strictness, toStrictPages} from '../../support/strict-pages.js';
import {AT, describeJourney, expectSignedIn, type JourneyOptions, type Visit} from '../../support/journey.js';

const policies = await readPolicies();

const strict: Strictness = {way: 'elements', policy: policies.nonce};

const SITE: JourneyOptions = {at: STAND_IN, pages: toStrictPages('/cart', strict)};

/** Safari before 16.4: Lit puts a `<style>` into the shadow root, which is the policy's business. */
describeJourney('a browser without constructable style sheets', SITE, ({test}) => {
  const YELLOW = 'rgb(254, 229, 0)';
  const buttons = [
    {what: 'a yellow button by the page’s nonce', way: 'elements', policy: policies.nonce, stopped: []},
    {what: 'a yellow button by the page’s nonce', way: 'script tag', policy: policies.nonce, stopped: []},
    {
      what: 'a plain button under the policy by host',
      way: 'script tag',
      policy: policies.host,
      stopped: ['style-src-elem'],
    },
    {
      what: 'a plain button under the policy by nonce, without style-src',
      way: 'elements',
      policy: without(policies.nonce, 'style-src'),
      stopped: ['style-src-elem'],
    },
  ] as const;
  for (const {what, way, policy, stopped} of buttons) {
    test(`has ${what}, with the ${way}, and signs up by it`, async (visit) => {
      Object.assign(strict, {way, policy});
      await visit.context.addInitScript(() => Reflect.deleteProperty(CSSStyleSheet.prototype, 'replace'));
      await visit.goTo(AT);

      assert.equal((await readColor(visit)) === YELLOW, stopped.length === 0);
      for (const directive of stopped) await visit.violations.next(directive);
      await visit.press();
      await visit.kakao.signUp('김새봄');

      await expectSignedIn(visit, AT, {stopped});
    });
  }

  function readColor({page}: Visit): Promise<string> {
    return page.getByRole('button').evaluate((button) => getComputedStyle(button).backgroundColor);
  }
});
