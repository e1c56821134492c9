import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {connect as connectHttp2, createServer as createHttp2Server} from 'node:http2';
import {createServer as createHttpsServer} from 'node:https';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {text} from 'node:stream/consumers';
import {after, before, describe, test} from 'node:test';
import {connect as connectTls} from 'node:tls';
import {generate} from 'selfsigned';
import {type NodeHandlerOptions, toNodeHandler} from '../../../src/server/index.js';
import {createCookieJar} from '../support/cookie-jar.js';
import {createSite, json, ORIGIN, sessionCookies} from '../support/site.js';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;
type Handler = Parameters<typeof toNodeHandler>[0];

/** Something that a test waits for. */
function createSignal<T = void>(): {readonly promise: Promise<T>; readonly resolve: (value: T) => void} {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return {promise, resolve};
}

/** A listener on a port, while it is used. */
async function serve<T>(listener: Listener, use: (port: number, server: Server) => Promise<T>): Promise<T> {
  const server = createHttpServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use((server.address() as AddressInfo).port, server);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const serveHandler = <T>(
  handler: Handler,
  use: (port: number) => Promise<T>,
  options?: NodeHandlerOptions,
): Promise<T> => serve(toNodeHandler(handler, options), use);

/** What comes back for bytes, until the other side closes. */
async function send(port: number, lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.from(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`, 'latin1'));
  return text(socket);
}

const statusOf = (answer: string): number => Number(answer.split(' ')[1]);
const bodyOf = (answer: string): string => answer.split('\r\n\r\n').slice(1).join('\r\n\r\n');

const echoUrl: Handler = ({url}) => new Response(null, {headers: {'X-Url': url}});
const readUrl = (answer: string): string | undefined => /^x-url: (.*)$/im.exec(answer)?.[1];

describe('the address of a request', () => {
  const rows: [start: string, host: string | null, url: string | undefined][] = [
    ['GET /a/b?c=d%20e', 'shop.example', 'http://shop.example/a/b?c=d%20e'],
    ['GET /', 'shop.example:8080', 'http://shop.example:8080/'],
    ['GET /', '127.0.0.1:3000', 'http://127.0.0.1:3000/'],
    ['GET /', '[::1]:3000', 'http://[::1]:3000/'],
    ['GET /', 'SHOP.example', 'http://shop.example/'],
    ['GET //evil.example/x', 'shop.example', 'http://shop.example//evil.example/x'],
    ['GET /\\\\evil.example/x', 'shop.example', 'http://shop.example///evil.example/x'],
    ['GET /@evil.example/', 'shop.example', 'http://shop.example/@evil.example/'],
    ['GET http://evil.example/x?y', 'shop.example', 'http://shop.example/x?y'],
    ['GET https://evil.example', 'shop.example', 'http://shop.example/'],
    ['OPTIONS *', 'shop.example', undefined],
    ['GET evil.example', 'shop.example', undefined],
    ['GET /', 'evil@shop.example', undefined],
    ['GET /', 'shop.example/evil', undefined],
    ['GET /', 'shop.example?evil', undefined],
    ['GET /', 'shop.example#evil', undefined],
    ['GET /', 'shop.example\\evil', undefined],
    ['GET /', 'shop.example, evil.example', undefined],
    ['GET /', 'shop.example:99999', undefined],
    ['GET /', 'shop.example:', undefined],
    ['GET /', 'shop.example%2f', undefined],
    ['GET /', '', undefined],
    ['GET /', null, undefined],
  ];
  for (const [start, host, url] of rows) {
    test(`is ${url ?? 'none'} for ${start} at ${String(host)}`, async () => {
      let calls = 0;
      const answer = await serveHandler(
        (request) => {
          calls++;
          return echoUrl(request);
        },
        (port) => send(port, [`${start} HTTP/1.${host === null ? 0 : 1}`, ...(host === null ? [] : [`Host: ${host}`])]),
      );

      assert.equal(readUrl(answer), url, answer);
      assert.equal(statusOf(answer), url === undefined ? 400 : 200);
      assert.equal(calls, url === undefined ? 0 : 1);
    });
  }

  test('is not what a proxy’s headers say, which anybody can send', async () => {
    const answer = await serveHandler(echoUrl, (port) =>
      send(port, [
        'GET /x HTTP/1.1',
        'Host: shop.example',
        'X-Forwarded-Host: evil.example',
        'X-Forwarded-Proto: https',
        'Forwarded: host=evil.example;proto=https',
      ]),
    );

    assert.equal(readUrl(answer), 'http://shop.example/x');
  });

  for (const host of ['evil.example', 'a@b', '']) {
    test(`is of the origin that is set, whatever the host: ${host}`, async () => {
      const answer = await serveHandler(echoUrl, (port) => send(port, ['GET //x?y HTTP/1.1', `Host: ${host}`]), {
        origin: ORIGIN,
      });

      assert.equal(readUrl(answer), 'https://shop.example//x?y');
    });
  }

  for (const origin of [
    '',
    'shop.example',
    'https://shop.example/',
    'https://SHOP.example',
    'ftp://a',
    'null',
    7,
    {},
  ]) {
    test(`is refused an origin that is none: ${JSON.stringify(origin)}`, () => {
      assert.throws(() => toNodeHandler(echoUrl, {origin: origin as string}), {
        name: 'KakaoSyncError',
        code: 'config_invalid',
      });
    });
  }

  test('is https where the connection is encrypted', async () => {
    const {private: key, cert} = await generate([{name: 'commonName', value: 'shop.example'}]);
    const server = createHttpsServer({key, cert}, toNodeHandler(echoUrl)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connectTls({
      port: (server.address() as AddressInfo).port,
      host: '127.0.0.1',
      ca: cert,
      servername: 'shop.example',
      checkServerIdentity: () => undefined,
    });
    socket.write('GET /x HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n');

    const answer = await text(socket);

    server.close();
    assert.equal(readUrl(answer), 'https://shop.example/x');
  });

  test('is whole behind a router that has taken its part away', async () => {
    const listener = toNodeHandler(echoUrl);
    const answer = await serve(
      (incoming, outgoing) => {
        const router = Object.assign(incoming, {originalUrl: incoming.url});
        router.url = '/session';
        listener(router, outgoing);
      },
      (port) => send(port, ['GET /api/session?a=b HTTP/1.1', 'Host: shop.example']),
    );

    assert.equal(readUrl(answer), 'http://shop.example/api/session?a=b');
  });
});

describe('a request', () => {
  test('has its method, headers and body', async () => {
    const seen = createSignal<Record<string, unknown>>();
    await serveHandler(
      async (request) => {
        seen.resolve({
          method: request.method,
          headers: [...request.headers],
          body: await request.text(),
        });
        return new Response();
      },
      (port) =>
        send(
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
        ),
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

  test('of a method that the web has not is a bad one', async () => {
    const answer = await serveHandler(echoUrl, (port) => send(port, ['TRACE / HTTP/1.1', 'Host: a']));

    assert.equal(statusOf(answer), 400);
  });

  test('of HTTP/2 is one like any other', async () => {
    const handler: Handler = async (request) =>
      new Response(`${request.method} ${request.url} ${await request.text()}`, {
        headers: [
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
        ],
      });
    const server = createHttp2Server(toNodeHandler(handler)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = client.request({':method': 'POST', ':path': '/x?y', ':authority': 'shop.example'});
    stream.end('hallo');
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];

    assert.equal(await text(stream), 'POST http://shop.example/x?y hallo');
    assert.deepEqual(headers['set-cookie'], ['a=1', 'b=2']);
    client.close();
    server.close();
  });

  test('’s body arrives piece by piece, as it is sent', async () => {
    const first = createSignal<string>();
    const listener = toNodeHandler(async (request) => {
      const reader = (request.body as ReadableStream<Uint8Array>).getReader();
      const {value} = await reader.read();
      first.resolve(Buffer.from(value!).toString());
      const rest = await reader.read();
      return new Response(`${Buffer.from(rest.value!).toString()}, ${(await reader.read()).done}`);
    });

    await serve(listener, async (port) => {
      const socket = connect(port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 8\r\n\r\nhalf');
      assert.equal(await first.promise, 'half');
      socket.write('rest');

      assert.match(bodyOf(await text(socket)), /rest, true/);
    });
  });

  for (const [what, read] of [
    ['not read', () => Promise.resolve()],
    ['read for its first piece', async (body) => void (await body.getReader().read())],
    [
      'given up',
      async (body) => {
        const reader = body.getReader();
        await reader.read();
        await reader.cancel();
      },
    ],
  ] as [string, (body: ReadableStream<Uint8Array>) => Promise<void>][]) {
    test(`whose body is ${what} is answered at once, and the next on its connection too`, async () => {
      const size = 2_000_000;
      const listener = toNodeHandler(async (request) => {
        if (request.method === 'POST') await read(request.body as ReadableStream<Uint8Array>);
        return new Response(request.method);
      });

      await serve(listener, async (port) => {
        const socket = connect(port, '127.0.0.1');
        const answers = collect(socket);
        socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`);
        socket.write('x'.repeat(1000));
        await answers.until('POST');
        socket.write('x'.repeat(size - 1000));
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');

        await answers.until('GET');
        socket.destroy();
      });
    });
  }

  test('whose client goes away ends its signal', async () => {
    const [begun, ended] = [createSignal(), createSignal()];
    const listener = toNodeHandler(async ({signal}) => {
      signal.addEventListener('abort', () => ended.resolve());
      begun.resolve();
      await ended.promise;
      return new Response('for nobody');
    });

    await serve(listener, async (port) => {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      await begun.promise;
      socket.destroy();

      await ended.promise;
    });
  });

  test('whose client goes away half-way has no whole body', async () => {
    const [begun, failed] = [createSignal(), createSignal<unknown>()];
    const listener = toNodeHandler(async (request) => {
      begun.resolve();
      await request.text().catch(failed.resolve);
      return new Response();
    });

    await serve(listener, async (port) => {
      const socket = connect(port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf');
      await begun.promise;
      socket.destroy();

      assert.ok((await failed.promise) instanceof Error);
    });
  });

  test('whose client stays keeps its signal', async () => {
    const signals: AbortSignal[] = [];
    const listener = toNodeHandler(async (request) => {
      signals.push(request.signal);
      return new Response(await request.text());
    });

    const answer = await serve(listener, (port) =>
      send(port, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 5'], 'hallo'),
    );

    assert.match(answer, /hallo/);
    assert.deepEqual(
      signals.map(({aborted}) => aborted),
      [false],
    );
  });
});

/** What a connection has brought so far. */
function collect(socket: Socket): {until(part: string): Promise<void>} {
  let [seen, goOn] = ['', (): void => undefined];
  socket.setEncoding('latin1').on('data', (chunk: string) => {
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
  test('has its status, headers, every cookie and its body', async () => {
    const cookies = ['a=1; Path=/; Expires=Sun, 22 Nov 2026 03:00:00 GMT', 'b=2', 'b=3'];
    const headers = new Headers({'Content-Type': 'text/plain', 'X-Two': 'x'});
    headers.append('X-Two', 'y');
    for (const cookie of cookies) headers.append('Set-Cookie', cookie);

    await serveHandler(
      () => new Response('hallo', {status: 418, headers}),
      async (port) => {
        const response = await fetch(`http://127.0.0.1:${port}`);

        assert.equal(response.status, 418);
        assert.equal(response.headers.get('x-two'), 'x, y');
        assert.deepEqual(response.headers.getSetCookie(), cookies);
        assert.equal(await response.text(), 'hallo');
      },
    );
  });

  test('keeps the cookies that were there before, and what answers vary by', async () => {
    const listener = toNodeHandler(() => new Response(null, {headers: {'Set-Cookie': 'ours=1', Vary: 'Origin'}}));

    await serve(
      (incoming, outgoing) => {
        outgoing.setHeader('Set-Cookie', ['theirs=1', 'theirs=2']).setHeader('Vary', 'Accept-Encoding');
        listener(incoming, outgoing);
      },
      async (port) => {
        const {headers} = await fetch(`http://127.0.0.1:${port}`);

        assert.deepEqual(headers.getSetCookie(), ['theirs=1', 'theirs=2', 'ours=1']);
        assert.equal(headers.get('vary'), 'Accept-Encoding, Origin');
      },
    );
  });

  test('is sent piece by piece, no faster than it is taken', async () => {
    let pulled = 0;
    const isFull = createSignal();
    const listener = toNodeHandler(() => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(65_536));
          if (pulled === 1000) controller.close();
        },
      });
      return new Response(body);
    });

    await serve(
      (incoming, outgoing) => {
        const write = outgoing.write.bind(outgoing) as (chunk: unknown) => boolean;
        outgoing.write = (chunk: unknown) => {
          const isRoom = write(chunk);
          if (!isRoom) isFull.resolve();
          return isRoom;
        };
        listener(incoming, outgoing);
      },
      async (port) => {
        const response = await fetch(`http://127.0.0.1:${port}`);
        await isFull.promise;
        assert.ok(pulled < 1000, 'it waits for who reads');

        assert.equal((await response.arrayBuffer()).byteLength, 65_536_000);
      },
    );
  });

  test('is given up where its client goes away', async () => {
    const cancelled = createSignal();
    const listener = toNodeHandler(
      () =>
        new Response(
          new ReadableStream<Uint8Array>({
            pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
            cancel: () => cancelled.resolve(),
          }),
        ),
    );

    await serve(listener, async (port) => {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      await once(socket, 'data');
      socket.destroy();

      await cancelled.promise;
    });
  });

  for (const method of ['HEAD', 'GET']) {
    test(`without a body ends: ${method}`, async () => {
      await serveHandler(
        () => new Response(method === 'HEAD' ? 'left out' : null, {status: 200, headers: {'X-Seen': 'yes'}}),
        async (port) => {
          const response = await fetch(`http://127.0.0.1:${port}`, {method});

          assert.equal(response.headers.get('x-seen'), 'yes');
          assert.equal(await response.text(), '');
        },
      );
    });
  }
});

describe('a handler that throws', () => {
  const failures: [name: string, handler: Handler][] = [
    [
      'at once',
      () => {
        throw new Error('canary');
      },
    ],
    ['later', () => Promise.reject(new Error('canary'))],
    ['by what it returns', () => undefined as unknown as Response],
  ];
  for (const [name, handler] of failures) {
    test(`${name} is an empty 500`, async () => {
      await serveHandler(handler, async (port) => {
        const response = await fetch(`http://127.0.0.1:${port}`);

        assert.equal(response.status, 500);
        assert.equal(await response.text(), '');
      });
    });

    test(`${name} is told to next, where there is one`, async () => {
      const listener = toNodeHandler(handler);
      const told = createSignal<unknown>();

      await serve(
        (incoming, outgoing) =>
          listener(incoming, outgoing, (error) => {
            told.resolve(error);
            outgoing.writeHead(599).end();
          }),
        async (port) => {
          assert.equal((await fetch(`http://127.0.0.1:${port}`)).status, 599);
          assert.ok((await told.promise) instanceof Error);
        },
      );
    });
  }

  test('in the middle of an answer cuts it off', async () => {
    const listener = toNodeHandler(() => {
      let isFirst = true;
      return new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            if (!isFirst) throw new Error('canary');
            isFirst = false;
            controller.enqueue(new Uint8Array(10));
          },
        }),
      );
    });

    await serve(listener, async (port) => {
      const response = fetch(`http://127.0.0.1:${port}`);

      await assert.rejects(response.then((begun) => begun.arrayBuffer()));
    });
  });
});

describe('the kit behind node:http', () => {
  let server: Server;
  let url: string;
  let site: Awaited<ReturnType<typeof createSite>>;
  before(async () => {
    site = await createSite();
    const session = toNodeHandler(site.server.session, {origin: ORIGIN});
    server = createHttpServer((incoming, outgoing) => {
      if (incoming.url !== '/parsed') {
        session(incoming, outgoing);
        return;
      }
      // As body parsers do it.
      void text(incoming).then(() => session(incoming, outgoing));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const headers = {Origin: ORIGIN, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'};
  const post = (body: unknown, cookie = '', path = '/'): Promise<Response> =>
    fetch(url + path, {method: 'POST', headers: {...headers, Cookie: cookie}, body: JSON.stringify(body)});

  test('signs in, reads, and signs out for good', async () => {
    const jar = createCookieJar();
    const login = await post(site.prepare());
    assert.equal(sessionCookies(login).length, 1);
    jar.take(login);
    const read = (): Promise<Response> =>
      fetch(url, {headers: {...headers, 'Sec-Fetch-Site': 'same-origin', Cookie: jar.header}});
    assert.equal((await json(await read()))['status'], 'signed-in');

    jar.take(await post({purpose: 'logout'}, jar.header));
    jar.take(login);

    assert.equal((await json(await read()))['status'], 'signed-out');
  });

  test('refuses a body that is too large, and goes on', async () => {
    const answer = await post({purpose: 'x'.repeat(1_000_000)});

    assert.equal(answer.status, 413);
    assert.equal((await json(await post(site.prepare())))['status'], 'signed-in');
  });

  test('says so where the body was read before, and does not hang', async () => {
    site.reports.length = 0;

    const answer = await post(site.prepare(), '', '/parsed');

    assert.equal((await json(answer))['code'], 'request_invalid');
    assert.match(site.reports[0]!.hint, /Give the kit the request before anything else reads its body/);
  });
});
