import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {factor, runs, seed} from '../../../support/family.js';
import {BACKEND_CODES, ERROR_CODES, isErrorCode} from '../../../../src/shared/errors.js';
import {toFields} from '../../../../src/shared/fields.js';
import type {LoginRequest} from '../../../../src/shared/wire.js';
import {APP_KEY, CODE, CONFIG, ORIGIN} from '../../support/browser.js';
import type {ShopAnswer} from '../../support/shop.js';
import answers from './answers.json' with {type: 'json'};
import {REQUEST, setup, SIGNED_IN} from './support/backend-setup.js';

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

  it('keeps what a backend shows of itself for its own address: another app of the origin has another one', async () => {
    const {shop, backend, sessionStorage} = setup();
    const {backend: other} = setup({...CONFIG, endpoint: '/ko/session'}, sessionStorage);
    shop.onGet = () => ({status: 200, json: {...SIGNED_IN, missingTerms: []}});
    await backend.read();

    expect([backend.tellsTerms(), other.tellsTerms()]).to.deep.equal([true, false]);
    expect(sessionStorage.keys()).to.have.length(1);
  });

  it('is read again once it has made a session, though it answered no GET before', async () => {
    const {shop, backend} = setup();
    shop.onGet = () => ({status: 404});
    await backend.read();

    await backend.post(REQUEST);
    await backend.read();

    expect(shop.reads).to.have.length(2);
  });

  it('asks for the login that waits where it looks for a lost answer, and nowhere else', async () => {
    const {shop, backend} = setup();

    await backend.read();
    await backend.recover();

    const session = `${ORIGIN}/api/kakao/session`;
    expect(shop.reads.map(({url}) => url)).to.deep.equal([session, `${session}?pending=1`]);
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

    for (const [name, answer, expected] of answers.posts as [string, ShopAnswer, unknown][]) {
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

    it('never rejects, and gives no session and no code that is none, whatever comes', async () => {
      const names = ['tx', 'isNewMember', 'member', 'missingTerms', 'scope', 'redirectTo', 'expiresIn', 'code', 'ref'];
      const word = fc.constantFrom('signed-in', 'signed-in', 'signed-out', 'action-required', 'x');
      const fields = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
      const body = fc.oneof(
        fc.json(),
        fc.anything().map((code) => JSON.stringify({code})),
        fc.tuple(word, fields).map(([status, others]) => JSON.stringify({...others, status})),
      );
      const httpStatus = fc.oneof(fc.constantFrom(200, 200, 200, 400, 409, 500), fc.integer({min: 0, max: 599}));
      await fc.assert(
        fc.asyncProperty(httpStatus, body, async (status, text) => {
          const {shop, backend} = setup();
          shop.onPost = shop.onGet = () => ({status, text});

          const [posted, read] = [await backend.post(REQUEST), await backend.read()];

          const {status: said, tx} = toFields(JSON.parse(text));
          const isOurs = typeof tx !== 'string' || tx === '' || tx === REQUEST.tx;
          const isSession = status < 400 && said === 'signed-in' && isOurs;
          expect(posted.status === 'signed-in').to.equal(isSession);
          for (const answer of [posted, read]) {
            if (answer?.status) expect(answer.status).to.equal(said);
            else if (answer) expect(isErrorCode(answer.code)).to.equal(true);
          }
          expect(shop.posts).to.have.length(1);
        }),
        {seed, numRuns: runs(1200)},
      );
    }).timeout(60_000 * factor);

    for (const [what, method, answer] of [
      ['the headers of an answer', 'post', 'hangs'],
      ['the body of an answer', 'post', {status: 200, body: 'hangs'}],
      ['an answer to a GET', 'read', 'hangs'],
    ] as const) {
      it(`gives up after ten seconds where ${what} never comes`, async () => {
        const {clock, shop, backend} = setup();
        shop.onPost = shop.onGet = () => answer;
        const given: unknown[] = [];
        void (method === 'post' ? backend.post(REQUEST) : backend.read()).then((one) => given.push(one));

        await clock.advance(9999);
        expect(given).to.deep.equal([]);
        await clock.advance(2);

        expect(given).to.deep.equal([{code: 'backend_timeout', doubt: 'wait', isLost: true}]);
        expect(shop.requests).to.have.length(1);
      });
    }

    it('gives up after ten seconds where the page’s own fetch knows nothing of signals', async () => {
      const {clock, shop, backend} = setup();
      shop.fetch = () => new Promise(() => undefined);

      const [posted, read] = [backend.post(REQUEST), backend.read()];
      await clock.advance(10_000);

      const timeout = {code: 'backend_timeout', doubt: 'wait', isLost: true};
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

    it('says what is missing where there is nowhere to send to', async () => {
      const {shop, backend} = setup({appKey: APP_KEY, redirectUri: '/kakao/callback'});

      expect(await backend.post(REQUEST)).to.deep.equal({code: 'config_incomplete'});
      expect(await backend.post({purpose: 'logout'})).to.deep.equal({code: 'config_incomplete'});
      expect(shop.requests).to.deep.equal([]);
    });
  });

  describe('read', () => {
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

    for (const [name, answer, expected] of answers.reads as [string, ShopAnswer, unknown?][]) {
      const isRemembered = expected === null;
      it(`reads ${name}${isRemembered ? ', and does not ask again in this tab' : ''}`, async () => {
        const {shop, backend} = setup();
        shop.onGet = () => answer;

        expect(await backend.read()).to.deep.equal(expected);
        expect(await backend.read()).to.deep.equal(expected);
        expect(shop.reads).to.have.length(isRemembered ? 1 : 2);
        expect(await backend.recover(), 'a recovery').to.deep.equal(expected);
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

    it('asks nobody without an endpoint', async () => {
      const {shop, backend} = setup({...CONFIG, endpoint: undefined, postCode: () => Promise.resolve()});

      expect(await backend.read()).to.equal(null);
      expect(shop.requests).to.deep.equal([]);
    });
  });
});

describe('a function of the site', () => {
  const SECRET = 'a-secret-of-the-site';
  const hintOf = ({sessionStorage}: ReturnType<typeof setup>): string | null => sessionStorage.get('ks.hint');
  const fail = (): never => {
    throw new Error(SECRET);
  };
  /** Fails at whatever is done with it. */
  const untouchable: unknown = new Proxy({}, {get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail});
  const withGetter = (name: string): unknown => Object.defineProperty({}, name, {enumerable: true, get: fail});
  const later =
    (answer: unknown): (() => unknown) =>
    () =>
      Promise.resolve(answer);
  /** Whether a logout is done by it all the same: where it is no failure of the function, but of its answer. */
  const FAILURES: readonly (readonly [what: string, run: unknown, code: string, how: string, isDone?: 'ended'])[] = [
    ['is a text', 'signed-in', 'backend_failed', 'threw'],
    ['is an object', {}, 'backend_failed', 'threw'],
    ['is untouchable', untouchable, 'backend_failed', 'threw'],
    ['throws', fail, 'backend_failed', 'threw'],
    ['rejects', () => reject(new Error(SECRET)), 'backend_failed', 'threw'],
    ['rejects with nothing', () => reject(undefined), 'backend_failed', 'threw'],
    ['rejects with null', () => reject(null), 'backend_failed', 'threw'],
    ['rejects with a text', () => reject(SECRET), 'backend_failed', 'threw'],
    ['rejects with a status as code', () => reject({code: 500}), 'backend_failed', 'threw'],
    ['rejects with a code of its own', () => reject({code: SECRET}), 'backend_failed', 'threw'],
    ['rejects with an HTTP library’s code', () => reject({code: 'ERR_NETWORK'}), 'backend_failed', 'threw'],
    ['rejects with the authorization code', () => reject({code: CODE}), 'backend_failed', 'threw'],
    ['rejects with a published code', () => reject({code: 'rate_limited', detail: SECRET}), 'rate_limited', 'threw'],
    ['never answers', () => new Promise(() => undefined), 'backend_timeout', 'no-answer'],
    ['rejects with a failing code', () => reject(withGetter('code')), 'backend_failed', 'threw'],
    ['rejects with what is untouchable', () => reject(untouchable), 'backend_failed', 'threw'],
    ['answers what is untouchable', () => untouchable, 'backend_failed', 'threw'],
    ['answers a failing then', () => withGetter('then'), 'backend_failed', 'threw'],
    ['answers a failing status', later(withGetter('status')), 'backend_failed', 'threw', 'ended'],
    ['answers nothing at once', () => undefined, 'backend_bad_answer', 'empty', 'ended'],
    ['answers nothing', later(undefined), 'backend_bad_answer', 'empty', 'ended'],
    ['answers null at once', () => null, 'backend_bad_answer', 'empty', 'ended'],
    ['answers null', later(null), 'backend_bad_answer', 'empty', 'ended'],
    ...([200, SECRET, 'signed-in', '{"status":"signed-in"}', Symbol('signed-in'), 10n] as const).map(
      (answer) => [`answers ${String(answer)}`, later(answer), 'backend_bad_answer', 'another-shape', 'ended'] as const,
    ),
    ['answers an object', later({user: SECRET}), 'backend_bad_answer', 'another-shape', 'ended'],
    ['answers a list', later([SECRET]), 'backend_bad_answer', 'another-shape', 'ended'],
    ['answers a session in a list', later([SIGNED_IN]), 'backend_bad_answer', 'another-shape', 'ended'],
    ['answers a Response', later(Response.json(SIGNED_IN)), 'backend_bad_answer', 'another-shape', 'ended'],
    ['answers as axios does', later({data: SIGNED_IN}), 'backend_bad_answer', 'another-shape', 'ended'],
  ];

  for (const [what, run, code, how, isDone] of FAILURES) {
    it(`that ${what} is told with ${how}: postCode`, async () => {
      const given: LoginRequest[] = [];
      const postCode = (request: LoginRequest): Promise<unknown> => {
        given.push(request);
        return (run as () => Promise<unknown>)();
      };
      const world = setup({...CONFIG, postCode});
      const answers: unknown[] = [];
      void world.backend.post(REQUEST).then((answer) => answers.push(answer));
      await world.clock.advance(10_000);

      // A late answer still signs in.
      expect(answers).to.deep.equal(code === 'backend_timeout' ? [] : [{code, doubt: 'read'}]);
      expect([given, world.shop.requests]).to.deep.equal([[REQUEST], []]);
      expect([hintOf(world), world.reports]).to.deep.equal([`${code} KS-D6VH-TYFW postCode ${how}`, []]);
    });

    it(`that ${what} is told with ${how}, once: readSession`, async () => {
      const {backend, clock, reports, shop} = setup({...CONFIG, readSession: run as never});
      for (let time = 0; time < 2; time++) {
        const read = backend.read();
        await clock.advance(10_000);
        expect(await read).to.deep.equal({code, doubt: 'read'});
      }

      expect(shop.requests).to.deep.equal([]);
      expect(reports).to.deep.equal([`${code} readSession ${how}`]);
    });

    it(`that ${what} is told ${isDone ? 'not at all' : `with ${how}`}: endSession`, async () => {
      const world = setup({...CONFIG, endSession: run as never});
      const posted = world.backend.post({purpose: 'logout'});
      await world.clock.advance(10_000);

      expect(await posted).to.deep.equal(isDone ? {status: 'signed-out'} : {code, doubt: 'read'});
      expect(world.shop.requests).to.deep.equal([]);
      expect([hintOf(world), world.reports]).to.deep.equal([isDone ? null : `${code} endSession ${how}`, []]);
    });
  }

  for (const [how, answer] of [
    ['at once', SIGNED_IN],
    ['later', Promise.resolve(SIGNED_IN)],
    ['frozen', Object.freeze({...SIGNED_IN, member: Object.freeze({...SIGNED_IN.member})})],
    ['by a thenable', {then: (take: (answer: unknown) => void) => take(SIGNED_IN)}],
  ] as const) {
    it(`has its answer taken, ${how}, and nothing told`, async () => {
      const world = setup({...CONFIG, postCode: (() => answer) as never, readSession: (() => answer) as never});
      expect(await world.backend.post(REQUEST)).to.deep.equal(SIGNED_IN);
      expect(await world.backend.read()).to.deep.equal(SIGNED_IN);
      await world.clock.advance(60_000);

      expect([hintOf(world), world.reports, world.shop.requests]).to.deep.equal([null, [], []]);
    });
  }

  it('has the session of another login refused', async () => {
    const {backend} = setup({...CONFIG, postCode: () => Promise.resolve({...SIGNED_IN, tx: 'other'})});

    expect(await backend.post(REQUEST)).to.deep.equal({code: 'backend_bad_answer', doubt: 'read'});
  });

  it('for the code leaves the logout to the endpoint', async () => {
    const {shop, backend} = setup({...CONFIG, postCode: () => Promise.resolve(SIGNED_IN)});

    expect(await backend.post({purpose: 'logout'})).to.deep.equal({status: 'signed-out'});
    expect(shop.posts.map(({body}) => body)).to.deep.equal([{purpose: 'logout'}]);
  });
});

/** A rejection with anything: sites reject with what they like. */
function reject(reason: unknown): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  return Promise.reject(reason);
}
