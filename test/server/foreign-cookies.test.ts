import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {type ForeignPair, toForeignPairs, toForeignValues, toHeaderForms} from '../support/cookie-forgeries.js';
import {startKitServer, type KitServer} from './support/raw-requests.js';
import {COOKIE, createSite, PERSON} from './support/site.js';

const PENDING = '__Host-kakao_sync_pending';

/** Somebody who has logged in, and a login that waits, in one browser: the cookies' values, and another of each. */
async function setUp() {
  let waits = false;
  const site = await createSite({
    findMember: ({id}) => (waits ? {action: 'dormant'} : (site.members.get(id) ?? null)),
  });
  const toValue = async (name: string): Promise<string> => {
    const [cookie = ''] = (await site.post(site.prepare())).headers.getSetCookie();
    assert.ok(cookie.startsWith(`${name}=`));
    return cookie.split(';')[0]!.slice(name.length + 1);
  };
  const session = [await toValue(COOKIE), await toValue(COOKIE)] as const;
  waits = true;
  return {site, session, pending: [await toValue(PENDING), await toValue(PENDING)] as const};
}

/**
 * Reads a `Cookie` header with the kit. It is sent as bytes on a connection to `node:http`.
 *
 * @returns `clears`: a logout removes what is pending
 */
async function read(cookie: string) {
  const [session, pending, logout] = [
    await server.get('/api/kakao/session', cookie),
    await server.get('/pending', cookie),
    await server.post({purpose: 'logout'}, cookie),
  ];
  return {
    status: (JSON.parse(session.body) as {status: unknown}).status,
    isPending: pending.body !== 'null',
    clears: logout.setCookies.includes(`${PENDING}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`),
  };
}

let browser: Awaited<ReturnType<typeof setUp>>;
let server: KitServer;

before(async () => {
  browser = await setUp();
  server = await startKitServer(browser.site.server);
});
after(() => server.close());

describe('a cookie that another host of the site has set', () => {
  const [session, pending] = [(value: string) => `${COOKIE}=${value}`, (value: string) => `${PENDING}=${value}`];
  // The values come later, so that each row is a test.
  const find = (pairs: readonly ForeignPair[], id: string): string => pairs.find(([other]) => other === id)![1];

  for (const [id] of toHeaderForms(toForeignPairs(COOKIE, 'v'))) {
    test(`with ${id} is no session and no pending login, and neither ends nor hides one`, async () => {
      const [ours, theirs] = [0, 1].map((index) => [browser.session[index]!, browser.pending[index]!] as const);
      const foreign = [COOKIE, PENDING].map((name, index) =>
        find(toHeaderForms(toForeignPairs(name, theirs![index]!)), id),
      );
      const own = [session(ours![0]), pending(ours![1])];

      const alone = await read(['a=1', ...foreign, 'b=2'].join('; '));
      assert.deepEqual(alone, {status: 'signed-out', isPending: false, clears: false});
      for (const cookies of [
        [...foreign, ...own],
        [...own, ...foreign, 'b=2'],
      ]) {
        assert.deepEqual(await read(cookies.join('; ')), {status: 'signed-in', isPending: true, clears: true});
      }
    });
  }

  for (const [id] of toHeaderForms(toForeignValues('v'))) {
    test(`with ${id} as its value is neither`, async () => {
      const toPair = (name: string, value: string): string =>
        `${name}=${find(toHeaderForms(toForeignValues(value)), id)}`;

      const seen = await read(
        `a=1; ${toPair(COOKIE, browser.session[0])}; ${toPair(PENDING, browser.pending[0])}; b=2`,
      );

      assert.deepEqual(seen, {status: 'signed-out', isPending: false, clears: true});
    });
  }

  for (const [name, order] of [
    ['after ours', (ours: string, theirs: string) => `${ours}; ${theirs}`],
    ['before ours', (ours: string, theirs: string) => `${theirs}; ${ours}`],
  ] as const) {
    test(`under our very name, ${name}, leaves nobody signed in and nothing pending`, async () => {
      const [sessions, logins] = [browser.session.map(session), browser.pending.map(pending)];

      const seen = await read(`${order(sessions[0]!, sessions[1]!)}; a=1; ${order(logins[0]!, logins[1]!)}`);

      assert.deepEqual(seen, {status: 'signed-out', isPending: false, clears: true});
    });
  }

  test('is none of ours where ours are there alone', async () => {
    const cookie = `${session(browser.session[0])};\t ${pending(browser.pending[0])} \t; a=1`;

    assert.deepEqual(await read(cookie), {status: 'signed-in', isPending: true, clears: true});
    assert.ok(browser.site.members.has(PERSON));
  });

  test('in several Cookie headers is one text to node:http', async () => {
    const [ours, theirs] = browser.session;

    const readStatus = async (...cookies: string[]): Promise<unknown> =>
      (JSON.parse((await server.get('/api/kakao/session', ...cookies)).body) as {status: unknown}).status;

    assert.equal(await readStatus(session(ours), `\u00a0${session(theirs)}`), 'signed-in');
    assert.equal(await readStatus(`\u00a0${session(theirs)}`, session(ours)), 'signed-in');
    assert.equal(await readStatus(session(ours), session(theirs)), 'signed-out');
  });
});
