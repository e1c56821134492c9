import assert from 'node:assert/strict';
import {createServer, type IncomingMessage} from 'node:http';
import {json as parseJson} from 'node:stream/consumers';
import {describe, test, type TestContext} from 'node:test';
import {createKakaoServer, toNodeHandler} from '../../../src/server/index.js';
import {listen} from '../support/listen.js';
import {assertNoCanary, createSite, ENDPOINT, json, ORIGIN, SESSION_KEY, toGet, toPost} from '../support/site.js';

const COOKIE = 'a=b; c=canary-cookie';
/** What Node hands to a listener, as far as anybody reads it. */
const NODES = {method: 'POST', url: '/api/kakao/session', headers: {cookie: COOKIE}, on: () => undefined};
const web = toGet({Cookie: COOKIE});

/** What frameworks hand to a route, and what to do about it. */
const GIVEN: Readonly<Record<string, [given: unknown, cure: RegExp]>> = {
  'Node’s': [NODES, /toNodeHandler\(kakao\.session\)/],
  'Express’s, Nest’s': [{...NODES, get: () => COOKIE, body: {}, originalUrl: NODES.url}, /toNodeHandler/],
  'Fastify’s': [{...NODES, raw: NODES, body: {}}, /toNodeHandler/],
  'Koa’s context': [{...NODES, req: NODES, request: NODES, res: {}}, /toNodeHandler/],
  'Lambda’s event': [{httpMethod: 'POST', headers: {Cookie: COOKIE}, body: '{}'}, /toNodeHandler/],
  'Hono’s request': [{raw: web, header: () => COOKIE, method: 'GET', url: ENDPOINT}, /c\.req\.raw/],
  'Hono’s context': [{req: {raw: web, header: () => COOKIE}, header: () => undefined}, /c\.req\.raw/],
  'SvelteKit’s event, Remix’s arguments': [{request: web, url: new URL(ENDPOINT), params: {}}, /\.request/],
  'Nitro’s event': [{req: web, method: 'GET', headers: web.headers}, /its \.req\b/],
  'a request without headers': [{method: 'GET', url: ENDPOINT}, /pass the one/],
  'an address': [ENDPOINT, /pass the one/],
  nothing: [undefined, /pass the one/],
};

describe('in place of a web Request', () => {
  for (const [name, [given, cure]] of Object.entries(GIVEN)) {
    test(`${name}: session() answers, and the site reads what to pass`, async () => {
      const site = await createSite();

      const answer = await site.server.session(given as Request);

      assert.deepEqual([answer.status, (await json(answer))['code']], [500, 'request_invalid']);
      assert.match(site.reports[0]?.hint ?? '', cure);
      assertNoCanary(JSON.stringify(site.reports), SESSION_KEY);
    });

    test(`${name}: the others reject with what to pass`, async () => {
      const {server} = await createSite();
      const request = given as Request;
      const options = {action: 'link-existing', reference: 'r'} as const;
      const hint = /toNodeHandler/.test(cure.source) ? /headers: \{cookie/ : cure;

      for (const call of [
        () => server.readSession(request),
        () => server.readPending(request),
        () => server.signIn(request, {id: 'm-1'}, options),
      ]) {
        await assert.rejects(call(), {name: 'KakaoSyncError', code: 'request_invalid', message: hint});
      }
    });
  }

  test('what Node really hands over is told from a web Request', async (t) => {
    const site = await createSite();
    const port = await listen(
      t,
      createServer((request, response) => {
        void site.server.session(request as never).then(({status}) => response.writeHead(status).end());
      }),
    );

    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 500);
    assert.match(site.reports[0]?.hint ?? '', /toNodeHandler/);
  });
});

describe('a body that somebody has read before', () => {
  const CURE = /express\.json\(\).*Nest: \{bodyParser: false\}/;
  const HEADERS = {Origin: ORIGIN, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'};

  /** A shop on Node, behind a body parser. */
  async function setUp(t: TestContext, parse: (request: IncomingMessage) => Promise<unknown>) {
    const site = await createSite();
    const handle = toNodeHandler(site.server.session, {origin: ORIGIN});
    const server = createServer((request, response) => {
      void parse(request).then((body) => handle(Object.assign(request, {body}), response));
    });
    const port = await listen(t, server);
    const post = (): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/`, {method: 'POST', headers: HEADERS, body: '{"purpose":"logout"}'});
    return {site, post};
  }

  test('by Node’s body parsers, as Nest has one by itself', async (t) => {
    const {site, post} = await setUp(t, (request) => parseJson(request));

    assert.deepEqual((await json(await post()))['code'], 'request_invalid');
    assert.match(site.reports[0]?.hint ?? '', CURE);
  });

  const reads: Readonly<Record<string, (request: Request) => unknown>> = {
    'as JSON': (request) => request.json(),
    'as text': (request) => request.text(),
    'by a reader that still has it': (request) => request.body?.getReader(),
    'in part': (request) => request.body?.getReader().read(),
  };
  for (const [name, read] of Object.entries(reads)) {
    test(`of a web Request, ${name}`, async () => {
      const site = await createSite();
      const request = toPost({purpose: 'logout'});
      await read(request);

      assert.equal((await json(await site.server.session(request)))['code'], 'request_invalid');
      assert.match(site.reports[0]?.hint ?? '', CURE);
    });
  }

  test('so that nothing is left of it', async () => {
    const site = await createSite();

    await site.post('');

    assert.match(site.reports[0]?.hint ?? '', CURE);
  });
});

describe('without onError', () => {
  test('a failure is one line of the process’s own log, without what the request carried', async (t) => {
    const lines: unknown[][] = [];
    t.mock.method(console, 'error', (...line: unknown[]) => lines.push(line));
    const site = await createSite({
      onError: undefined,
      findMember: () => {
        throw new Error('no\nconnection: canary-client-secret-5e1f');
      },
    });
    const login = site.prepare();

    await site.post(login);

    assert.deepEqual(
      lines.map((line) => line.length),
      [1],
    );
    const line = String(lines[0]);
    assert.match(
      line,
      /^kakao-sync-widget: hook_failed KS-\S+ findMember threw or rejected\. \(Error: no connection: /,
    );
    assert.doesNotMatch(line, /\n/);
    assertNoCanary(line, login.code, login.nonceSecret, login.tx);
  });

  test('a log that throws keeps nobody waiting', async (t) => {
    t.mock.method(console, 'error', () => {
      throw new Error('closed');
    });
    const site = await createSite({onError: undefined});

    assert.equal((await site.post('')).status, 400);
  });
});

test('session() never rejects, also where the site’s own clock fails', async () => {
  const site = await createSite();
  const server = createKakaoServer(
    site.options({
      now: () => {
        throw new Error('no clock');
      },
    }),
  );

  assert.equal((await server.session(toGet())).status, 500);
});
