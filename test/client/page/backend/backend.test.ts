import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {factor, runs, seed} from '../../../support/family.js';
import {createBackend, type Backend, type BackendFailure} from '../../../../src/client/page/backend/backend.js';
import {readConfig, type KakaoSyncConfig} from '../../../../src/client/state/config.js';
import {BACKEND_CODES, ERROR_CODES, isErrorCode} from '../../../../src/shared/errors.js';
import type {LoginRequest} from '../../../../src/shared/wire.js';
import {APP_KEY, CODE, CONFIG, ORIGIN} from '../../support/browser.js';
import {FakeClock} from '../../support/clock.js';
import {FakeShop, type ShopAnswer} from '../../support/shop.js';
import {FakeStorage} from '../../support/storage.js';

const TX = 'abcdef'.padEnd(43, 'x');
const REQUEST: LoginRequest = {
  purpose: 'login',
  tx: TX,
  code: CODE,
  redirectUri: `${ORIGIN}/kakao/callback`,
  clientId: APP_KEY,
  nonceSecret: 'n'.repeat(43),
};
const SIGNED_IN = {status: 'signed-in', tx: TX, isNewMember: true, member: {name: '라이언'}};
/** What is read of it. */

function setup(config: KakaoSyncConfig = CONFIG) {
  const clock = new FakeClock();
  const shop = new FakeShop();
  const sessionStorage = new FakeStorage();
  const reports: string[] = [];
  const backend = createBackend(
    {
      fetch: (url, init) => shop.fetch(url, init, ORIGIN),
      after: (milliseconds, callback) => clock.after(milliseconds, callback),
      now: () => clock.now(),
      address: () => new URL(ORIGIN),
      report: (line) => reports.push(line),
      dispatch: () => true,
      localStorage: new FakeStorage(),
      sessionStorage,
    },
    () => readConfig(config, ORIGIN).settings,
  );
  return {clock, shop, sessionStorage, backend, reports};
}

type Answer = Awaited<ReturnType<Backend['post']>>;

describe('createBackend', () => {
  describe('tellsTerms', () => {
    for (const [body, tells] of [
      [SIGNED_IN, false],
      [{...SIGNED_IN, missingTerms: null}, false],
      [{...SIGNED_IN, missingTerms: []}, true],
      [{...SIGNED_IN, missingTerms: [{tag: 'privacy', required: true}]}, true],
    ] as const) {
      it(`is ${tells} for ${JSON.stringify(body)}, and remembered in this tab`, async () => {
        const {shop, backend, sessionStorage} = setup();
        expect(backend.tellsTerms()).to.equal(false);
        shop.onGet = () => ({status: 200, json: body});
        await backend.read();
        shop.onGet = () => ({status: 200, json: SIGNED_IN});
        await backend.read();

        expect(backend.tellsTerms()).to.equal(tells);
        expect(sessionStorage.keys()).to.have.length(tells ? 1 : 0);
      });
    }
  });

  describe('post', () => {
    it('sends one JSON request that only this site can send, with its cookies, and that outlives the page', async () => {
      const {shop, backend} = setup();

      await backend.post({...REQUEST, context: 'guest-7'});

      const [request] = shop.requests;
      expect(shop.requests).to.have.length(1);
      expect(request!.url).to.equal(`${ORIGIN}/api/kakao/session`);
      expect(request!.body).to.deep.equal({...REQUEST, context: 'guest-7'});
      const {headers, method, credentials, keepalive, redirect, cache} = request!.init;
      expect(headers).to.deep.equal({
        Accept: 'application/json',
        'X-Kakao-Sync': '1',
        'Content-Type': 'application/json',
      });
      expect({method, credentials, keepalive, redirect, cache}).to.deep.equal({
        method: 'POST',
        credentials: 'include',
        keepalive: true,
        redirect: 'manual',
        cache: 'no-store',
      });
    });

    const problem = (status: number, json: unknown): ShopAnswer => ({status, json});
    const html = '<!doctype html><title>Log in</title>';
    const bad = {code: 'backend_bad_answer', doubt: 'read'};
    const refused = {code: 'backend_refused', ref: 'KS-abcdef'};
    const table: readonly [name: string, answer: ShopAnswer, expected: unknown][] = [
      ['a session', {status: 200, json: SIGNED_IN}, SIGNED_IN],
      ['a session created', {status: 201, json: SIGNED_IN}, SIGNED_IN],
      [
        'a session without tx',
        {status: 200, json: {status: 'signed-in'}},
        {
          status: 'signed-in',
          isNewMember: false,
          member: {},
        },
      ],
      [
        'a session with fields of other types',
        {
          status: 200,
          json: {
            status: 'signed-in',
            isNewMember: 'yes',
            member: 5,
            missingTerms: {},
            redirectTo: 7,
            expiresIn: '60',
            scope: 'a',
          },
        },
        {status: 'signed-in', isNewMember: false, member: {}},
      ],
      [
        'a member with a picture that is no https address',
        {
          status: 200,
          json: {
            ...SIGNED_IN,
            member: {name: '', picture: 'javascript:alert(1)'},
          },
        },
        {...SIGNED_IN, member: {}},
      ],
      [
        'terms of which some are none',
        {
          status: 200,
          json: {
            ...SIGNED_IN,
            missingTerms: [null, 5, {tag: 'a'}, {tag: '', required: true}, {tag: 'b', required: true}],
          },
        },
        {...SIGNED_IN, missingTerms: [{tag: 'b', required: true}]},
      ],
      [
        'an action',
        {status: 200, json: {status: 'action-required', tx: TX, action: 'dormant', message: '휴면'}},
        {
          status: 'action-required',
          tx: TX,
          action: 'dormant',
          message: '휴면',
        },
      ],
      [
        'nobody',
        {status: 200, json: {status: 'signed-out', tx: TX, reason: 'not_a_member'}},
        {
          status: 'signed-out',
          tx: TX,
          reason: 'not_a_member',
        },
      ],

      ['the session of another login', {status: 200, json: {...SIGNED_IN, tx: 'other'}}, bad],
      ['an unknown status', {status: 200, json: {status: 'maybe'}}, bad],
      ['an unknown action', {status: 200, json: {status: 'action-required', action: 'pay'}}, bad],
      ['an action of the prototype', {status: 200, json: {status: 'action-required', action: 'constructor'}}, bad],
      ['null', {status: 200, json: null}, bad],
      ['a list', {status: 200, json: [SIGNED_IN]}, bad],
      ['a number', {status: 200, json: 5}, bad],
      ['half of an answer', {status: 200, text: '{"status":"signed-in"'}, bad],
      ['a page', {status: 200, text: html}, bad],
      ['nothing', {status: 200}, bad],
      ['no content', {status: 204}, bad],
      ['a redirect to a login page', {status: 0}, bad],
      ['a redirect that was followed nowhere', {status: 302, text: html}, bad],

      [
        'a problem with code and reference',
        problem(409, {code: 'code_used', ref: 'KS-abcdef'}),
        {
          code: 'code_used',
          ref: 'KS-abcdef',
          doubt: 'read',
        },
      ],
      ['a problem of a late hook', problem(504, {code: 'backend_timeout'}), {code: 'backend_timeout', doubt: 'wait'}],
      ['a problem of the site', problem(400, {code: 'request_invalid'}), {code: 'request_invalid'}],
      [
        'a problem of the origin',
        problem(403, {code: 'origin_refused', ref: 'KS-abcdef'}),
        {
          code: 'origin_refused',
          ref: 'KS-abcdef',
        },
      ],
      ['a problem of Kakao', problem(502, {code: 'provider_unavailable'}), {code: 'provider_unavailable'}],
      [
        'a problem with a hostile reference',
        problem(400, {code: 'request_invalid', ref: '<b>KS-1'}),
        {
          code: 'request_invalid',
        },
      ],
      ['a problem whose code is a text for people', problem(400, {code: 'Bad Request!'}), {code: 'backend_refused'}],
      ['a problem of the site’s own', problem(409, {code: 'out_of_stock', ref: 'KS-abcdef'}), refused],
      ['a failure of the site’s own', problem(500, {code: 'db_down'}), {code: 'backend_failed', doubt: 'read'}],
      ['a problem that is no backend’s to tell', problem(400, {code: 'sdk_blocked', ref: 'KS-abcdef'}), refused],
      ['a problem with the name of a prototype', problem(400, {code: 'constructor', ref: 'KS-abcdef'}), refused],
      ['a problem whose code is a number', problem(422, {code: 5, ref: 5}), {code: 'backend_refused'}],
      ['400 with a page', {status: 400, text: html}, {code: 'backend_refused'}],
      ['401 with null', problem(401, null), {code: 'backend_refused'}],
      ['403 with nothing', {status: 403}, {code: 'backend_refused'}],
      ['404 with a page', {status: 404, text: html}, {code: 'backend_refused'}],
      ['409 with a list', problem(409, []), {code: 'backend_refused'}],
      ['410', {status: 410}, {code: 'backend_refused'}],
      ['422', {status: 422}, {code: 'backend_refused'}],
      ['429', {status: 429, text: 'slow down'}, {code: 'rate_limited'}],
      ['500 with a page', {status: 500, text: html}, {code: 'backend_failed', doubt: 'read'}],
      ['500 with a session', {status: 500, json: SIGNED_IN}, {code: 'backend_failed', doubt: 'read'}],
      ['503', {status: 503}, {code: 'backend_failed', doubt: 'read'}],
      ['502 of a gateway', {status: 502, text: html}, {code: 'backend_failed', doubt: 'wait'}],
      ['504 of a gateway', {status: 504, text: html}, {code: 'backend_failed', doubt: 'wait'}],
      ['no network', 'network-error', {code: 'backend_unreachable', doubt: 'wait'}],
    ];
    for (const [name, answer, expected] of table) {
      it(`reads ${name}, and sends the code once`, async () => {
        const {shop, backend} = setup();
        shop.onPost = () => answer;

        expect(await backend.post(REQUEST)).to.deep.equal(expected);
        expect(shop.requests).to.have.length(1);
      });
    }

    for (const code of ERROR_CODES) {
      const expected = (BACKEND_CODES as readonly string[]).includes(code) ? code : 'backend_refused';
      it(`takes ${code} for ${expected}`, async () => {
        const {shop, backend} = setup();
        shop.onPost = () => ({status: 400, json: {code}});

        expect(await backend.post(REQUEST)).to.have.property('code', expected);
      });
    }

    it('gives no code that is not published, whatever a backend calls it', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({min: 400, max: 599}), fc.anything(), async (status, code) => {
          const {shop, backend} = setup();
          shop.onPost = shop.onGet = () => ({status, text: JSON.stringify({code})});

          const [posted, read] = [await backend.post(REQUEST), await backend.read()];

          for (const answer of [posted, read])
            if (answer) expect(isErrorCode((answer as BackendFailure).code)).to.equal(true);
        }),
        {seed, numRuns: runs(300)},
      );
    });

    for (const body of ['headers', 'body'] as const) {
      it(`gives up after ten seconds where the ${body} of an answer never come`, async () => {
        const {clock, shop, backend} = setup();
        shop.onPost = () => (body === 'headers' ? 'hangs' : {status: 200, body: 'hangs'});
        const answers: Answer[] = [];
        void backend.post(REQUEST).then((answer) => answers.push(answer));

        await clock.advance(9999);
        expect(answers).to.deep.equal([]);
        await clock.advance(2);

        expect(answers).to.deep.equal([{code: 'backend_timeout', doubt: 'wait'}]);
        expect(shop.requests).to.have.length(1);
      });
    }

    it('gives up after ten seconds where the page’s own fetch knows nothing of signals', async () => {
      const {clock, shop, backend} = setup();
      shop.fetch = () => new Promise(() => undefined);

      const [posted, read] = [backend.post(REQUEST), backend.read()];
      await clock.advance(10_000);

      const timeout = {code: 'backend_timeout', doubt: 'wait'};
      expect([await posted, await read]).to.deep.equal([timeout, timeout]);
    });

    it('leaves no timer behind', async () => {
      for (const answer of [{status: 200, json: SIGNED_IN}, {status: 500}, 'network-error'] as const) {
        const {clock, shop, backend} = setup();
        shop.onPost = shop.onGet = () => answer;

        await backend.post(REQUEST);
        await backend.read();

        expect(clock.pending).to.equal(0);
      }
    });

    it('never rejects and never invents a session, whatever JSON comes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({min: 200, max: 599}), fc.json(), async (status, text) => {
          const {shop, backend} = setup();
          shop.onPost = () => ({status, text});

          const answer = await backend.post(REQUEST);

          if (!('code' in answer)) expect(JSON.parse(text)).to.have.property('status', answer.status);
          expect(shop.requests).to.have.length(1);
        }),
        {seed, numRuns: runs(500)},
      );
    }).timeout(60_000 * factor);

    it('says what is missing where there is nowhere to send to', async () => {
      const {shop, backend} = setup({appKey: APP_KEY, redirectUri: '/kakao/callback'});

      expect(await backend.post(REQUEST)).to.deep.equal({code: 'config_incomplete'});
      expect(await backend.post({purpose: 'logout'})).to.deep.equal({code: 'config_incomplete'});
      expect(shop.requests).to.deep.equal([]);
    });
  });

  describe('post, in the site’s own way', () => {
    const table: readonly [name: string, postCode: () => Promise<unknown>, expected: unknown][] = [
      ['takes its answer', () => Promise.resolve(SIGNED_IN), SIGNED_IN],
      ['refuses undefined', () => Promise.resolve(undefined), {code: 'backend_bad_answer', doubt: 'read'}],
      [
        'refuses the body of another login',
        () => Promise.resolve({...SIGNED_IN, tx: 'other'}),
        {
          code: 'backend_bad_answer',
          doubt: 'read',
        },
      ],
      [
        'takes the published code of a rejection',
        () => reject({code: 'rate_limited'}),
        {
          code: 'rate_limited',
          doubt: 'read',
        },
      ],
      ['has a code for an Error', () => reject(new Error('of the site')), {code: 'backend_failed', doubt: 'read'}],
      [
        'has a code for an HTTP library’s own',
        () => reject({code: 'ERR_NETWORK'}),
        {
          code: 'backend_failed',
          doubt: 'read',
        },
      ],
      [
        'has a code for the site’s own',
        () => reject({code: 'out_of_stock'}),
        {
          code: 'backend_failed',
          doubt: 'read',
        },
      ],
      [
        'tells nobody the authorization code of a rejection',
        () => reject({code: CODE}),
        {
          code: 'backend_failed',
          doubt: 'read',
        },
      ],
      ['has a code for a number', () => reject({code: 500}), {code: 'backend_failed', doubt: 'read'}],
      ['has a code for nothing at all', () => reject(undefined), {code: 'backend_failed', doubt: 'read'}],
      ['has a code for null', () => reject(null), {code: 'backend_failed', doubt: 'read'}],
      [
        'has a code for what is thrown at once',
        () => {
          throw new Error('of the site');
        },
        {code: 'backend_failed', doubt: 'read'},
      ],
    ];
    for (const [name, postCode, expected] of table) {
      it(name, async () => {
        const given: LoginRequest[] = [];
        const {shop, backend} = setup({
          ...CONFIG,
          postCode: (request) => {
            given.push(request);
            return postCode();
          },
        });

        expect(await backend.post(REQUEST)).to.deep.equal(expected);
        expect(given).to.deep.equal([REQUEST]);
        expect(shop.requests).to.deep.equal([]);
      });
    }

    it('ends the session with its own function, whatever that answers', async () => {
      let calls = 0;
      const {shop, backend} = setup({...CONFIG, endSession: () => Promise.resolve(calls++)});

      expect(await backend.post({purpose: 'logout'})).to.deep.equal({status: 'signed-out'});
      expect(calls).to.equal(1);
      expect(shop.requests).to.deep.equal([]);
    });

    it('ends after ten seconds where the site’s function that logs out never answers', async () => {
      const {backend, clock} = setup({...CONFIG, endSession: () => new Promise(() => undefined)});

      const posted = backend.post({purpose: 'logout'});
      await clock.advance(10_000);

      expect(await posted).to.deep.equal({code: 'backend_timeout', doubt: 'read'});
    });

    it('takes what the site’s functions answer at once', async () => {
      const {backend} = setup({
        ...CONFIG,
        postCode: (() => SIGNED_IN) as never,
        readSession: (() => SIGNED_IN) as never,
      });

      expect(await backend.post(REQUEST)).to.deep.equal(SIGNED_IN);
      expect(await backend.read()).to.deep.equal(SIGNED_IN);
    });

    it('says when its own function could not end it', async () => {
      const {backend} = setup({...CONFIG, endSession: () => reject(new Error('of the site'))});

      expect(await backend.post({purpose: 'logout'})).to.have.property('code', 'backend_failed');
    });

    it('logs out at the endpoint where only the code has a function of its own', async () => {
      const {shop, backend} = setup({...CONFIG, postCode: () => Promise.resolve(SIGNED_IN)});

      expect(await backend.post({purpose: 'logout'})).to.deep.equal({status: 'signed-out'});
      expect(shop.posts.map(({body}) => body)).to.deep.equal([{purpose: 'logout'}]);
    });
  });

  describe('read', () => {
    const bad = {code: 'backend_bad_answer', doubt: 'read'};
    const failed = {code: 'backend_failed', doubt: 'read'};

    it('reads with cookies and nothing that changes anything', async () => {
      const {shop, backend} = setup();

      await backend.read();

      const {method, headers, credentials, body, keepalive, redirect} = shop.requests[0]!.init;
      expect({method, headers, credentials, body, keepalive, redirect}).to.deep.equal({
        method: 'GET',
        headers: {Accept: 'application/json', 'X-Kakao-Sync': '1'},
        credentials: 'include',
        body: null,
        keepalive: false,
        redirect: 'manual',
      });
    });

    const table: readonly [name: string, answer: ShopAnswer, expected: unknown, isRemembered: boolean][] = [
      ['a session', {status: 200, json: SIGNED_IN}, SIGNED_IN, false],
      ['nobody', {status: 200, json: {status: 'signed-out'}}, {status: 'signed-out'}, false],
      ['JSON that is no session', {status: 200, json: {ok: true}}, bad, false],
      ['404', {status: 404, json: {}}, null, true],
      ['405', {status: 405, text: 'no'}, null, true],
      ['501', {status: 501}, null, true],
      ['a page', {status: 200, text: '<!doctype html>'}, undefined, false],
      ['no content', {status: 204}, undefined, false],
      ['a redirect', {status: 0}, undefined, false],
      ['401', {status: 401, json: {code: 'x'}}, {code: 'backend_refused'}, false],
      ['403 with a page', {status: 403, text: '<!doctype html>'}, {code: 'backend_refused'}, false],
      ['403 with a code', {status: 403, json: {code: 'origin_refused'}}, {code: 'origin_refused'}, false],
      ['429', {status: 429}, {code: 'rate_limited'}, false],
      ['500', {status: 500, text: '<!doctype html>'}, {code: 'backend_failed', doubt: 'read'}, false],
      ['503', {status: 503}, {code: 'backend_failed', doubt: 'read'}, false],
      ['no network', 'network-error', {code: 'backend_unreachable', doubt: 'wait'}, false],
    ];
    for (const [name, answer, expected, isRemembered] of table) {
      it(`reads ${name}${isRemembered ? ', and does not ask again in this tab' : ''}`, async () => {
        const {shop, backend} = setup();
        shop.onGet = () => answer;

        expect(await backend.read()).to.deep.equal(expected);
        expect(await backend.read()).to.deep.equal(expected);

        expect(shop.reads).to.have.length(isRemembered ? 1 : 2);
      });
    }

    it('asks each time where it cannot remember', async () => {
      const {shop, sessionStorage, backend} = setup();
      sessionStorage.isForbidden = true;
      shop.onGet = () => ({status: 404});

      await backend.read();
      await backend.read();

      expect(shop.reads).to.have.length(2);
    });

    it('gives up after ten seconds', async () => {
      const {clock, shop, backend} = setup();
      shop.onGet = () => 'hangs';
      const answers: unknown[] = [];
      void backend.read().then((answer) => answers.push(answer));

      await clock.advance(9999);
      expect(answers).to.deep.equal([]);
      await clock.advance(2);

      expect(answers).to.deep.equal([{code: 'backend_timeout', doubt: 'wait'}]);
    });

    it('ends after ten seconds where the site’s own reading never answers', async () => {
      const {backend, clock} = setup({...CONFIG, readSession: () => new Promise(() => undefined)});

      const read = backend.read();
      await clock.advance(10_000);

      expect(await read).to.deep.equal({code: 'backend_timeout', doubt: 'read'});
    });

    it('asks nobody without an endpoint', async () => {
      const {shop, backend} = setup({...CONFIG, endpoint: undefined, postCode: () => Promise.resolve()});

      expect(await backend.read()).to.equal(null);
      expect(shop.requests).to.deep.equal([]);
    });

    const own: readonly [name: string, readSession: () => Promise<unknown>, expected: unknown][] = [
      ['takes its answer', () => Promise.resolve(SIGNED_IN), SIGNED_IN],
      ['takes anything else for a bad answer', () => Promise.resolve({user: 5}), bad],
      ['takes a rejection for a failure', () => reject(new Error('of the site')), failed],
      ['takes the code of a rejection', () => reject({code: 'rate_limited'}), {code: 'rate_limited', doubt: 'read'}],
      [
        'takes what is thrown at once for a failure',
        () => {
          throw new Error('of the site');
        },
        failed,
      ],
    ];
    for (const [name, readSession, expected] of own) {
      it(`in the site’s own way ${name}`, async () => {
        const {shop, backend} = setup({...CONFIG, readSession});

        expect(await backend.read()).to.deep.equal(expected);
        expect(shop.requests).to.deep.equal([]);
      });
    }
  });
});

describe('a function of the site that fails', () => {
  const SECRET = 'a-secret-of-the-site';
  const FAILURES: readonly [what: string, run: () => unknown, code: string, how: string][] = [
    [
      'throws',
      () => {
        throw new Error(SECRET);
      },
      'backend_failed',
      'threw',
    ],
    ['rejects', () => reject(new Error(SECRET)), 'backend_failed', 'threw'],
    ['rejects with a text', () => reject(SECRET), 'backend_failed', 'threw'],
    ['rejects with a code of its own', () => reject({code: SECRET}), 'backend_failed', 'threw'],
    ['rejects with a published code', () => reject({code: 'rate_limited', detail: SECRET}), 'rate_limited', 'threw'],
    ['never answers', () => new Promise(() => undefined), 'backend_timeout', 'no-answer'],
    ['answers nothing', () => Promise.resolve(), 'backend_bad_answer', 'empty'],
    ['answers null', () => null, 'backend_bad_answer', 'empty'],
    ['answers a text', () => Promise.resolve(SECRET), 'backend_bad_answer', 'another-shape'],
    ['answers an object', () => Promise.resolve({user: SECRET}), 'backend_bad_answer', 'another-shape'],
    ['answers a list', () => Promise.resolve([SECRET]), 'backend_bad_answer', 'another-shape'],
  ];
  const hintOf = ({sessionStorage}: ReturnType<typeof setup>): string | null => sessionStorage.get('ks.hint');

  for (const [what, run, code, how] of FAILURES) {
    it(`and ${what} is told with ${how}: postCode`, async () => {
      const world = setup({...CONFIG, postCode: run as never});
      void world.backend.post(REQUEST);
      await world.clock.advance(10_000);

      expect([hintOf(world), world.reports]).to.deep.equal([`${code} KS-abcdef postCode ${how}`, []]);
    });

    it(`and ${what} is told with ${how}, once: readSession`, async () => {
      const {backend, clock, reports} = setup({...CONFIG, readSession: run as never});
      for (let time = 0; time < 2; time++) {
        void backend.read();
        await clock.advance(10_000);
      }

      expect(reports).to.deep.equal([`${code} readSession ${how}`]);
    });

    it(`and ${what} is told ${code === 'backend_bad_answer' ? 'not at all' : `with ${how}`}: endSession`, async () => {
      const world = setup({...CONFIG, endSession: run as never});
      void world.backend.post({purpose: 'logout'});
      await world.clock.advance(10_000);

      const line = code === 'backend_bad_answer' ? null : `${code} endSession ${how}`;
      expect([hintOf(world), world.reports]).to.deep.equal([line, []]);
    });
  }

  it('is told nothing of where it answers in ten seconds', async () => {
    const world = setup({...CONFIG, postCode: () => Promise.resolve(SIGNED_IN)});
    expect(await world.backend.post(REQUEST)).to.deep.equal(SIGNED_IN);
    await world.clock.advance(60_000);

    expect([hintOf(world), world.reports]).to.deep.equal([null, []]);
  });
});

/** A rejection with anything: sites reject with what they like. */
function reject(reason: unknown): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  return Promise.reject(reason);
}
