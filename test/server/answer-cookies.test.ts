import assert from 'node:assert/strict';
import {createServer, type RequestListener, type ServerResponse} from 'node:http';
import {describe, test, type TestContext} from 'node:test';
import {type KakaoServerOptions, toNodeHandler} from '../../src/server/index.js';
import {createCookieJar, type CookieJar} from './support/cookie-jar.js';
import {listen} from './support/listen.js';
import {finish, PENDING_COOKIE as PENDING, toRequest} from './support/pending.js';
import {prepareFor, prepareUnlink} from './support/signed-in.js';
import {COOKIE, createSite, PERSON, readEnd, type Site} from './support/site.js';

const OUT = '__Host-kakao_sync_out';
const OTHER = '4200000777';

/** How a site passes an answer on: all of it, or its headers so that each replaces the one before. */
const COPIES: Readonly<Record<string, ((answer: Response) => RequestListener) | null>> = {
  'as it is': null,
  'by append, one header after the other': ({headers}) =>
    sendBy((outgoing) => headers.forEach((value, name) => outgoing.appendHeader(name, value))),
  'by set, one header after the other': ({headers}) =>
    sendBy((outgoing) => headers.forEach((value, name) => outgoing.setHeader(name, value))),
  'as an object of headers': ({status, headers}) =>
    sendBy((outgoing) => outgoing.writeHead(status, Object.fromEntries(headers))),
  'by toNodeHandler': (answer) => toNodeHandler(() => answer),
};

function sendBy(write: (outgoing: ServerResponse) => void): RequestListener {
  return (_, outgoing) => {
    write(outgoing);
    outgoing.end();
  };
}

/** What one request gets from a listener, over a socket. */
const exchange = async (t: TestContext, listener: RequestListener): Promise<Response> =>
  fetch(`http://127.0.0.1:${await listen(t, createServer(listener))}/`);

type Visit = Readonly<{site: Site; jar: CookieJar}>;

/** A member with a session, beside whom a login waits for an action; hooks set cookies of their own. */
async function visit(): Promise<Visit> {
  const say = (value: string, {responseHeaders}: {responseHeaders: Headers}): void =>
    responseHeaders.append('Set-Cookie', `hook=${value}; Path=/`);
  const hooks: Partial<KakaoServerOptions> = {
    findMember(profile, context) {
      say('findMember', context);
      if (profile.id === OTHER) return {action: 'dormant', memberId: 'm-1'};
      return site.members.get(profile.id) ?? null;
    },
    readMember(id, _, context) {
      say('readMember', context);
      return {id, kakaoId: PERSON};
    },
    onConsent: (_, context) => say('onConsent', context),
    onUnlink: (_, {responseHeaders = new Headers()}) => say('onUnlink', {responseHeaders}),
  };
  const site = await createSite(hooks);
  site.members.set(PERSON, {id: 'm-1'});
  const jar = createCookieJar();
  jar.take(await site.post(site.prepare()));
  jar.take(await site.post(site.prepare({}, {sub: OTHER}), {Cookie: jar.header}));
  return {site, jar};
}

/** What stands in an answer, shortly: whose cookie is set, and whose is removed. */
function toShort(line: string): string {
  const name = line.slice(0, line.indexOf('='));
  const short = {[COOKIE]: 'session', [PENDING]: 'pending', [OUT]: 'out'}[name] ?? name;
  return line.includes('; Max-Age=0;') ? `no ${short}` : short;
}

const findPair = ({header}: CookieJar, name: string): string | undefined =>
  header.split('; ').find((pair) => pair.startsWith(`${name}=`));

const post = ({site, jar}: Visit, body: unknown): Promise<Response> => site.post(body, {Cookie: jar.header});

/** Answers over whatever the jar holds, and their cookies, in order; hooks' before. */
const ROWS: readonly [name: string, ask: (visit: Visit) => Promise<Response>, cookies: readonly string[]][] = [
  [
    'a login while an action is pending',
    ({site, jar}) => site.post(site.prepare(), {Cookie: findPair(jar, PENDING)!}),
    ['no pending', 'session'],
  ],
  ['a login in the place of a session', (all) => post(all, all.site.prepare()), ['no pending', 'out', 'session']],
  ['a consent', (all) => post(all, all.site.prepare({purpose: 'terms'})), ['no pending', 'session']],
  [
    'a link',
    async (all) => post(all, await prepareFor(all.site, all.jar.header, {purpose: 'link'})),
    ['no pending', 'session'],
  ],
  ['a login that waits', (all) => post(all, all.site.prepare({}, {sub: OTHER})), ['pending']],
  [
    'an auto-login that renews',
    (all) => {
      all.site.clock.time += 86_400_000;
      return post(all, all.site.prepare({purpose: 'auto-login'}));
    },
    ['session'],
  ],
  ['a logout', (all) => post(all, {purpose: 'logout'}), ['no pending', 'no session', 'out']],
  [
    'unlinking',
    async (all) => post(all, await prepareUnlink(all.site, all.jar.header)),
    ['no pending', 'no session', 'out'],
  ],
  [
    'a pending login that is finished',
    async ({site, jar}) => new Response(null, {status: 303, ...(await finish(site, jar.header, {id: 'm-1'}))}),
    ['no pending', 'out', 'session'],
  ],
];

describe('the cookies of an answer', () => {
  for (const [name, ask, cookies] of ROWS) {
    const status = cookies.includes('no session') ? 'signed-out' : 'signed-in';
    for (const [how, copy] of Object.entries(COPIES)) {
      test(`stand in order, and leave the browser ${status} where they are copied ${how}: ${name}`, async (t) => {
        const all = await visit();
        const before = findPair(all.jar, COOKIE);

        const answer = await ask(all);
        const copied = copy ? await exchange(t, copy(answer.clone())) : answer;

        const order = answer.headers.getSetCookie().map(toShort);
        const own = order.filter((short) => short !== 'hook');
        assert.deepEqual(own, cookies, JSON.stringify(all.site.reports));
        assert.deepEqual(order.slice(order.length - own.length), own, 'hooks’ come first');
        assert.ok(order.length > own.length || name === 'a logout', 'a hook has set one');
        all.jar.take(copied);
        const end = await readEnd(all.site.get({Cookie: all.jar.header}));
        assert.equal(end, status, JSON.stringify(copied.headers.getSetCookie()));
        if (cookies.includes('session')) assert.notEqual(findPair(all.jar, COOKIE), before);
        if (name !== 'a login that waits') return;
        assert.equal((await all.site.server.readPending(toRequest(all.jar.header)))?.action, 'dormant');
      });
    }
  }

  test('stand in order where the site has sessions of its own', async () => {
    const own: KakaoServerOptions['session'] = {
      create: (_, {responseHeaders}) => responseHeaders.append('Set-Cookie', 'sid=new; Path=/'),
      read: () => null,
      destroy: ({responseHeaders}) => responseHeaders.append('Set-Cookie', 'sid=; Path=/; Max-Age=0;'),
    };
    const site = await createSite({session: own});
    const headers = {Cookie: `${PENDING}=junk`};

    const login = await site.post(site.prepare(), headers);
    const logout = await site.post({purpose: 'logout'}, headers);

    assert.deepEqual(login.headers.getSetCookie().map(toShort), ['no pending', 'sid']);
    assert.deepEqual(logout.headers.getSetCookie().map(toShort), ['no pending', 'no sid']);
  });
});

describe('a cookie is removed', () => {
  const rows: [cookie: string, removed: string[]][] = [
    ['', []],
    ['a=1', []],
    [COOKIE, []],
    [`${COOKIE}=`, ['no session']],
    [`${COOKIE}=junk`, ['no session']],
    [`${COOKIE}=junk; ${COOKIE}=more`, ['no session']],
    [`${PENDING}=junk`, ['no pending']],
    [`${PENDING}=; ${COOKIE}=`, ['no pending', 'no session']],
    [`x${COOKIE}=1; ${COOKIE}2=1; ${COOKIE}.shop=1; ${PENDING}.shop=1`, []],
    [`${COOKIE.toUpperCase()}=1; ${PENDING.toLowerCase()}=1`, []],
    [`kakao_sync_session=1; kakao_sync_pending=1`, []],
    [`a="${COOKIE}=1"; b=${PENDING}=1; =${COOKIE}=1`, []],
    [`${OUT}=junk`, []],
  ];
  for (const [cookie, removed] of rows) {
    test(`only where it came in: a logout with ${JSON.stringify(cookie)}`, async () => {
      const site = await createSite();

      const response = await site.post({purpose: 'logout'}, {Cookie: cookie});

      assert.equal(response.status, 200);
      // And the mark of a logout that has ended no session.
      assert.deepEqual(response.headers.getSetCookie().map(toShort), [...removed, 'out']);
    });
  }
});
