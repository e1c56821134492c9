import {expect} from '@open-wc/testing';
import type {PageClient} from '../../src/client/page/page-client.js';
import type {KakaoSyncConfig} from '../../src/client/state/config.js';
import type {KakaoSyncState} from '../../src/client/state/state.js';
import {readReference} from '../../src/shared/reference.js';
import rows from './reconfigurations.json' with {type: 'json'};
import {APP_KEY, CALLBACK, comeBack, CONFIG, ENDPOINT, ORIGIN} from './support/browser.js';
import {settle} from './support/clock.js';
import {setup as open, type Setup} from './support/journey.js';

const SESSION = {status: 'signed-in', tx: 'x', isNewMember: false, member: {name: '라이언'}};
const SIGNED_IN = {status: 'signed-in', member: {name: '라이언'}};

function setup(options: Setup = {}) {
  const world = open({address: '/', ...options});
  return {...world, client: world.page.client};
}

/** A part of the identity that comes too late. */
interface Refused {
  readonly name: keyof KakaoSyncConfig;
  readonly attribute: string;
  readonly value: string;
}

/** A page that knows that somebody is signed in. */
async function signedIn(options?: Setup) {
  const world = setup(options);
  world.shop.session = SESSION;
  await world.client.refresh();
  return world;
}

describe('createClient', () => {
  it('asks nobody for anything until it is asked', async () => {
    const {page, shop} = setup();
    await settle();

    expect([...page.events, ...page.reports, ...page.sdk.loads, ...shop.requests]).to.deep.equal([]);
    expect(page.client.state).to.deep.equal({session: {status: 'unknown'}, flow: {status: 'idle'}, outcome: null});
  });

  it('reports each setting that cannot be used, once', () => {
    const {page, client} = setup({config: {...CONFIG, scope: '<b>', locale: 'korean'}});

    client.configure({...CONFIG, scope: '<b>', locale: 'korean'});

    expect(page.reports.map((line) => line.split('=')[0])).to.deep.equal([
      'config_invalid: scope',
      'config_invalid: locale',
    ]);
  });

  describe('refresh', () => {
    for (const [name, given, session] of [
      ['somebody', SESSION, SIGNED_IN],
      ['nobody', null, {status: 'signed-out'}],
    ] as const) {
      it(`finds ${name}, and tells the change to the page, without anything that it does not need, and no login`, async () => {
        const {page, shop, client} = setup();
        shop.session = given;
        const heard: KakaoSyncState[] = [];
        client.subscribe((state) => heard.push(state));

        await client.refresh();

        const flow = {status: 'idle'};
        expect(heard.map((state) => state.session.status)).to.deep.equal(['unknown', session.status]);
        expect(heard.at(-1)).to.equal(client.state);
        expect(client.state).to.deep.equal({session, flow, outcome: null});
        expect(page.events).to.deep.equal([{type: 'kakao-state-change', detail: {session, flow}, target: undefined}]);
      });
    }

    for (const answer of ['network-error', {status: 500}, {status: 404}, {status: 200, text: 'x'}] as const) {
      it(`leaves what is known as it is where there is no answer: ${JSON.stringify(answer)}`, async () => {
        const {page, shop, client} = await signedIn();
        const before = client.state;
        shop.onGet = () => answer;

        await client.refresh();

        expect(client.state).to.equal(before);
        expect(page.told).to.deep.equal([]);
      });
    }

    it('asks again for all who ask while an answer is on its way: it may be of before', async () => {
      const answers: ((session: unknown) => void)[] = [];
      const readSession = (): Promise<never> => new Promise((resolve) => answers.push(resolve as never));
      const {client} = setup({config: {...CONFIG, readSession}});
      const first = client.refresh();
      await settle();

      const others = [client.refresh(), client.refresh()];
      answers[0]!({status: 'signed-out'});
      await first;
      await settle();
      answers[1]!(SESSION);
      await Promise.all(others);

      expect(client.state.session.status).to.equal('signed-in');
      expect(answers).to.have.length(2);
    });

    it('asks once for all who ask at the same time, and again later', async () => {
      const {shop, client} = setup();

      await Promise.all([client.refresh(), client.refresh(), client.refresh()]);
      expect(shop.reads).to.have.length(1);

      await client.refresh();
      expect(shop.reads).to.have.length(2);
    });

    it('is outrun by a logout: an older answer signs nobody in', async () => {
      let answer: (session: unknown) => void = () => undefined;
      const readSession = (): Promise<unknown> => new Promise((resolve) => (answer = resolve));
      const {client} = setup({config: {...CONFIG, readSession}});
      const reading = client.refresh();
      await client.logout();

      answer(SESSION);
      await reading;

      expect(client.state.session).to.deep.equal({status: 'signed-out'});
    });

    it('leaves a login that is under way alone', async () => {
      const {page, client} = setup();
      await page.press();

      await client.refresh();

      expect(client.state.flow).to.deep.equal({status: 'starting', purpose: 'login'});
    });
  });

  describe('a configuration that stays incomplete', () => {
    it('is told three seconds after the start, without any element', async () => {
      const {page, clock, client} = setup({config: {appKey: APP_KEY, redirectUri: CALLBACK}});
      void client.start();
      await clock.advance(2999);
      expect(page.reports).to.deep.equal([]);

      await clock.advance(1);

      expect(page.reports).to.have.length(1);
      expect(page.reports[0]).to.match(/^config_incomplete KS-\S{9}: endpoint/);
      await client.expectSession();
    });

    it('is not told where it is completed meanwhile', async () => {
      const {page, clock, client} = setup({config: {appKey: APP_KEY, redirectUri: CALLBACK}});
      void client.start();
      client.configure(CONFIG);

      await clock.advance(3000);

      expect(page.reports).to.deep.equal([]);
    });
  });

  describe('source', () => {
    const pressed = (page: {client: ReturnType<typeof setup>['client']}): HTMLElement => {
      const source = document.createElement('i');
      document.body.append(source);
      page.client.login({source});
      return source;
    };

    it('is the element of the press that is under way, whatever else is pressed', () => {
      const {page, client} = setup();
      const first = pressed(page);

      const second = pressed(page);
      client.requestConsent({terms: ['a'], source: second});

      expect(client.source).to.equal(first);
      first.remove();
      second.remove();
    });

    it('is none of a press that was prevented', () => {
      const {page, client} = setup({prevented: ['kakao-login-start']});
      const source = pressed(page);

      expect(client.source).to.equal(undefined);
      source.remove();
    });

    it('is not kept once it has left the page', () => {
      const {page, client} = setup();
      const source = pressed(page);
      source.remove();
      expect(client.source).to.equal(undefined);

      document.body.append(source);
      expect(client.source).to.equal(undefined);
      source.remove();
    });
  });

  describe('logout', () => {
    it('ends the session and says so', async () => {
      const {browser, page, shop, client} = await signedIn();

      await client.logout();

      expect(shop.posts.map(({body}) => body)).to.deep.equal([{purpose: 'logout'}]);
      expect(client.state).to.deep.include({session: {status: 'signed-out'}, flow: {status: 'idle'}});
      expect(page.told).to.deep.equal(['kakao-logout']);
      const left = {known: true, out: browser.clock.now(), app: ORIGIN + ENDPOINT};
      expect([...browser.localItems.values()].map((text): unknown => JSON.parse(text))).to.deep.equal([left, left]);
    });

    it('is of no button that was pressed before', async () => {
      const {client} = setup({config: {...CONFIG, redirectUri: undefined}});
      const source = new EventTarget();
      client.login({source});
      expect(client.source).to.equal(source);

      await client.logout();

      expect(client.source).to.equal(undefined);
    });

    for (const [how, answer] of [
      ['that is slow', undefined],
      ['that fails', {status: 500}],
    ] as const) {
      it(`${how} leaves a press that has begun meanwhile as it is, and its button to tell of it`, async () => {
        const {page, shop, client} = await signedIn();
        if (answer) shop.onPost = () => answer;
        const source = new EventTarget();

        const over = client.logout();
        client.login({source});
        await over;

        expect(client.state.flow).to.deep.equal({status: 'starting', purpose: 'login'});
        expect(client.source).to.equal(source);
        expect(page.told).to.include(answer ? 'kakao-login-error' : 'kakao-logout');
      });
    }

    it('is heard by other tabs each time, though nobody has signed in by this client between', async () => {
      const {browser, clock, client} = setup();
      await client.logout();
      const before = browser.localItems.get('ks');
      await clock.advance(1);

      await client.logout();

      expect(browser.localItems.get('ks')).not.to.equal(before);
    });

    it('asked for twice at once is one request and one event, and can be asked for again', async () => {
      const {page, shop, client} = setup();

      await Promise.all([client.logout(), client.logout()]);
      expect([shop.posts.length, page.told]).to.deep.equal([1, ['kakao-logout']]);

      await client.logout();
      expect([shop.posts.length, page.told]).to.deep.equal([2, ['kakao-logout', 'kakao-logout']]);
    });

    for (const [answer, status, code] of [
      [{status: 403, json: {code: 'origin_refused'}}, 'help', 'origin_refused'],
      [{status: 500}, 'retry', 'backend_failed'],
      ['network-error', 'retry', 'backend_unreachable'],
      [{status: 200, text: '<!doctype html>'}, 'retry', 'backend_bad_answer'],
    ] as const) {
      it(`keeps who is signed in where it fails: ${JSON.stringify(answer)}`, async () => {
        const {browser, page, shop, client} = await signedIn();
        shop.onPost = () => answer;

        await client.logout();

        expect(client.state.session.status).to.equal('signed-in');
        const {ref} = client.state.flow;
        expect(readReference(ref)).to.equal(ref);
        expect(client.state.flow).to.deep.equal({status, code, purpose: 'logout', ref});
        expect(page.told).to.deep.equal(['kakao-login-error']);
        const {detail} = page.eventsOf('kakao-login-error')[0]!;
        expect(detail).to.deep.equal({end: status, code, purpose: 'logout', ref});
        expect(browser.localItems.has('ks')).to.equal(false);
      });
    }

    for (const answer of [{status: 504, json: {code: 'backend_timeout'}}, 'hangs'] as const) {
      for (const isDone of [true, false]) {
        it(`reads ${isDone ? 'that it is done' : 'who is still signed in'} where it took too long: ${JSON.stringify(answer)}`, async () => {
          const {clock, page, shop, client} = await signedIn();
          shop.onPost = () => {
            if (isDone) shop.session = null;
            return answer;
          };

          const isOver = client.logout();
          await clock.advance(10_000);
          await isOver;

          expect([shop.posts.length, shop.reads.length]).to.deep.equal([1, 2]);
          expect(page.told).to.deep.equal([isDone ? 'kakao-logout' : 'kakao-login-error']);
          expect(client.state.session.status).to.equal(isDone ? 'signed-out' : 'signed-in');
          if (!isDone) expect(client.state.flow).to.deep.include({status: 'retry', code: 'backend_timeout'});
        });
      }
    }

    it('says what is missing where the page has no backend at all', async () => {
      const {page, shop, client} = setup({config: {}});

      await client.logout();
      client.explainMissing();

      expect(shop.requests).to.deep.equal([]);
      expect(client.state.flow).to.deep.include({status: 'help', code: 'config_incomplete'});
      expect(page.reports).to.have.length(1);
      expect(page.reports[0]).to.match(/^config_incomplete KS-\S{9}: app-key is missing/);
    });
  });

  describe('another tab', () => {
    it('that signs in is noticed with one read', async () => {
      const {browser, shop, page, client} = setup();
      const other = browser.open('/cart');
      const callback = await comeBack(other);
      shop.requests.length = 0;

      await callback.client.start();
      await settle();

      expect(client.state.session).to.deep.equal(SIGNED_IN);
      expect(shop.reads).to.have.length(1);
      expect(page.told).to.deep.equal([]);
    });

    it('that signs out is noticed with one read', async () => {
      const {browser, shop, client} = await signedIn();
      const other = browser.open('/account');

      await other.client.logout();
      await settle();

      expect(client.state.session).to.deep.equal({status: 'signed-out'});
      expect(shop.reads).to.have.length(2);
    });

    it('that stores anything else is none of our business', async () => {
      const {page, shop} = setup();

      for (const key of [null, '', 'cart', 'ks.note', 'ks.abcdef', 'KS', '__proto__']) page.hearStorage(key);
      await settle();

      expect(shop.requests).to.deep.equal([]);
    });
  });

  describe('a page from the back-forward cache', () => {
    for (const refuses of [false, true]) {
      it(`is idle, whatever it was: ${refuses ? 'help' : 'starting'}`, async () => {
        const {browser, clock, page, client} = setup();
        browser.cookies.refuses = refuses;
        await page.press();
        expect(client.state.flow.status).to.equal(refuses ? 'help' : 'starting');
        const {told} = page;

        page.restore();
        await clock.advance(60_000);

        expect([client.state.flow, page.told]).to.deep.equal([{status: 'idle'}, told]);
      });
    }

    for (const [what, open, status, reads] of [
      ['reads the session anew where it shows one', signedIn, 'signed-out', 2],
      ['reads nothing where it shows none', setup, 'unknown', 0],
    ] as const) {
      it(what, async () => {
        const {page, shop, client} = await open();
        shop.session = null;

        page.restore();
        await settle();

        expect([client.state.session.status, shop.reads.length]).to.deep.equal([status, reads]);
      });
    }
  });

  describe('expectSession', () => {
    for (const [what, config] of [
      ['complete', CONFIG],
      ['incomplete', {appKey: APP_KEY, redirectUri: CALLBACK}],
    ] as const) {
      it(`ends, on a page that never starts its client, whose configuration is ${what}`, async () => {
        const {page, shop, clock, client} = setup({config});
        shop.session = SESSION;
        const known = client.expectSession();
        await clock.advance(2999);
        expect(shop.reads).to.have.length(0);

        await clock.advance(1);
        await known;

        const isComplete = what === 'complete';
        expect(client.state.session).to.deep.equal(isComplete ? SIGNED_IN : {status: 'unknown'});
        expect(page.reports.map((line) => line.split(' ')[0])).to.deep.equal(isComplete ? [] : ['config_incomplete']);
      });
    }

    /** What a page does four seconds after its load, of which it was told at three that it is not configured. */
    const LATE: Readonly<Record<string, readonly [late: (client: PageClient) => unknown, readAt: number]>> = {
      'is configured and started': [(client) => (client.configure(CONFIG), client.start()), 0],
      'is configured, and never started': [(client) => client.configure(CONFIG), 3000],
      'is configured for good in two steps': [
        (client) => (client.configure({redirectUri: CALLBACK}), client.configure(CONFIG), client.start()),
        0,
      ],
    };
    for (const [what, [late, readAt]] of Object.entries(LATE)) {
      it(`reads the session, once, on a page that ${what} late`, async () => {
        const {shop, clock, client} = setup({config: {appKey: APP_KEY}});
        shop.session = SESSION;
        void client.expectSession();
        await clock.advance(4000);
        expect(shop.reads).to.have.length(0);

        void late(client);
        await clock.advance(readAt);
        expect(client.state.session).to.deep.equal(SIGNED_IN);

        await clock.advance(10_000);
        expect(shop.reads).to.have.length(1);
      });
    }

    it('reads no second time, where a late start finds it read in vain', async () => {
      const {shop, clock, client} = setup();
      shop.onGet = () => ({status: 500});
      void client.expectSession();
      await clock.advance(4000);

      await client.start();
      await clock.advance(4000);

      expect(shop.reads).to.have.length(1);
    });

    it('waits for a page that loads slowly, with what the developer is told too', async () => {
      const {page, shop, clock, client} = setup({config: {appKey: APP_KEY, endpoint: CONFIG.endpoint}});
      let load = (): void => undefined;
      page.loaded = new Promise((resolve) => (load = resolve));
      void client.expectSession();
      void client.start();
      await clock.advance(9000);
      load();
      await clock.advance(2999);
      expect([page.reports, shop.reads]).to.deep.equal([[], []]);

      await clock.advance(1);

      expect([page.reports.length, shop.reads.length]).to.deep.equal([1, 1]);
    });

    it('waits as long as a client takes that was started', async () => {
      const {shop, clock, client} = setup();
      shop.onGet = () => 'hangs';
      void client.start();
      await clock.advance(3000);
      shop.onGet = () => ({status: 200, json: SESSION});

      await client.expectSession();

      expect(client.state.session).to.deep.equal(SIGNED_IN);
    });

    it('reads the session once for all who expect it, after the start', async () => {
      const {shop, client} = setup();
      shop.session = SESSION;
      const known = [client.expectSession(), client.expectSession()];
      await settle();
      expect(shop.reads).to.have.length(0);

      await client.start();
      await Promise.all([...known, client.expectSession()]);
      expect(shop.reads).to.have.length(1);
      expect(client.state.session).to.deep.equal(SIGNED_IN);
    });

    it('reads nothing where a return has told', async () => {
      const {page, shop} = setup();
      const callback = await comeBack(page);
      const early = callback.client.expectSession();
      await callback.client.start();
      await early;
      const next = callback.follow();
      await next.client.start();
      await next.client.expectSession();

      expect(shop.reads).to.have.length(0);
      expect([callback, next].map(({client}) => client.state.session.status)).to.deep.equal(['signed-in', 'signed-in']);
    });

    it('ends where the configuration is never completed', async () => {
      const {shop, client} = setup({config: {endpoint: '/api/kakao/session'}});
      shop.session = SESSION;
      const known = client.expectSession();

      client.explainMissing();
      await known;

      expect(client.state.session).to.deep.equal(SIGNED_IN);
    });

    it('takes no answer that is older than the login of this page', async () => {
      const {page, shop} = setup();
      const callback = await comeBack(page);
      shop.onGet = () => ({status: 200, json: {status: 'signed-out'}});
      const early = callback.client.expectSession();
      await callback.client.start();
      await early;

      expect(callback.client.state.session).to.deep.equal(SIGNED_IN);
    });

    for (const answer of [{status: 404}, {status: 500}, 'network-error'] as const) {
      it(`ends where the session cannot be read: ${JSON.stringify(answer)}`, async () => {
        const {shop, client} = setup();
        shop.onGet = () => answer;
        await client.start();
        await client.expectSession();
        await client.expectSession();

        expect(shop.reads).to.have.length(1);
        expect(client.state.session).to.deep.equal({status: 'unknown'});
      });
    }
  });

  describe('expectPress', () => {
    it('prepares at the first sign of use, once for all buttons', async () => {
      const {page, client} = setup();
      client.expectPress();
      client.expectPress();
      await settle();
      expect(page.sdk.loads).to.deep.equal([]);

      page.use();
      page.use();
      await page.until(() => page.sdk.loads.length > 0);

      expect(page.sdk.loads).to.have.length(1);
    });
  });

  describe('configure', () => {
    for (const {name, attribute, value} of rows.refused as readonly Refused[]) {
      it(`refuses another ${attribute} once, ${value}, keeps the first, and takes the live settings beside it`, async () => {
        const {page, client} = setup();

        for (let time = 0; time < 2; time++) client.configure({...CONFIG, [name]: value, scope: 'b'});

        expect(page.reports).to.have.length(1);
        expect(page.reports[0]).to.match(new RegExp(`^config_changed: ${attribute} ignored`));
        expect([client.config[name], client.config.scope, client.isReady]).to.deep.equal([CONFIG[name], 'b', true]);
        await page.press();
        expect(page.sdk.sdk.inits).to.deep.equal([APP_KEY]);
        expect(page.left['redirect_uri']).to.equal(ORIGIN + CALLBACK);
      });
    }

    for (const {what, config} of rows.same) {
      it(`takes an identity that is ${what}`, () => {
        const {page, client} = setup();

        client.configure({...config, scope: 'profile_nickname'});

        expect([page.reports, client.isReady, client.config.scope]).to.deep.equal([[], true, 'profile_nickname']);
      });
    }

    const removed = {what: 'removed', config: {scope: undefined, loginHint: undefined}, sent: {}};
    for (const {what, config, sent} of [...rows.live, removed]) {
      it(`goes by the newest live settings at the next press: ${what}`, async () => {
        const {page, client} = setup({config: {...CONFIG, scope: 'a', loginHint: 'x'}});

        client.configure({...CONFIG, ...config});
        await page.press();

        const {redirectUri, state, nonce} = page.sdk.sdk.authorizations[0]!;
        expect(page.sdk.sdk.authorizations).to.deep.equal([{redirectUri, state, nonce, ...sent}]);
      });
    }

    it('tells those who draw that the language is another one', () => {
      const {client} = setup();
      let calls = 0;
      client.subscribe(() => calls++);

      for (let time = 0; time < 2; time++) client.configure({...CONFIG, locale: 'en'});

      expect(calls).to.equal(2);
    });

    it('keeps the site’s functions until there are others', async () => {
      const calls: string[] = [];
      const endSession = (name: string) => () => Promise.resolve(calls.push(name));
      const {client, shop} = setup({config: {...CONFIG, endSession: endSession('first')}});

      client.configure(CONFIG);
      await client.logout();
      client.configure({...CONFIG, endSession: endSession('second')});
      await client.logout();

      expect([calls, shop.requests]).to.deep.equal([['first', 'second'], []]);
    });

    for (const [what, config, parts] of [
      ['comes in parts', {}, [{appKey: APP_KEY}, {redirectUri: CALLBACK}, {endpoint: CONFIG.endpoint}]],
      ['was broken', {...CONFIG, appKey: 'x'}, [CONFIG]],
    ] as readonly (readonly [string, KakaoSyncConfig, readonly KakaoSyncConfig[]])[]) {
      it(`completes a configuration that ${what}`, async () => {
        const {page, client} = setup({config});
        const reports = page.reports.length;
        for (const part of parts) {
          expect(client.isReady).to.equal(false);
          client.configure(part);
        }

        expect([client.isReady, page.reports.length]).to.deep.equal([true, reports]);
        await page.press();
        expect(page.sdk.sdk.authorizations).to.have.length(1);
      });
    }
  });
});
