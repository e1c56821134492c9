import {expect} from '@open-wc/testing';
import {forgetPage} from '../elements/support/page.js';
import {openPage, signedIn} from './support/fake-page.js';

type Page = ReturnType<typeof openPage>;
type Step = (page: Page, analytics: ReturnType<Page['run']>) => unknown;

/** As `gtag()` pushes them: its very arguments. */
const toArguments = function () {
  // eslint-disable-next-line prefer-rest-params
  return arguments;
} as (...entry: unknown[]) => IArguments;

const push = (page: Page, ...entries: unknown[]): unknown =>
  ((page.page.dataLayer ??= []) as unknown[]).push(...entries);
const update = (analytics: string, ads?: string): IArguments =>
  toArguments('consent', 'update', {analytics_storage: analytics, ...(ads && {ad_storage: ads})});

const yes: Step = (_page, analytics) => analytics.consent(true);
const no: Step = (_page, analytics) => analytics.consent(false);
const granted: Step = (page) => push(page, update('granted'));
const denied: Step = (page) => push(page, update('denied'));
const member: Step = async ({end, forget}) => {
  await forget();
  await end(signedIn(false));
};

const READY = 'kakao_sync_ready';
const MEMBER = ['kakao_sync_return', 'login'];

const CASES: Readonly<Record<string, readonly [steps: readonly Step[], told: readonly string[]]>> = {
  nobody: [[member], []],
  'the banner': [
    [member, yes],
    [READY, ...MEMBER],
  ],
  'the banner, before anything has happened': [
    [yes, member],
    [READY, ...MEMBER],
  ],
  'a consent mode': [
    [member, granted],
    [READY, ...MEMBER],
  ],
  'a refusal': [[member, no, member], []],
  'a refusal in consent mode': [[member, denied, member], []],
  'a refusal, and then consent: what waited is gone': [[member, no, yes, member], MEMBER],
  'a consent mode after the banner’s refusal': [[member, no, granted, member], MEMBER],
  'consent, and its withdrawal': [
    [yes, member, no, member],
    [READY, ...MEMBER],
  ],
  'consent, and its withdrawal in consent mode': [
    [yes, member, denied, member],
    [READY, ...MEMBER],
  ],
  'several entries at once, the last of which counts': [
    [member, (page) => push(page, update('granted'), {event: 'other'}, update('denied')), member],
    [READY, ...MEMBER],
  ],
  'a default, which is no decision': [
    [member, (page) => push(page, toArguments('consent', 'default', {analytics_storage: 'granted'}))],
    [],
  ],
  'an update of something else': [
    [member, (page) => push(page, toArguments('consent', 'update', {ad_storage: 'granted'}))],
    [],
  ],
  'entries that are none': [
    [
      member,
      (page) => push(page, null, 'consent', 7, ['consent'], ['consent', 'update'], ['consent', 'update', null]),
      (page) =>
        push(page, {
          get 0() {
            throw new Error('of the page');
          },
        }),
    ],
    [],
  ],
  'a list in place of the arguments': [
    [member, (page) => push(page, ['consent', 'update', {analytics_storage: 'granted'}])],
    [READY, ...MEMBER],
  ],
};

describe('where consent is needed', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [by, [steps, expected]] of Object.entries(CASES)) {
    it(`what is told by the word of ${by}`, async () => {
      const page = openPage({options: {needsConsent: true}});
      const analytics = page.run();
      await page.settle();
      for (const step of steps) {
        await step(page, analytics);
        await page.settle();
      }

      expect(page.names()).to.deep.equal(expected);
    });
  }

  for (const [before, expected] of [
    [[update('granted')], [READY, ...MEMBER]],
    [
      [update('denied'), update('granted')],
      [READY, ...MEMBER],
    ],
    [[update('granted'), update('denied')], []],
    [[{event: 'gtm.js'}], []],
  ] as const) {
    it(`what the data layer says before counts: ${JSON.stringify(before)}`, async () => {
      const page = openPage({options: {needsConsent: true}, globals: {dataLayer: [...before]}});
      page.run();
      await member(page, undefined as never);

      expect(page.names()).to.deep.equal(expected);
    });
  }

  it('everything passes through the data layer as before, and events come after the consent that lets them', async () => {
    const seen: unknown[] = [];
    const layer = {
      length: 0,
      push(this: unknown, ...entries: unknown[]) {
        seen.push(this === layer, ...entries);
        return seen.length;
      },
    };
    const page = openPage({options: {needsConsent: true, way: 'gtm'}, globals: {dataLayer: layer}});
    page.run();
    await page.settle();
    expect(seen).to.deep.equal([]);
    const entry = update('granted');

    expect(layer.push({event: 'a'}, entry)).to.equal(3);

    expect(seen.slice(0, 3)).to.deep.equal([true, {event: 'a'}, entry]);
    expect((seen.at(-1) as {event: string}).event).to.equal(READY);
  });

  it('what the site’s push throws is the site’s, and its consent counts', async () => {
    const layer = {
      length: 0,
      push() {
        throw new Error('of the site');
      },
    };
    const page = openPage({options: {needsConsent: true}, globals: {dataLayer: layer}});
    page.run();
    await page.settle();

    const {push: pushed} = layer as {push(...entries: unknown[]): unknown};
    expect(() => pushed(update('granted'))).to.throw('of the site');
    expect(page.names()).to.deep.equal([READY]);
  });

  it('neither the site’s function nor gtag nor the pixel is looked for, and no line is printed', async () => {
    const page = openPage({options: {needsConsent: true, way: 'gtag', kakaoPixel: {id: '1'}}});
    page.run();
    await page.end(signedIn(true));
    await page.clock.advance(60_000);

    expect(page.lines).to.deep.equal([]);
    expect(page.page.dataLayer).to.deep.equal([]);
  });
});

describe('where no consent is needed', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it('the data layer is left alone, and a refusal stops all the same', async () => {
    const page = openPage({globals: {dataLayer: [update('denied')]}});
    const {push: before} = page.page.dataLayer as unknown[];
    const analytics = page.run();
    await page.settle();
    analytics.consent(false);
    page.see();

    expect(page.names()).to.deep.equal([READY]);
    expect((page.page.dataLayer as unknown[]).push).to.equal(before);
  });
});
