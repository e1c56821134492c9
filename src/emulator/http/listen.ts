import {createServer as createHttpServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createHttpsServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {Readable} from 'node:stream';
import {TLSSocket} from 'node:tls';
import {isKakaoHost, isLoopbackHost} from './emulator-context.js';

export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** A loopback name or address. Default `127.0.0.1`. */
  readonly host?: string;
  /** PEM. With it the emulator also answers under Kakao's host names, for a browser that maps them here. */
  readonly tls?: {readonly key: string; readonly cert: string};
}

export interface Listening {
  /** The origin, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

type Answer = (request: Request) => Promise<Response>;

/**
 * Serves a handler on a loopback port, for loopback and Kakao host names only.
 * @throws {Error} in production, for a host that is not loopback, and where the port is taken.
 */
export async function listen(answer: Answer, {port = 0, host = '127.0.0.1', tls}: ListenOptions): Promise<Listening> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error('The emulator lets everybody in as anybody: it does not start with NODE_ENV=production.');
  }
  if (!isLoopbackHost(host) && host !== '::1')
    throw new Error(`The emulator listens on loopback only, not on ${host}.`);
  const scheme = tls ? 'https' : 'http';
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void serve(answer, scheme, incoming, outgoing);
  };
  const server = tls ? createHttpsServer({key: tls.key, cert: tls.cert}, handle) : createHttpServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isBusy = error.code === 'EADDRINUSE';
      const how = `Stop the other program, or choose another port (--port ${port + 1}, or listen({port: ${port + 1}})).`;
      reject(isBusy ? new Error(`Port ${port} on ${host} is taken. ${how}`, {cause: error}) : error);
    });
    server.listen(port, host, resolve);
  });
  const {port: actual} = server.address() as AddressInfo;
  return {
    url: `${scheme}://${host === '::1' ? '[::1]' : host}:${actual}`,
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  answer: Answer,
  scheme: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = toRequest(scheme, incoming, outgoing);
    if (!request) {
      outgoing.writeHead(421, {'content-type': 'text/plain'}).end('Not a host name of the emulator.');
      return;
    }
    await send(await answer(request), outgoing);
  } catch {
    // Nothing that is thrown has an answer: the planned resets, and what has already broken the connection.
    const {socket} = incoming;
    // Only the TCP below TLS can be reset, which Node keeps to itself. To the other side it breaks off all the same.
    if (socket instanceof TLSSocket) socket.destroy();
    else socket.resetAndDestroy();
  }
}

/** Null where the `Host` is not ours, as with a foreign name that resolves to this machine. */
function toRequest(scheme: string, incoming: IncomingMessage, outgoing: ServerResponse): Request | null {
  const {host = ''} = incoming.headers;
  const path = incoming.url ?? '/';
  // Nothing but a name and a port: a URL parser would read a part of "a@b" as something else.
  if (!/^([\w.-]+|\[::1\])(:\d+)?$/.test(host)) return null;
  let url: URL;
  try {
    url = new URL(`${scheme}://${host}`);
  } catch {
    return null;
  }
  if (!isLoopbackHost(url.hostname) && !isKakaoHost(url)) return null;
  if (!path.startsWith('/')) return null;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !name.startsWith(':'))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const gone = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const method = incoming.method ?? 'GET';
  const hasBody =
    method !== 'GET' &&
    method !== 'HEAD' &&
    (incoming.headers['transfer-encoding'] !== undefined || Number(incoming.headers['content-length'] ?? 0) > 0);
  return new Request(`${url.origin}${path}`, {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody && {body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half'}),
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(response.status);
  if (!response.body) {
    outgoing.end();
    return;
  }
  const reader = response.body.getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) break;
    outgoing.write(value);
  }
  outgoing.end();
}
