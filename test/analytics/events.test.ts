import {expect} from '@open-wc/testing';
import {EVENTS, toFieldsOf, toOwnName, type EventName} from '../../src/analytics/events.js';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import type {FlowState, Outcome} from '../../src/client/state/state.js';
import {forgetPage} from '../elements/support/page.js';
import {MEMBER, NONE, openPage, REF, signedIn, type Told} from './support/fake-page.js';

type Page = ReturnType<typeof openPage>;

const JOURNEY = {purpose: 'login', event_id: 'e-1', variant: 'b'};
const MORE = {eventId: 'e-1', variant: 'b'};
const login = (outcome: object): Outcome => ({purpose: 'login', ref: REF, ...MORE, ...outcome}) as unknown as Outcome;
const failed: FlowState = {status: 'retry', purpose: 'login', code: 'backend_failed'};

/** What happens, and exactly what is told of it beyond that the page is ready. */
const CASES: Readonly<
  Record<string, readonly [happen: (page: Page) => unknown, told: readonly [EventName, object][]]>
> = {
  'a button is seen': [({see}) => see(), [['kakao_sync_view', {}]]],
  'a press': [({press}) => press(), [['kakao_sync_press', {purpose: 'login'}]]],
  'a login that leaves': [
    ({enter}) => enter({status: 'starting', purpose: 'login'}),
    [['kakao_sync_start', {purpose: 'login'}]],
  ],
  'a new member': [
    ({end}) => end(signedIn(true, 'login', MORE)),
    [
      ['kakao_sync_return', JOURNEY],
      ['sign_up', {method: 'kakao', ...JOURNEY}],
    ],
  ],
  'a member': [
    ({end}) => end(signedIn(false, 'login', MORE)),
    [
      ['kakao_sync_return', JOURNEY],
      ['login', {method: 'kakao', ...JOURNEY}],
    ],
  ],
  'a member who was signed in without a press': [
    ({end}) => end(signedIn(false, 'auto-login')),
    [['login', {method: 'kakao', purpose: 'auto-login'}]],
  ],
  'a visitor who turned back': [
    ({end}) => end(login({end: 'cancelled'}), {status: 'cancelled', code: 'cancelled'}),
    [
      ['kakao_sync_return', JOURNEY],
      ['kakao_sync_cancel', JOURNEY],
    ],
  ],
  'a return that failed': [
    ({end}) => end(login({end: 'retry', code: 'backend_failed'}), failed),
    [
      ['kakao_sync_return', JOURNEY],
      ['kakao_sync_error', {code: 'backend_failed', ...JOURNEY}],
    ],
  ],
  'a return that failed where it was completed': [
    async ({enter, end}) => {
      enter({status: 'completing', purpose: 'login'});
      await end(login({end: 'retry', code: 'backend_failed'}), failed);
    },
    [
      ['kakao_sync_return', JOURNEY],
      ['kakao_sync_error', {code: 'backend_failed', ...JOURNEY}],
    ],
  ],
  'a press that failed before it left': [
    async ({press, enter, end}) => {
      press();
      enter({status: 'starting', purpose: 'login'});
      await end(login({end: 'retry', code: 'sdk_blocked', eventId: undefined}), failed);
    },
    [
      ['kakao_sync_press', {purpose: 'login'}],
      ['kakao_sync_start', {purpose: 'login'}],
      ['kakao_sync_error', {code: 'sdk_blocked', purpose: 'login', variant: 'b'}],
    ],
  ],
  'a press that could not begin': [
    async ({client, end}) => {
      client.source = new EventTarget();
      await end(login({end: 'help', code: 'config_invalid', variant: undefined}), {status: 'help', code: 'framed'});
    },
    [['kakao_sync_error', {code: 'config_invalid', purpose: 'login', event_id: 'e-1'}]],
  ],
  'a press that goes on without KakaoTalk is no second one': [
    ({press, enter}) => {
      press();
      enter({status: 'starting', purpose: 'login'});
      enter({status: 'waiting-for-talk', purpose: 'login', canContinueInBrowser: true});
      press();
      enter({status: 'starting', purpose: 'login'});
    },
    [
      ['kakao_sync_press', {purpose: 'login'}],
      ['kakao_sync_start', {purpose: 'login'}],
    ],
  ],
  'two presses, the first of which failed': [
    ({enter}) => {
      enter({status: 'starting', purpose: 'login'});
      enter(failed);
      enter({status: 'starting', purpose: 'login'});
    },
    [
      ['kakao_sync_start', {purpose: 'login'}],
      ['kakao_sync_start', {purpose: 'login'}],
    ],
  ],
  'an action that the backend requires': [
    ({end}) => end(login({end: 'action-required', code: 'additional-info'}), {status: 'action-required'}),
    [['kakao_sync_return', JOURNEY]],
  ],
  'its success later, whose return was told': [
    ({end}) => end(signedIn(true, 'login', {...MORE, afterAction: true})),
    [['sign_up', {method: 'kakao', ...JOURNEY}]],
  ],
  'auto-login that finds nobody': [
    ({end}) => end({end: 'skipped', purpose: 'auto-login', reason: 'consent-required', ref: REF}),
    [],
  ],
  'auto-login that fails': [
    ({end}) => end({end: 'skipped', purpose: 'auto-login', reason: 'failed', code: 'backend_failed', ref: REF}),
    [['kakao_sync_error', {code: 'backend_failed', purpose: 'auto-login'}]],
  ],
  'a consent': [
    async ({press, enter, end}) => {
      press('terms');
      enter({status: 'starting', purpose: 'terms'});
      await end({end: 'consent', purpose: 'terms', terms: {}, scope: {}});
      await end({...signedIn(false, 'terms')});
    },
    [],
  ],
  'a link': [
    async ({press, enter, end}) => {
      press('link');
      enter({status: 'starting', purpose: 'link'});
      await end({...signedIn(false, 'link')});
      await end({end: 'cancelled', purpose: 'link'});
    },
    [],
  ],
  'a logout, also one that failed': [
    async ({end}) => {
      await end({end: 'logged-out', purpose: 'logout'});
      await end({end: 'retry', purpose: 'logout', code: 'backend_failed'});
    },
    [],
  ],
};

const isDefined = ([, value]: [string, unknown]): boolean => value !== undefined;

/** The three ways, and what a page gets of an event with these fields. */
const WAYS: Readonly<Record<string, (page: Page) => readonly Told[]>> = {
  'a function of the site': ({told}) => told,
  gtm: ({page}) => (page.dataLayer as {event: string}[]).map(({event, ...fields}) => [event, fields]),
  gtag: ({told}) => told,
};

describe('what is told', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const [way, read] of Object.entries(WAYS)) {
    for (const [what, [happen, expected]] of Object.entries(CASES)) {
      it(`by ${way}, of ${what}`, async () => {
        const page = openPage();
        if (way === 'gtag') {
          page.page.gtag = (command: string, name: string, fields: object) =>
            void page.told.push([`${command} ${name}`, {...fields}]);
        }
        page.run(way === 'gtm' || way === 'gtag' ? {way} : {});
        await page.settle();
        await happen(page);
        await page.settle();

        const [ready, ...told] = read(page);
        const isTag = way === 'gtag';
        expect(ready?.[0]).to.equal(isTag ? 'event kakao_sync_ready' : 'kakao_sync_ready');
        expect(told).to.deep.equal(
          expected.map(([name, fields]) => [
            isTag ? `event ${name}` : name,
            isTag ? Object.fromEntries(Object.entries(fields).filter(isDefined)) : {...NONE, ...fields},
          ]),
        );
        if (!isTag)
          for (const [, fields] of told) expect(Object.keys(fields).sort()).to.deep.equal(Object.keys(NONE).sort());
      });
    }
  }

  it('is the outcome that was there before, though the analytics come late, and each once', async () => {
    const page = openPage();
    await page.end(signedIn(true));
    page.run();
    await page.settle();
    page.enter({status: 'idle'});
    await page.settle();

    expect(page.names()).to.deep.equal(['kakao_sync_ready', 'kakao_sync_return', 'sign_up']);
  });

  it('is told once, whatever tells it twice on one page', async () => {
    const page = openPage();
    const [first] = [page.run(), page.run()];
    await page.settle();
    page.see();
    page.press();
    page.enter({status: 'starting', purpose: 'login'});
    await page.end(signedIn(false));
    first.stop();
    page.run();
    await page.settle();

    expect(page.names()).to.deep.equal([
      'kakao_sync_ready',
      'kakao_sync_view',
      'kakao_sync_press',
      'kakao_sync_start',
      'kakao_sync_return',
      'login',
    ]);
  });

  it('is nothing more after the end', async () => {
    const page = openPage();
    const analytics = page.run();
    await page.settle();
    analytics.stop();
    page.see();
    page.press();
    analytics.consent(true);
    await page.end(signedIn(true));
    analytics.sheet('view');

    expect(page.names()).to.deep.equal(['kakao_sync_ready']);
  });

  it('is the sheet, whose variant goes with what follows, unless an outcome has its own', async () => {
    const page = openPage();
    const analytics = page.run();
    await page.settle();
    analytics.sheet('view', 'a');
    analytics.sheet('close');
    page.press();
    await page.end(signedIn(true, 'login', {variant: 'b'}));

    expect(page.told.slice(1).map(([name, {variant}]) => [name, variant])).to.deep.equal([
      ['kakao_sync_sheet_view', 'a'],
      ['kakao_sync_sheet_close', 'a'],
      ['kakao_sync_press', 'a'],
      ['kakao_sync_return', 'b'],
      ['sign_up', 'b'],
    ]);
  });

  it('is what has happened to the sheet before, once, even if analytics are started again', async () => {
    const page = openPage();
    getPageRegistry().measuring = {isAllowed: true, values: {}, sheet: ['view']};
    page.run();
    await page.settle();
    page.run();
    await page.settle();
    getPageRegistry().measuring?.sheet?.push('close');

    expect(page.names().filter((name) => name.includes('sheet'))).to.deep.equal([
      'kakao_sync_sheet_view',
      'kakao_sync_sheet_close',
    ]);
  });

  it('has the site’s own names, and nothing of what is switched off', async () => {
    const names = {sign_up: false, login: 'kakao_login', kakao_sync_ready: 'page_view', kakao_sync_view: ''} as const;
    const page = openPage({options: {names}});
    page.run();
    await page.settle();
    page.see();
    await page.end(signedIn(true));
    await page.forget();
    await page.end(signedIn(false));

    expect(page.names()).to.deep.equal([
      'page_view',
      'kakao_sync_view',
      'kakao_sync_return',
      'kakao_sync_return',
      'kakao_login',
    ]);
  });

  it('holds nothing of the member, nor a reference, a message or a path', async () => {
    const page = openPage({
      href: 'https://shop.example/kakao/callback?code=CODE-CANARY&state=ks1.STATE-CANARY.x&a=1',
      config: {redirectUri: '/kakao/callback'},
    });
    page.run({way: 'gtm'});
    const more = {missingTerms: [], scope: ['account_email'], tx: 'TX-CANARY', to: '/PATH-CANARY'};
    page.enter({status: 'starting', purpose: 'login', ref: REF});
    await page.end(signedIn(true, 'login', more));
    await page.end(login({end: 'action-required', code: 'dormant', message: 'MESSAGE-CANARY'}));
    await page.end(login({end: 'help', code: 'under_age', ...more}));

    const all = JSON.stringify(page.page.dataLayer);
    expect(all).to.contain('sign_up').and.to.contain('under_age').and.to.contain('a=1');
    for (const canary of ['CANARY', 'ks1', MEMBER.name, 'canary.jpg', REF, 'account_email']) {
      expect(all).not.to.contain(canary);
    }
  });

  it('never lets out what the site’s function throws, and reports it', async () => {
    const page = openPage();
    page.run({
      way(name, fields) {
        page.told.push([name, fields]);
        throw new Error(name);
      },
    });
    await page.settle();
    page.press();
    await page.clock.advance(0);

    expect(page.names()).to.deep.equal(['kakao_sync_ready', 'kakao_sync_press']);
    expect(page.thrown.map((error) => (error as Error).message)).to.deep.equal(page.names());
  });

  it('gets into a data layer whose name an element of the page has', async () => {
    const page = openPage({globals: {dataLayer: document.createElement('p')}});
    page.run({way: 'gtm'});
    await page.settle();

    expect(page.page.dataLayer).to.be.an('array').with.lengthOf(1);
  });
});

describe('the table of events', () => {
  it('has names and fields that GA4 takes', () => {
    for (const name of Object.keys(EVENTS) as EventName[]) {
      expect(name).to.match(/^[a-z][a-z_]{0,39}$/);
      const long = 'x'.repeat(2000);
      const fields = toFieldsOf(name, Object.fromEntries(Object.keys(NONE).map((field) => [field, long])));
      expect(Object.keys(fields)).to.have.members(Object.keys(NONE));
      for (const [field, value = ''] of Object.entries(fields)) {
        const limit = field === 'page_location' ? 1000 : field === 'page_referrer' ? 420 : 100;
        expect(value.length, field).to.equal(
          field === 'variant' || (EVENTS[name] as readonly string[]).includes(field) ? limit : 0,
        );
      }
    }
  });

  it('cuts a site’s own name to what GA4 takes', () => {
    expect(toOwnName('login', {login: 'y'.repeat(50)})).to.equal('y'.repeat(40));
    expect(toOwnName('login', {login: true as never})).to.equal('login');
  });
});
