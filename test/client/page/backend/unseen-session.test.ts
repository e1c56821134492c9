import {expect, waitUntil} from '@open-wc/testing';
import {toReference} from '../../../../src/shared/reference.js';
import {comeBack, CONFIG, type FakePage} from '../../support/browser.js';
import {endOf, returned, type Setup} from '../../support/journey.js';

const SIGNED_OUT = {status: 200, json: {status: 'signed-out'}};

/** Somebody has signed in, and the session's cookie has not stayed; the page where the success was told. */
async function signedInWithoutCookie(options: Setup = {}) {
  const {callback, browser, shop, ...world} = await returned(undefined, options);
  const ref = toReference(browser.record.tx);
  shop.onPost = (request) => {
    const answer = shop.signIn(request);
    shop.session = null;
    return answer;
  };
  await callback.client.start();
  expect(shop.reads, 'No request more than without it.').to.have.length(0);
  const {told, next} = await endOf(callback);
  expect(told).to.deep.equal(['kakao-login-success']);
  return {...world, browser, shop, next, ref};
}

const errorsOf = (page: FakePage): readonly unknown[] => page.eventsOf('kakao-login-error').map(({detail}) => detail);

describe('a session cookie that does not stay', () => {
  it('is told by the first GET, once, by event and console, and not to the visitor', async () => {
    const {next, ref} = await signedInWithoutCookie();

    await next.client.refresh();
    await next.client.refresh();

    expect(errorsOf(next)).to.deep.equal([{end: 'help', purpose: 'login', code: 'session_cookie_blocked', ref}]);
    expect(next.reports).to.deep.equal([`session_cookie_blocked ${ref}`]);
    const {session, flow, outcome} = next.client.state;
    expect([session, flow]).to.deep.equal([{status: 'signed-out'}, {status: 'idle'}]);
    expect(outcome?.end).to.equal('signed-in');
  });

  for (const reportErrors of [true, false]) {
    it(`is ${reportErrors ? '' : 'not '}reported to the backend, which has answered success: ${reportErrors}`, async () => {
      const {next, shop, ref} = await signedInWithoutCookie({config: {...CONFIG, reportErrors}});
      const page = next.follow('/later');

      await page.client.refresh();
      await waitUntil(() => !reportErrors || shop.posts.length > 1);

      const reports = shop.posts.slice(1).map(({body}) => body);
      expect(reports.length).to.equal(reportErrors ? 1 : 0);
      if (reportErrors) expect(reports[0]).to.include({purpose: 'report', code: 'session_cookie_blocked', ref});
    });
  }

  it('is told on a later page too', async () => {
    const {next, clock} = await signedInWithoutCookie();
    await clock.advance(599_999);
    const later = next.follow('/later');

    await later.client.refresh();

    expect(errorsOf(later)).to.have.length(1);
  });

  type World = Awaited<ReturnType<typeof signedInWithoutCookie>>;
  const store = ({next}: World, text: string): unknown => next.sessionStorage.set('ks.unseen-session', text);
  const SILENT: Readonly<Record<string, (world: World) => unknown>> = {
    'ten minutes have passed': ({clock}) => clock.advance(600_000),
    'the clock was put back': (world) => store(world, '{"ref":"KS-1","purpose":"login","at":9e15}'),
    'somebody has written to the storage': (world) => store(world, '{"ref":5'),
    'somebody has signed out here': ({next}) => next.client.logout(),
    'somebody has signed out in another tab': ({browser}) => browser.open('/').client.logout(),
    async 'a GET has seen the session before'({next, shop}) {
      shop.onGet = () => ({status: 200, json: {status: 'signed-in', isNewMember: false}});
      await next.client.refresh();
      shop.onGet = () => SIGNED_OUT;
    },
    'the session came along, and its member has left': ({shop, browser}) => {
      shop.onGet = () => ({status: 200, json: {status: 'signed-out', tx: browser.record.tx}});
    },
    async 'somebody else has signed in since, in another tab'({browser, shop}) {
      shop.onPost = (request) => shop.signIn(request);
      await (await comeBack(browser.open('/other'))).client.start();
      shop.session = null;
    },
  };
  for (const [why, run] of Object.entries(SILENT)) {
    it(`is not what it is where ${why}`, async () => {
      const world = await signedInWithoutCookie();
      await run(world);

      await world.next.client.refresh();

      expect(errorsOf(world.next)).to.deep.equal([]);
    });
  }

  for (const [what, answer] of [
    ['no JSON', {status: 200, text: '<p>'}],
    ['a failure', {status: 500}],
  ] as const) {
    it(`is still told after a GET with ${what}, which says nothing`, async () => {
      const {next, shop} = await signedInWithoutCookie();
      shop.onGet = () => answer;
      await next.client.refresh();
      expect(errorsOf(next)).to.deep.equal([]);
      shop.onGet = () => SIGNED_OUT;

      await next.client.refresh();

      expect(errorsOf(next)).to.have.length(1);
    });
  }

  it('is not told by a GET that was sent before', async () => {
    const {callback, shop} = await returned();
    let answer: (value: Response) => void = () => undefined;
    const {fetch} = shop;
    const get = new Promise<Response>((resolve) => (answer = resolve));
    shop.fetch = (url, init, from) => (init.method === 'GET' ? get : fetch.call(shop, url, init, from));
    const read = callback.client.refresh();

    await callback.client.start();
    answer(Response.json(SIGNED_OUT.json));
    await read;

    expect(callback.eventsOf('kakao-login-error')).to.deep.equal([]);
  });

  it('of another host ends the login as ever, and is told once', async () => {
    const {callback, shop} = await returned(undefined, {
      config: {...CONFIG, endpoint: 'https://api.shop.example/kakao'},
    });
    shop.onPost = (request) => {
      const answer = shop.signIn(request);
      shop.session = null;
      return answer;
    };
    await callback.client.start();
    const {told, next} = await endOf(callback);

    await next.client.refresh();

    expect(told).to.deep.equal(['kakao-login-error']);
    expect(errorsOf(next)).to.have.length(1);
  });

  it('is nobody’s business where the site reads or posts in its own way', async () => {
    for (const own of [
      {readSession: () => Promise.resolve({status: 'signed-out'})},
      {postCode: () => Promise.resolve({status: 'signed-in', isNewMember: false})},
    ]) {
      const {callback, shop} = await returned(undefined, {config: {...CONFIG, ...own}});
      await callback.client.start();
      shop.session = null;
      const {next} = await endOf(callback);

      await next.client.refresh();

      expect(errorsOf(next)).to.deep.equal([]);
    }
  });
});
