import assert from 'node:assert/strict';
import type {Device} from '../../support/browser.js';
import {measureLayoutShifts} from '../../support/layout-shift.js';
import {type PolicyKind, readPolicies, without} from '../../support/policies.js';
import {STAND_IN} from '../../support/sdk-environments.js';
import {type Strictness, toStrictPages, type Way} from '../../support/strict-pages.js';
import {
  AT,
  describeJourney,
  expectFailed,
  expectPkce,
  expectSignedIn,
  type JourneyOptions,
  ko,
  type Visit,
} from '../../support/journey.js';

const FRAMING = '/framing';
const ELSEWHERE = 'https://elsewhere.example/';
const policies = await readPolicies();
/** Directives that are the same in both are tried in the first. */
const KINDS: readonly [PolicyKind, Way][] = [
  ['nonce', 'elements'],
  ['host', 'script tag'],
];

/** What the page {@link FRAMING} shows in a frame. */
let framed = '';
const strict: Strictness = {way: 'elements', policy: policies.nonce};

const SITE: JourneyOptions = {
  at: STAND_IN,
  pages: {
    ...toStrictPages('/cart', strict),
    [FRAMING]: {policy: () => 'frame-src *', scripts: () => '', body: () => `<iframe src="${framed}"></iframe>`},
  },
};

describeJourney('a policy of the documents', SITE, ({site, test, openVisit}) => {
  /** What a part of the policy lets in: what is seen where it is not there. */
  interface Permission {
    readonly then: string;
    readonly device?: Device;
    readonly way?: Way;
    see(visit: Visit): Promise<void>;
  }
  /** What a part of the policy keeps out: something that is only done where it is not there. */
  interface Refusal {
    readonly then: string;
    /** By which directive the browser refuses it. */
    readonly by: string;
    /** Tries it on a page that is open, and says whether it was done. */
    attack(visit: Visit): Promise<boolean>;
  }

  const nothingRuns = (directive: string): Permission => ({
    then: 'the button is not drawn, and the link inside it is shown',
    way: 'elements',
    async see(visit) {
      await visit.goTo(AT);
      await visit.violations.next(directive);
      assert.equal(await visit.page.getByRole('link', {name: '로그인 페이지'}).isVisible(), true);
      assert.equal(await visit.page.getByRole('button').count(), 0);
    },
  });
  const sdkIsRefused = (directive: string): Permission => ({
    then: 'a press says sdk_blocked, and the direct path goes on without the SDK',
    async see(visit) {
      await visit.pressAt(AT);
      const stopped = [directive, 'require-trusted-types-for'];
      await expectFailed(visit, AT, {code: 'sdk_blocked', message: ko.later}, {stopped});

      site.attributes['rest-api-key'] = site.restKey;
      await using direct = await openVisit({device: 'iphone'});
      await direct.goTo(AT);
      // The first touch asks for the SDK.
      await direct.page.touchscreen.tap(5, 400);
      await direct.violations.next(directive);
      await direct.signUp();
      await expectSignedIn(direct, AT, {stopped});
      expectPkce(direct.traffic);
    },
  });
  const backendIsRefused: Permission = {
    then: 'a login ends with backend_unreachable',
    async see(visit) {
      await visit.page.clock.install();
      await visit.signUpAt(AT);
      await visit.violations.next('connect-src');
      await visit.page.clock.fastForward(10_000);
      await expectFailed(visit, AT, {code: 'backend_unreachable', message: ko.later}, {stopped: ['connect-src']});
    },
  };

  const PERMISSIONS: Readonly<Record<string, Permission>> = {
    'script-src': nothingRuns('script-src-elem'),
    "script-src 'self'": nothingRuns('script-src-elem'),
    'script-src https://t1.kakaocdn.net': sdkIsRefused('script-src-elem'),
    'style-src': {
      then: 'reserve.css is not read, and the page moves when the button comes',
      way: 'elements',
      async see(visit) {
        const shifts = await measureLayoutShifts(visit.page, site.url + AT, /\/scripts\/page\.js/);
        await visit.violations.next('style-src-elem');
        assert.notDeepEqual(shifts, []);
      },
    },
    'connect-src': backendIsRefused,
    "connect-src 'self'": backendIsRefused,
    'connect-src https://kauth.kakao.com': {
      then: 'KakaoTalk’s answer does not come, and the way without KakaoTalk is offered',
      device: 'android',
      async see(visit) {
        await visit.page.clock.install();
        await visit.pressAt(AT);
        site.emulator.openInKakaoTalk(await visit.traffic.nextAppSwitch(), {persona: 'new-visitor'});
        await visit.violations.next('connect-src');
        await visit.page.clock.fastForward(3_000);
        await visit.events.flow('waiting-for-talk');
        await visit.page.clock.fastForward(8_000);
        await visit.page.getByRole('button', {name: ko.continueInBrowser}).waitFor();
        assert.equal(visit.traffic.posts.length, 0);
      },
    },
    'trusted-types kakao-sync': sdkIsRefused('trusted-types'),
    'trusted-types lit-html': nothingRuns('trusted-types'),
  };

  const REFUSALS: Readonly<Record<string, Refusal>> = {
    'default-src': {
      then: 'a picture of anybody’s can be asked for',
      by: 'img-src',
      attack: (visit) => isAsked(visit, 'img-src', (address) => void (new Image().src = address)),
    },
    'require-trusted-types-for': {
      then: 'text can be made into markup',
      by: 'require-trusted-types-for',
      attack: ({page}) => page.evaluate(makeMarkup, false),
    },
    'trusted-types': {
      then: 'anybody can make a policy that trusts any text',
      by: 'trusted-types',
      attack: ({page}) => page.evaluate(makeMarkup, true),
    },
    'base-uri': {
      then: 'a base element sends every relative address elsewhere',
      by: 'base-uri',
      attack: ({page}) =>
        page.evaluate((href) => {
          document.head.append(Object.assign(document.createElement('base'), {href}));
          return document.baseURI.startsWith(href);
        }, ELSEWHERE),
    },
    'form-action': {
      then: 'a form can be sent elsewhere',
      by: 'form-action',
      attack: (visit) =>
        isAsked(visit, 'form-action', (action) => {
          const form = Object.assign(document.createElement('form'), {action});
          document.body.append(form);
          form.submit();
        }),
    },
    'frame-ancestors': {
      then: 'a page of anybody’s can show the button in a frame',
      by: 'frame-ancestors',
      async attack({page}) {
        framed = `${site.url}/cart`;
        await page.goto(site.apiUrl + FRAMING);
        return page.frames().some((frame) => frame.url() === framed);
      },
    },
  };

  for (const [kind, usualWay] of KINDS) {
    const own = [...policies[kind]].filter(
      ([directive, sources]) => kind === 'nonce' || String(sources) !== String(policies.nonce.get(directive)),
    );
    const parts = own.flatMap(([directive, sources]) => [
      [directive] as const,
      ...(sources.length > 1 ? sources.map((source) => [directive, source] as const) : []),
    ]);
    for (const [directive, source] of parts) {
      const part = source === undefined ? directive : `${directive} ${source}`;
      const permission = PERMISSIONS[part];
      const refusal = REFUSALS[part];
      const then = permission?.then ?? refusal?.then ?? 'something is seen';
      const device = permission?.device ?? 'desktop';
      test(`by ${kind}, without ${part}: ${then}`, {device}, async (visit) => {
        strict.way = permission?.way ?? usualWay;
        strict.policy = without(policies[kind], directive, source);
        if (permission) {
          await permission.see(visit);
          return;
        }
        assert.ok(refusal, 'What nobody misses does not belong in the documents.');
        await visit.goTo(AT);
        assert.equal(await refusal.attack(visit), true, 'It is done.');

        strict.policy = policies[kind];
        await using other = await openVisit();
        await other.goTo(AT);
        assert.equal(await refusal.attack(other), false, 'It is refused.');
        await site.reports.wait(`A report of ${refusal.by}`, (all) => all.find(({directive: by}) => by === refusal.by));
      });
    }
  }

  test('has every part whose absence is known', () => {
    const all = Object.values(policies).flatMap((policy) =>
      [...policy].flatMap(([directive, sources]) => [directive, ...sources.map((source) => `${directive} ${source}`)]),
    );

    assert.deepEqual(
      Object.keys({...PERMISSIONS, ...REFUSALS}).filter((part) => !all.includes(part)),
      [],
    );
    return Promise.resolve();
  });
});

/** Whether text becomes markup, as it is or by a policy made for it. */
function makeMarkup(hasPolicy: boolean): boolean {
  const {trustedTypes} = window as unknown as {
    trustedTypes: {createPolicy(name: string, rules: object): {createHTML(text: string): string}};
  };
  const element = document.createElement('p');
  try {
    const policy = hasPolicy && trustedTypes.createPolicy('any', {createHTML: String});
    element.innerHTML = policy ? policy.createHTML('<b>text</b>') : '<b>text</b>';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return element.childElementCount > 0;
}

/** Whether a request leaves the browser for what a page does with an address elsewhere. */
async function isAsked({page, violations}: Visit, directive: string, act: (address: string) => void): Promise<boolean> {
  // Nobody is there: what leaves fails too, by another reason.
  const failed = page.waitForEvent('requestfailed', (request) => request.url().startsWith(ELSEWHERE));
  await page.evaluate(act, ELSEWHERE);
  return Promise.race([
    failed.then((request) => request.failure()?.errorText !== 'csp'),
    violations.next(directive).then(() => false),
  ]);
}
