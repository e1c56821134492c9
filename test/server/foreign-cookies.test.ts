import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {type ForeignPair, toForeignPairs, toForeignValues, toHeaderForms} from '../support/cookie-forgeries.js';
import {startKitServer, type KitServer} from './support/raw-requests.js';
import {COOKIE, createSite, ENDPOINT, json, PERSON, type Site} from './support/site.js';

const PENDING = '__Host-kakao_sync_pending';

/** Somebody who has logged in, and a login that waits, in one browser. */
interface Browser {
  readonly site: Site;
  /** The two cookies' values, and another of each that is as good. */
  readonly session: readonly [string, string];
  readonly pending: readonly [string, string];
}

async function setUp(): Promise<Browser> {
  let waits = false;
  const site = await createSite({
    findMember: ({id}) => (waits ? {action: 'dormant'} : (site.members.get(id) ?? null)),
  });
  const toValue = async (name: string): Promise<string> => {
    const cookies = (await site.post(site.prepare())).headers.getSetCookie();
    return cookies
      .find((cookie) => cookie.startsWith(`${name}=`))!
      .split(';')[0]!
      .slice(name.length + 1);
  };
  const session = [await toValue(COOKIE), await toValue(COOKIE)] as const;
  waits = true;
  return {site, session, pending: [await toValue(PENDING), await toValue(PENDING)]};
}

/** What the kit makes of a `Cookie` header. */
interface Seen {
  readonly status: unknown;
  readonly isPending: boolean;
  /** A logout removes what is pending. */
  readonly clears: boolean;
}

/** Two ways in: a request as it is made here, and bytes on a connection to `node:http`. */
const WAYS: readonly (readonly [name: string, read: (cookie: string) => Promise<Seen>])[] = [
  ['new Request', (cookie) => readByRequest(browser.site, cookie)],
  ['bytes to node:http', (cookie) => readByBytes(server, cookie)],
];

async function readByRequest({get, post, server: kit}: Site, cookie: string): Promise<Seen> {
  const logout = await post({purpose: 'logout'}, {Cookie: cookie});
  return {
    status: (await json(await get({Cookie: cookie})))['status'],
    isPending: (await kit.readPending(new Request(ENDPOINT, {headers: {Cookie: cookie}}))) !== null,
    clears: isCleared(logout.headers.getSetCookie()),
  };
}

async function readByBytes({get, post}: KitServer, cookie: string): Promise<Seen> {
  const [read, pending, logout] = [
    await get('/api/kakao/session', cookie),
    await get('/pending', cookie),
    await post({purpose: 'logout'}, cookie),
  ];
  return {
    status: (JSON.parse(read.body) as {status: unknown}).status,
    isPending: pending.body !== 'null',
    clears: isCleared(logout.setCookies),
  };
}

function isCleared(cookies: readonly string[]): boolean {
  return cookies.includes(`${PENDING}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`);
}

let browser: Browser;
let server: KitServer;

before(async () => {
  browser = await setUp();
  server = await startKitServer(browser.site.server);
});
after(() => server.close());

describe('a cookie that another host of the site has set', () => {
  const [session, pending] = [(value: string) => `${COOKIE}=${value}`, (value: string) => `${PENDING}=${value}`];
  // The values come later, so that each row is a test.
  const ids = (name: string): string[] => toHeaderForms(toForeignPairs(name, 'v')).map(([id]) => id);
  const find = (pairs: readonly ForeignPair[], id: string): string => pairs.find(([other]) => other === id)![1];

  for (const [way, read] of WAYS) {
    for (const id of ids(COOKIE)) {
      test(`with ${id} is no session, and takes none away (${way})`, async () => {
        const [ours, theirs] = browser.session;
        const pair = find(toHeaderForms(toForeignPairs(COOKIE, theirs)), id);

        assert.equal((await read(`a=1; ${pair}; b=2`)).status, 'signed-out');
        assert.equal((await read(`${pair}; ${session(ours)}`)).status, 'signed-in');
        assert.equal((await read(`${session(ours)}; ${pair}; b=2`)).status, 'signed-in');
      });
    }

    for (const id of ids(PENDING)) {
      test(`with ${id} is no pending login, and neither ends nor hides one (${way})`, async () => {
        const [ours, theirs] = browser.pending;
        const pair = find(toHeaderForms(toForeignPairs(PENDING, theirs)), id);

        const alone = await read(`a=1; ${pair}; b=2`);
        assert.deepEqual([alone.isPending, alone.clears], [false, false]);
        for (const cookie of [`${pair}; ${pending(ours)}`, `${pending(ours)}; ${pair}; b=2`]) {
          const {isPending, clears} = await read(cookie);
          assert.deepEqual([isPending, clears], [true, true]);
        }
      });
    }

    for (const [id] of toHeaderForms(toForeignValues('v'))) {
      test(`with ${id} as its value is neither (${way})`, async () => {
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
      test(`under our very name, ${name}, leaves nobody signed in and nothing pending (${way})`, async () => {
        const {session: sessions, pending: logins} = browser;

        const seen = await read(
          [
            order(session(sessions[0]), session(sessions[1])),
            'a=1',
            order(pending(logins[0]), pending(logins[1])),
          ].join('; '),
        );

        assert.deepEqual(seen, {status: 'signed-out', isPending: false, clears: true});
      });
    }

    test(`is none of ours where ours are there alone (${way})`, async () => {
      const cookie = `${session(browser.session[0])};\t ${pending(browser.pending[0])} \t; a=1`;

      assert.deepEqual(await read(cookie), {status: 'signed-in', isPending: true, clears: true});
      assert.ok(browser.site.members.has(PERSON));
    });
  }

  test('in several Cookie headers is one text to node:http', async () => {
    const [ours, theirs] = browser.session;

    const read = async (...cookies: string[]): Promise<unknown> =>
      (JSON.parse((await server.get('/api/kakao/session', ...cookies)).body) as {status: unknown}).status;

    assert.equal(await read(session(ours), `\u00a0${session(theirs)}`), 'signed-in');
    assert.equal(await read(`\u00a0${session(theirs)}`, session(ours)), 'signed-in');
    assert.equal(await read(session(ours), session(theirs)), 'signed-out');
  });
});
