import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer as createHttpServer, type RequestListener} from 'node:http';
import {connect as connectHttp2, createServer as createHttp2Server} from 'node:http2';
import {createServer as createHttpsServer} from 'node:https';
import type {Socket} from 'node:net';
import {text} from 'node:stream/consumers';
import {describe, test, type TestContext} from 'node:test';
import {connect as connectTls} from 'node:tls';
import {generate} from 'selfsigned';
import {toNodeHandler} from '../../../src/server/index.js';
import {listen, open, send} from '../support/listen.js';
import {createSignal} from '../support/signal.js';
import {createSite, json, ORIGIN} from '../support/site.js';
import addresses from './addresses.json' with {type: 'json'};

type Handler = Parameters<typeof toNodeHandler>[0];

const serve = (t: TestContext, listener: RequestListener): Promise<number> => listen(t, createHttpServer(listener));

const serveHandler = (t: TestContext, ...handler: Parameters<typeof toNodeHandler>): Promise<number> =>
  serve(t, toNodeHandler(...handler));

const visit = (port: number, init?: RequestInit): Promise<Response> => fetch(`http://127.0.0.1:${port}`, init);

const GET = ['GET / HTTP/1.1', 'Host: a'];
const POST = ['POST / HTTP/1.1', 'Host: a'];

/** An answer whose body comes from here. */
const toAnswer = (source: UnderlyingDefaultSource<Uint8Array>): Response => new Response(new ReadableStream(source));

const statusOf = (answer: string): number => Number(answer.split(' ')[1]);
const bodyOf = (answer: string): string => answer.split('\r\n\r\n').slice(1).join('\r\n\r\n');

const echoUrl: Handler = ({url}) => new Response(null, {headers: {'X-Url': url}});
const readUrl = (answer: string): string | undefined => /^x-url: (.*)$/im.exec(answer)?.[1];

describe('the address of a request', () => {
  // The request's first line, its host (null: it names none), and the address (null: there is none).
  for (const [start, host = null, url = null] of addresses) {
    test(`is ${url ?? 'none'} for ${start} at ${String(host)}`, async (t) => {
      const handler = t.mock.fn(echoUrl);
      const lines = host === null ? [`${start} HTTP/1.0`] : [`${start} HTTP/1.1`, `Host: ${host}`];

      const answer = await send(await serveHandler(t, handler), lines);

      assert.equal(readUrl(answer) ?? null, url, answer);
      assert.equal(statusOf(answer), url === null ? 400 : 200);
      assert.equal(handler.mock.callCount(), url === null ? 0 : 1);
    });
  }

  test('is not what a proxy’s headers say, which anybody can send', async (t) => {
    const answer = await send(await serveHandler(t, echoUrl), [
      'GET /x HTTP/1.1',
      'Host: shop.example',
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: https',
      'Forwarded: host=evil.example;proto=https',
    ]);

    assert.equal(readUrl(answer), 'http://shop.example/x');
  });

  for (const host of ['evil.example', 'a@b', '']) {
    test(`is of the origin that is set, whatever the host: ${host}`, async (t) => {
      const port = await serveHandler(t, echoUrl, {origin: ORIGIN});

      const answer = await send(port, ['GET //x?y HTTP/1.1', `Host: ${host}`]);

      assert.equal(readUrl(answer), 'https://shop.example//x?y');
    });
  }

  const noOrigins = ['', 'shop.example', 'https://shop.example/', 'https://SHOP.example', 'ftp://a', 'null', 7, {}];
  for (const origin of noOrigins) {
    test(`is refused an origin that is none: ${JSON.stringify(origin)}`, () => {
      assert.throws(() => toNodeHandler(echoUrl, {origin: origin as string}), {
        name: 'KakaoSyncError',
        code: 'config_invalid',
      });
    });
  }

  test('is https where the connection is encrypted', async (t) => {
    const {private: key, cert} = await generate([{name: 'commonName', value: 'shop.example'}]);
    const socket = connectTls({
      port: await listen(t, createHttpsServer({key, cert}, toNodeHandler(echoUrl))),
      host: '127.0.0.1',
      ca: cert,
      servername: 'shop.example',
      checkServerIdentity: () => undefined,
    });
    socket.write('GET /x HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n');

    assert.equal(readUrl(await text(socket)), 'https://shop.example/x');
  });

  test('is whole behind a router that has taken its part away', async (t) => {
    const listener = toNodeHandler(echoUrl);
    const port = await serve(t, (incoming, outgoing) =>
      listener(Object.assign(incoming, {originalUrl: incoming.url, url: '/session'}), outgoing),
    );

    const answer = await send(port, ['GET /api/session?a=b HTTP/1.1', 'Host: shop.example']);

    assert.equal(readUrl(answer), 'http://shop.example/api/session?a=b');
  });
});

describe('a request', () => {
  test('has its method, headers and body', async (t) => {
    const seen = createSignal<unknown>();
    const port = await serveHandler(t, async (request) => {
      seen.resolve({method: request.method, headers: [...request.headers], body: await request.text()});
      return new Response();
    });

    await send(
      port,
      [
        'PUT / HTTP/1.1',
        'Host: shop.example',
        'Origin: https://a.example',
        'Origin: https://b.example',
        'Cookie: a=1',
        'Cookie: \u00a0b=2; c=\u00e9',
        'X-Blank:',
        'Content-Length: 5',
      ],
      'hallo',
    );

    assert.deepEqual(await seen.promise, {
      method: 'PUT',
      headers: [
        ['connection', 'close'],
        ['content-length', '5'],
        ['cookie', 'a=1; \u00a0b=2; c=\u00e9'],
        ['host', 'shop.example'],
        ['origin', 'https://a.example, https://b.example'],
        ['x-blank', ''],
      ],
      body: 'hallo',
    });
  });

  test('of a method that the web has not is a bad one', async (t) => {
    assert.equal(statusOf(await send(await serveHandler(t, echoUrl), ['TRACE / HTTP/1.1', 'Host: a'])), 400);
  });

  test('of HTTP/2 is one like any other', async (t) => {
    const listener = toNodeHandler(async (request) => {
      const response = new Response(`${request.method} ${request.url} ${await request.text()}`);
      for (const cookie of ['a=1', 'b=2']) response.headers.append('Set-Cookie', cookie);
      return response;
    });
    const client = connectHttp2(`http://127.0.0.1:${await listen(t, createHttp2Server(listener))}`);
    const stream = client.request({':method': 'POST', ':path': '/x?y', ':authority': 'shop.example'});
    stream.end('hallo');
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];

    assert.equal(await text(stream), 'POST http://shop.example/x?y hallo');
    assert.deepEqual(headers['set-cookie'], ['a=1', 'b=2']);
    client.close();
  });

  test('’s body arrives piece by piece, as it is sent', async (t) => {
    const first = createSignal<string>();
    const port = await serveHandler(t, async ({body}) => {
      const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
      first.resolve((await reader.read()).value!);
      const rest = await reader.read();
      return new Response(`${rest.value}, ${(await reader.read()).done}`);
    });

    const socket = open(port, [...POST, 'Connection: close', 'Content-Length: 8'], 'half');
    assert.equal(await first.promise, 'half');
    socket.write('rest');

    assert.match(bodyOf(await text(socket)), /rest, true/);
  });

  for (const [what, read] of [
    ['not read', null],
    ['read for its first piece', async (reader) => void (await reader.read())],
    ['given up', async (reader) => void (await reader.read().then(() => reader.cancel()))],
  ] as [string, ((reader: ReadableStreamDefaultReader<Uint8Array>) => Promise<void>) | null][]) {
    test(`whose body is ${what} is answered at once, and the next on its connection too`, async (t) => {
      const size = 2_000_000;
      const port = await serveHandler(t, async ({method, body}) => {
        if (body && read) await read(body.getReader());
        return new Response(method);
      });

      const socket = open(port, [...POST, `Content-Length: ${size}`], 'x'.repeat(1000));
      const answers = collect(socket);
      await answers.until('POST');
      socket.write('x'.repeat(size - 1000));
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');

      await answers.until('GET');
      socket.destroy();
    });
  }

  test('whose client goes away ends its signal', async (t) => {
    const [begun, ended] = [createSignal(), createSignal()];
    const port = await serveHandler(t, async ({signal}) => {
      signal.addEventListener('abort', () => ended.resolve());
      begun.resolve();
      await ended.promise;
      return new Response('for nobody');
    });

    const socket = open(port, GET);
    await begun.promise;
    socket.destroy();

    await ended.promise;
  });

  test('whose client goes away half-way has no whole body', async (t) => {
    const [begun, failed] = [createSignal(), createSignal<unknown>()];
    const port = await serveHandler(t, async (request) => {
      begun.resolve();
      await request.text().catch(failed.resolve);
      return new Response();
    });

    const socket = open(port, [...POST, 'Content-Length: 8'], 'half');
    await begun.promise;
    socket.destroy();

    assert.ok((await failed.promise) instanceof Error);
  });

  test('whose client stays keeps its signal', async (t) => {
    const signals: AbortSignal[] = [];
    const port = await serveHandler(t, async (request) => {
      signals.push(request.signal);
      return new Response(await request.text());
    });

    assert.match(await send(port, [...POST, 'Content-Length: 5'], 'hallo'), /hallo/);
    assert.deepEqual(
      signals.map(({aborted}) => aborted),
      [false],
    );
  });
});

/** What a connection has brought so far. */
function collect(socket: Socket): {until(part: string): Promise<void>} {
  let [seen, goOn] = ['', (): void => undefined];
  socket.on('data', (chunk: string) => {
    seen += chunk;
    goOn();
  });
  return {
    async until(part) {
      while (!bodyOf(seen).includes(part)) await new Promise<void>((resolve) => (goOn = resolve));
      seen = '';
    },
  };
}

describe('an answer', () => {
  test('has its status, headers, every cookie and its body', async (t) => {
    const cookies = ['a=1; Path=/; Expires=Sun, 22 Nov 2026 03:00:00 GMT', 'b=2', 'b=3'];
    const headers = new Headers({'Content-Type': 'text/plain', 'X-Two': 'x'});
    headers.append('X-Two', 'y');
    for (const cookie of cookies) headers.append('Set-Cookie', cookie);

    const response = await visit(await serveHandler(t, () => new Response('hallo', {status: 418, headers})));

    assert.equal(response.status, 418);
    assert.equal(response.headers.get('x-two'), 'x, y');
    assert.deepEqual(response.headers.getSetCookie(), cookies);
    assert.equal(await response.text(), 'hallo');
  });

  test('keeps the cookies that were there before, and what answers vary by', async (t) => {
    const listener = toNodeHandler(() => new Response(null, {headers: {'Set-Cookie': 'ours=1', Vary: 'Origin'}}));
    const port = await serve(t, (incoming, outgoing) => {
      outgoing.setHeader('Set-Cookie', ['theirs=1', 'theirs=2']).setHeader('Vary', 'Accept-Encoding');
      listener(incoming, outgoing);
    });

    const {headers} = await visit(port);

    assert.deepEqual(headers.getSetCookie(), ['theirs=1', 'theirs=2', 'ours=1']);
    assert.equal(headers.get('vary'), 'Accept-Encoding, Origin');
  });

  test('is sent piece by piece, no faster than it is taken', async (t) => {
    let pulled = 0;
    const isFull = createSignal();
    const listener = toNodeHandler(() =>
      toAnswer({
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(65_536));
          if (pulled === 1000) controller.close();
        },
      }),
    );
    const port = await serve(t, (incoming, outgoing) => {
      const write = outgoing.write.bind(outgoing) as (chunk: unknown) => boolean;
      outgoing.write = (chunk: unknown) => {
        const isRoom = write(chunk);
        if (!isRoom) isFull.resolve();
        return isRoom;
      };
      listener(incoming, outgoing);
    });

    const response = await visit(port);
    await isFull.promise;

    assert.ok(pulled < 1000, 'it waits for who reads');
    assert.equal((await response.arrayBuffer()).byteLength, 65_536_000);
  });

  test('is given up where its client goes away', async (t) => {
    const cancelled = createSignal();
    const port = await serveHandler(t, () =>
      toAnswer({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => cancelled.resolve(),
      }),
    );

    const socket = open(port, GET);
    await once(socket, 'data');
    socket.destroy();

    await cancelled.promise;
  });

  for (const method of ['HEAD', 'GET']) {
    test(`without a body ends: ${method}`, async (t) => {
      const body = method === 'HEAD' ? 'left out' : null;
      const port = await serveHandler(t, () => new Response(body, {headers: {'X-Seen': 'yes'}}));

      const response = await visit(port, {method});

      assert.equal(response.headers.get('x-seen'), 'yes');
      assert.equal(await response.text(), '');
    });
  }
});

describe('a handler that throws', () => {
  const failures: Readonly<Record<string, Handler>> = {
    'at once'() {
      throw new Error('canary');
    },
    later: () => Promise.reject(new Error('canary')),
    'by what it returns': () => undefined as unknown as Response,
  };
  for (const [name, handler] of Object.entries(failures)) {
    test(`${name} is an empty 500`, async (t) => {
      const response = await visit(await serveHandler(t, handler));

      assert.equal(response.status, 500);
      assert.equal(await response.text(), '');
    });

    test(`${name} is told to next, where there is one`, async (t) => {
      const listener = toNodeHandler(handler);
      const told = createSignal<unknown>();
      const port = await serve(t, (incoming, outgoing) =>
        listener(incoming, outgoing, (error) => {
          told.resolve(error);
          outgoing.writeHead(599).end();
        }),
      );

      assert.equal((await visit(port)).status, 599);
      assert.ok((await told.promise) instanceof Error);
    });
  }

  test('in the middle of an answer cuts it off', async (t) => {
    let isFirst = true;
    const port = await serveHandler(t, () =>
      toAnswer({
        pull(controller) {
          if (!isFirst) throw new Error('canary');
          isFirst = false;
          controller.enqueue(new Uint8Array(10));
        },
      }),
    );

    await assert.rejects(visit(port).then((begun) => begun.arrayBuffer()));
  });
});

describe('the kit behind node:http', () => {
  async function setUp(t: TestContext, isParsed = false) {
    const site = await createSite();
    const session = toNodeHandler(site.server.session, {origin: ORIGIN});
    const port = await serve(t, (incoming, outgoing) => {
      // As body parsers do it.
      if (isParsed) void text(incoming).then(() => session(incoming, outgoing));
      else session(incoming, outgoing);
    });
    const headers = {Origin: ORIGIN, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'};
    const post = (body: unknown): Promise<Response> =>
      visit(port, {method: 'POST', headers, body: JSON.stringify(body)});
    return {site, post};
  }

  test('refuses a body that is too large, and goes on', async (t) => {
    const {site, post} = await setUp(t);

    assert.equal((await post({purpose: 'x'.repeat(1_000_000)})).status, 413);
    assert.equal((await json(await post(site.prepare())))['status'], 'signed-in');
  });

  test('says so where the body was read before, and does not hang', async (t) => {
    const {site, post} = await setUp(t, true);

    const answer = await post(site.prepare());

    assert.equal((await json(answer))['code'], 'request_invalid');
    assert.match(site.reports[0]!.hint, /Give the kit the request before anything else reads its body/);
  });
});
