import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import type {KakaoSyncConfig} from '../../../../src/client/state/config.js';
import type {Problem} from '../../../../src/client/state/problem.js';
import {toLine} from '../../../../src/client/report/lines.js';
import {runs, seed} from '../../../support/family.js';
import {CONFIG, FakeBrowser} from '../../support/browser.js';
import {endOf, finish, returned, type Setup} from '../../support/journey.js';
import type {ShopAnswer} from '../../support/shop.js';
import rows from './csrf.json' with {type: 'json'};
import {REQUEST, setup as setupBackend, SIGNED_IN} from './support/backend-setup.js';

/** What a page has of tokens. */
interface Tokens {
  readonly meta?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
}

type Reason = 'missing' | 'unfit' | 'header';

const LOGOUT = {purpose: 'logout'} as const;
const REPORT = {purpose: 'report', code: 'sdk_blocked', ref: 'KS-0000-0000', release: '0', browser: 'other'} as const;
const USUAL = {Accept: 'application/json', 'X-Kakao-Sync': '1', 'Content-Type': 'application/json'};
const OK: ShopAnswer = {status: 200, json: SIGNED_IN};
/** The answers of frameworks to a POST without their token. */
const REFUSALS: readonly (readonly [name: string, answer: ShopAnswer])[] = [
  ['403 as a page', {status: 403, text: '<!doctype html><h1>HTTP Status 403 – Forbidden</h1>', type: 'text/html'}],
  ['403 without a word', {status: 403}],
  [
    '403 as a problem of its own',
    {status: 403, json: {title: 'Forbidden', status: 403}, type: 'application/problem+json'},
  ],
  ['419 as a page', {status: 419, text: '<!doctype html><title>Page Expired</title>', type: 'text/html'}],
  ['419 as JSON', {status: 419, json: {message: 'CSRF token mismatch.'}}],
];

/** A way to the backend from a page that has these tokens. */
function setup(csrf: string, {meta = {}, cookies = {}}: Tokens = {}, config: object = {}) {
  const world = setupBackend({...CONFIG, csrf, ...config});
  Object.assign(world.meta, meta);
  for (const [name, value] of Object.entries(cookies)) world.cookies.set(name, value);
  /** What the requests had beside what all have. */
  const sent = (): object[] =>
    world.shop.requests.map(({init: {headers}}) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !(name in USUAL))),
    );
  return {...world, sent};
}

describe('csrf', () => {
  for (const [csrf, tokens, headers] of rows.sent as unknown as [string, Tokens, object][]) {
    it(`${csrf} sends ${JSON.stringify(headers)} with each POST and no GET: ${JSON.stringify(tokens)}`, async () => {
      const {backend, shop, sent, reports} = setup(csrf, tokens);

      await backend.post(REQUEST);
      await backend.post(LOGOUT);
      backend.report(REPORT);
      await backend.read();
      await backend.recover();

      expect(shop.requests.map(({init: {method}}) => method)).to.deep.equal(['POST', 'POST', 'POST', 'GET', 'GET']);
      expect(sent()).to.deep.equal([headers, headers, headers, {}, {}]);
      expect(shop.posts[0]!.init.headers).to.deep.equal({...USUAL, ...headers});
      expect(reports).to.deep.equal([]);
    });
  }

  for (const [csrf, tokens, reason] of rows['not sent'] as unknown as [string, Tokens, Reason][]) {
    it(`${csrf} sends none that is ${reason}, and tells it once, without it: ${JSON.stringify(tokens)}`, async () => {
      const {backend, shop, sent, reports} = setup(csrf, tokens);

      const answer = await backend.post(REQUEST);
      await backend.post(LOGOUT);

      expect(answer).to.have.property('status', 'signed-in');
      expect(sent()).to.deep.equal([{}, {}]);
      expect(shop.posts[0]!.init.headers).to.deep.equal(USUAL);
      const problem: Problem = {code: 'config_invalid', kind: 'csrf', value: csrf, reason};
      expect(reports).to.deep.equal([toLine(problem)]);
      expect(reports.join()).not.to.contain('canary');
    });
  }

  it('that is not given, or cannot be used, sends nothing', async () => {
    for (const csrf of [undefined, '', 'cookie:_csrf']) {
      const {backend, sent} = setup(csrf as string, {cookies: {_csrf: 'canary', 'XSRF-TOKEN': 'canary'}});

      await backend.post(REQUEST);

      expect(sent()).to.deep.equal([{}]);
    }
  });

  it('is read at each POST', async () => {
    const {backend, cookies, sent} = setup('cookie:XSRF-TOKEN', {cookies: {'XSRF-TOKEN': 't-1'}});

    await backend.post(REQUEST);
    cookies.set('XSRF-TOKEN', 't-2');
    await backend.post(LOGOUT);

    expect(sent()).to.deep.equal([{'X-XSRF-TOKEN': 't-1'}, {'X-XSRF-TOKEN': 't-2'}]);
  });

  it('sends a token that a header can hold as it is, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({unit: 'binary', minLength: 1}), async (token) => {
        const {backend, shop, reports} = setup('meta:csrf-token', {meta: {'csrf-token': token}});

        await backend.post(REQUEST);

        const {headers} = shop.posts[0]!.init;
        const isSent = 'X-CSRF-TOKEN' in headers;
        if (isSent) expect(headers['X-CSRF-TOKEN']).to.equal(token);
        expect(isSent).to.equal(/^[ -\u00ff]+$/.test(token));
        expect(() => new Headers(headers)).not.to.throw();
        expect(reports).to.have.length(isSent ? 0 : 1);
      }),
      {seed, numRuns: runs(300)},
    );
  });

  describe('by an answer that has its header', () => {
    for (const [name, answer] of [['a success', OK], ['a failure', {status: 500}], ...REFUSALS] as (readonly [
      string,
      Exclude<ShopAnswer, string>,
    ])[]) {
      it(`takes the value from then on: ${name}`, async () => {
        const {backend, shop, sent} = setup('meta:csrf-token', {meta: {'csrf-token': 't-1'}});
        shop.onPost = () => ({...answer, headers: {'x-csrf-token': 't-2'}});
        await backend.post(REQUEST);
        shop.onPost = () => OK;

        await backend.post(LOGOUT);
        await backend.post(REQUEST);

        expect(sent()).to.deep.equal(['t-1', 't-2', 't-2'].map((token) => ({'X-CSRF-TOKEN': token})));
      });
    }

    it('takes the newest, as it is, though the page has none', async () => {
      const {backend, shop, sent} = setup('cookie:XSRF-TOKEN');
      for (const token of ['t%201', 't-2']) {
        shop.onPost = () => ({...(OK as object), status: 200, headers: {'X-XSRF-TOKEN': token}});
        await backend.post(REQUEST);
      }
      await backend.post(LOGOUT);

      expect(sent()).to.deep.equal([{}, {'X-XSRF-TOKEN': 't%201'}, {'X-XSRF-TOKEN': 't-2'}]);
    });

    it('takes nothing from another header, and nothing from the answer to a GET', async () => {
      const {backend, shop, sent} = setup('meta:csrf-token', {meta: {'csrf-token': 't-1'}});
      shop.onPost = () => ({...(OK as object), status: 200, headers: {'X-XSRF-TOKEN': 'other', 'X-CSRF': 'other'}});
      shop.onGet = () => ({status: 200, json: SIGNED_IN, headers: {'X-CSRF-TOKEN': 'other'}});
      await backend.post(REQUEST);
      await backend.read();

      await backend.post(LOGOUT);

      expect(sent()).to.deep.equal([{'X-CSRF-TOKEN': 't-1'}, {}, {'X-CSRF-TOKEN': 't-1'}]);
    });

    it('does without where the site’s own fetch answers without headers', async () => {
      const {backend, shop, sent} = setup('meta:csrf-token', {meta: {'csrf-token': 't-1'}});
      const fetch = shop.fetch.bind(shop);
      shop.fetch = async (...request) => Object.assign(await fetch(...request), {headers: undefined as never});

      expect(await backend.post(REQUEST)).to.have.property('status', 'signed-in');
      expect(sent()).to.deep.equal([{'X-CSRF-TOKEN': 't-1'}]);
    });
  });

  describe('of another host', () => {
    for (const [endpoint, isSent] of [
      ['https://api.shop.example/session', true],
      ['https://shop.example:8443/session', true],
      ['https://evil.example/session', false],
      ['https://shop.example.evil.test/session', false],
    ] as const) {
      it(`goes ${isSent ? 'along' : 'to nobody'}: ${endpoint}`, async () => {
        const tokens = {meta: {'csrf-token': 't-1'}};
        // With a function of its own, a site may have its backend anywhere.
        const {backend, sent} = setup('meta:csrf-token', tokens, {endpoint, postCode: () => Promise.resolve({})});

        await backend.post(LOGOUT);
        backend.report(REPORT);

        const headers = isSent ? {'X-CSRF-TOKEN': 't-1'} : {};
        expect(sent()).to.deep.equal([headers, headers]);
      });
    }
  });

  describe('hasOldToken', () => {
    const FRESH: ShopAnswer = {status: 200, json: SIGNED_IN, headers: {'X-CSRF-TOKEN': 't-2'}};
    const META = {meta: {'csrf-token': 't-1', _csrf: 't-1'}};
    for (const [name, csrf, answers, isOld] of [
      ['no answer', 'meta:csrf-token', [], true],
      ['an answer without it', 'meta:csrf-token', [OK], true],
      ['an answer with it', 'meta:csrf-token', [FRESH], false],
      ['a later answer without it', 'meta:csrf-token', [FRESH, OK], true],
      ['a later answer that is lost', 'meta:csrf-token', [FRESH, 'network-error'], true],
      ['an answer with it, of a page that names no header', 'meta:_csrf', [FRESH], true],
      ['an answer without it, of a cookie', 'cookie:csrftoken', [OK], false],
      ['an answer without it, of none', '', [OK], false],
    ] as (readonly [string, string, readonly ShopAnswer[], boolean])[]) {
      it(`is ${isOld} after ${name}`, async () => {
        const {backend, shop} = setup(csrf, META);
        for (const answer of answers) {
          shop.onPost = () => answer;
          await backend.post(REQUEST);
        }

        expect(backend.hasOldToken()).to.equal(isOld);
      });
    }
  });

  for (const [name, config, answers, isOld] of [
    ['a page that a route of the server has sent after the login', {callbackMode: 'server'}, [], false],
    ['a page to which the backend’s own login has led', {loginUrl: '/login'}, [], false],
    ['such a page once it has sent a POST', {callbackMode: 'server'}, [OK], true],
  ] as (readonly [string, Partial<KakaoSyncConfig>, readonly ShopAnswer[], boolean])[]) {
    it(`hasOldToken is ${isOld} on ${name}`, async () => {
      const {backend, shop} = setup('meta:csrf-token', {meta: {'csrf-token': 't-1'}}, config);
      for (const answer of answers) {
        shop.onPost = () => answer;
        await backend.post(REQUEST);
      }

      expect(backend.hasOldToken()).to.equal(isOld);
    });
  }

  it('is live: a later setting counts for the next POST', async () => {
    const page = new FakeBrowser().open('/', {meta: {'csrf-token': 't-1'}});
    page.browser.cookies.set('csrftoken', 't-2');

    await page.client.logout();
    page.client.configure({...CONFIG, csrf: 'meta:csrf-token'});
    await page.client.logout();
    page.client.configure({...CONFIG, csrf: 'cookie:csrftoken'});
    await page.client.logout();

    const [none, first, second] = page.browser.shop.posts.map(({init: {headers}}) => headers);
    expect(none).to.deep.equal(USUAL);
    expect([first!['X-CSRF-TOKEN'], second!['X-CSRFToken'], second!['X-CSRF-TOKEN']]).to.deep.equal([
      't-1',
      't-2',
      undefined,
    ]);
  });
});

/** The lines that a login leaves in the console, and how often the backend was asked. */
async function refusedLogin(answer: ShopAnswer, get: ShopAnswer | undefined, options: Setup = {}) {
  const {callback, shop, browser} = await returned(undefined, options);
  const {tx} = browser.record;
  shop.onPost = (request) => {
    if (!get) shop.signIn(request);
    return answer;
  };
  if (get) shop.onGet = () => get;
  await finish(callback);
  const {posts, reads} = shop;
  const counts = [posts.length, reads.length];
  const {told, flow, next} = await endOf(callback);
  return {told, flow, counts, tx, shop, next, lines: [...callback.reports, ...next.reports]};
}

describe('a POST that is refused before the backend has seen it', () => {
  const HINT = /^backend_refused KS-[\w-]+ POST \S+ 4(03|19) .* CSRF /;
  const SIGNED_OUT: ShopAnswer = {status: 200, json: {status: 'signed-out'}};

  for (const [name, answer] of REFUSALS) {
    it(`by ${name} is looked for by one GET, named once, and the next press begins anew`, async () => {
      const {told, flow, counts, lines, shop, next, tx} = await refusedLogin(answer, SIGNED_OUT);

      expect(told).to.deep.equal(['kakao-login-error']);
      expect([flow.status, flow.code]).to.deep.equal(['retry', 'backend_refused']);
      expect(counts).to.deep.equal([1, 1]);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(HINT);
      shop.onPost = (request) => shop.signIn(request);
      await next.press();
      const again = await next.visit(next.answer());
      expect(again.client.state.session.status).to.equal('signed-in');
      expect(shop.posts).to.have.length(2);
      expect(shop.posts[1]!.body.tx).not.to.equal(tx);
    });

    it(`by ${name} has signed in all the same if GET says so`, async () => {
      const {told, counts} = await refusedLogin(answer, undefined);

      expect([told, counts]).to.deep.equal([['kakao-login-success'], [1, 1]]);
    });

    it(`by ${name} is a failure if GET tells of somebody else’s session`, async () => {
      const other = {status: 200, json: {...SIGNED_IN, tx: 'another'.padEnd(43, 'x')}};
      const {flow, counts} = await refusedLogin(answer, other);

      expect([flow.code, counts]).to.deep.equal(['backend_refused', [1, 1]]);
    });
  }

  for (const [name, answer] of [
    ['403 of the contract', {status: 403, json: {code: 'origin_refused'}, type: 'application/problem+json'}],
    ['419 of the contract', {status: 419, json: {code: 'session_required'}}],
    ['400', {status: 400, text: '<p>', type: 'text/html'}],
    ['401', {status: 401}],
    ['409', {status: 409}],
  ] as (readonly [string, ShopAnswer])[]) {
    it(`is not what ${name} says: no GET, and not a word of CSRF`, async () => {
      const {told, counts, lines} = await refusedLogin(answer, SIGNED_OUT);

      expect([told, counts]).to.deep.equal([['kakao-login-error'], [1, 0]]);
      expect(lines.join()).not.to.match(/csrf/i);
    });
  }

  it('is named for a logout too, which fails', async () => {
    const page = new FakeBrowser().open('/');
    page.browser.shop.onPost = () => REFUSALS[0]![1];

    await page.client.logout();

    expect(page.reports).to.have.length(1);
    expect(page.reports[0]).to.match(HINT);
    expect(page.told).to.deep.equal(['kakao-login-error']);
  });

  it('is no GET: of that, nothing is said of CSRF', async () => {
    const page = new FakeBrowser().open('/');
    page.browser.shop.onGet = () => REFUSALS[0]![1];

    await page.client.refresh();

    expect(page.reports).to.have.length(1);
    expect(page.reports[0]).not.to.match(/csrf/i);
  });
});
