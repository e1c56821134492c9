import {createServer as createHttpServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createHttpsServer} from 'node:https';
import type {AddressInfo, Server} from 'node:net';
import {text as readText} from 'node:stream/consumers';
import {TLSSocket} from 'node:tls';
import {isKakaoHost, isLoopbackHost} from '../core/base/hosts.js';
import type {EmulatorRequest, EmulatorResponse} from '../core/base/messages.js';

export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** A loopback name or address. Default `127.0.0.1`. */
  readonly host?: string;
  /** PEM texts. With TLS, the emulator also answers under Kakao's host names, for a browser that maps them to it. */
  readonly tls?: {readonly key: string; readonly cert: string};
}

export interface Listening {
  /** The origin, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

type Handler = (request: EmulatorRequest) => Promise<EmulatorResponse>;

/**
 * Serves a handler on a loopback port, for loopback and Kakao host names only.
 * @throws {Error} in production, if the host is not loopback, or if the port is taken.
 */
export async function listen(handler: Handler, {port = 0, host = '127.0.0.1', tls}: ListenOptions): Promise<Listening> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error('The emulator lets everybody in as anybody: it does not start with NODE_ENV=production.');
  }
  if (!isLoopbackHost(host) && host !== '::1')
    throw new Error(`The emulator listens on loopback only, not on ${host}.`);
  const scheme = tls ? 'https' : 'http';
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void serve(handler, scheme, incoming, outgoing);
  };
  const server = tls ? createHttpsServer({key: tls.key, cert: tls.cert}, handle) : createHttpServer(handle);
  // A client may use an idle connection in the very moment in which it is closed.
  server.keepAliveTimeout = 0;
  await bind(server, port, host);
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

/** @throws {Error} if the port is taken. */
function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isBusy = error.code === 'EADDRINUSE';
      const how = `Stop the other program, or choose another port (--port ${port + 1}, or listen({port: ${port + 1}})).`;
      reject(isBusy ? new Error(`Port ${port} on ${host} is taken. ${how}`, {cause: error}) : error);
    });
    server.listen(port, host, resolve);
  });
}

async function serve(
  handler: Handler,
  scheme: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const url = readUrl(scheme, incoming);
    if (!url) {
      outgoing.writeHead(421, {'content-type': 'text/plain'}).end('Not a host name of the emulator.');
      return;
    }
    await send(await handler(toRequest(url, incoming, outgoing)), outgoing);
  } catch {
    // A planned reset, or an error of a connection that has already broken: neither can be answered.
    resetConnection(incoming);
  }
}

function resetConnection({socket}: IncomingMessage): void {
  // Below TLS, Node gives no access to the TCP socket. For the other side, an abrupt end is the same.
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

/** The address of a request; null if its `Host` is not ours, such as a foreign name that resolves to this machine. */
function readUrl(scheme: string, {headers: {host = ''}, url: path = '/'}: IncomingMessage): string | null {
  // Only a name and a port: a URL parser would read "a@b" as user and host.
  if (!/^([\w.-]+|\[::1\])(:\d+)?$/.test(host)) return null;
  let url: URL;
  try {
    url = new URL(`${scheme}://${host}`);
  } catch {
    return null;
  }
  if (!isLoopbackHost(url.hostname) && !isKakaoHost(url)) return null;
  return path.startsWith('/') ? `${url.origin}${path}` : null;
}

function toRequest(url: string, incoming: IncomingMessage, outgoing: ServerResponse): EmulatorRequest {
  const gone = new AbortController();
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const {method = 'GET'} = incoming;
  return {
    method,
    url: new URL(url).href,
    headers: toHeaders(incoming),
    signal: gone.signal,
    hasBody: hasBody(method, incoming),
    text: () => readText(incoming),
  };
}

function toHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !name.startsWith(':'))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function hasBody(method: string, {headers}: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

async function send({status, headers, body}: EmulatorResponse, outgoing: ServerResponse): Promise<void> {
  for (const [name, value] of headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(status);
  if (typeof body === 'string' || body === null) {
    outgoing.end(body ?? undefined);
    return;
  }
  const reader = body.getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) break;
    outgoing.write(value);
  }
  outgoing.end();
}
