import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {BodyReadBeforeError} from '../base/body-text.js';

type Handler = (request: Request) => Response | Promise<Response>;

/** What {@link toNodeHandler} needs of a request of `node:http`, `node:https` or `node:http2`. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket: object;
  readonly destroyed: boolean;
  readonly readableDidRead: boolean;
  on(event: string, listener: (chunk: Uint8Array) => void): unknown;
  off(event: string, listener: (chunk: Uint8Array) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** What {@link toNodeHandler} needs of a response of `node:http`, `node:https` or `node:http2`. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  readonly writableFinished: boolean;
  setHeader(name: string, value: string): unknown;
  appendHeader(name: string, value: string): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  once(event: string, listener: () => void): unknown;
}

/** Options of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * The origin of `request.url`, such as `https://shop.example`: for a server behind a proxy. Default: the `Host` header,
   * by https where the connection itself is encrypted. `X-Forwarded-Host` and its like are never read, because anybody can
   * send them.
   */
  readonly origin?: string | undefined;
}

/** A listener for requests. Where a framework passes `next`, it is told what the handler throws. */
export type NodeHandler = (request: NodeRequest, response: NodeResponse, next?: (error: unknown) => void) => void;

/** Headers that can stand in several lines: what is there before stays. */
const LISTS: ReadonlySet<string> = new Set(['set-cookie', 'vary']);

/**
 * A handler of the web's requests, such as {@link KakaoServer.session}, as a listener of `node:http`. Mount it before
 * anything reads the body. Every `Set-Cookie` is kept, beside those that stand there already; the body comes and goes
 * piece by piece; `request.signal` ends when the client goes away.
 *
 * @param handler what it throws goes to `next`; without one, the answer is an empty 500
 * @returns for `createServer()`, and for frameworks that pass on Node's own request and response
 * @throws KakaoSyncError `config_invalid` where `origin` is none
 * @example
 * createServer(toNodeHandler(kakao.session)).listen(3000);
 */
export function toNodeHandler(handler: Handler, {origin}: NodeHandlerOptions = {}): NodeHandler {
  if (origin !== undefined && !isOrigin(origin)) {
    const hint = 'toNodeHandler: origin is not valid: write it as browsers send it, such as "https://shop.example".';
    throw new KakaoSyncError('config_invalid', hint);
  }
  return (incoming, outgoing, next) => {
    const gone = new AbortController();
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) gone.abort();
    });
    const body = isWithoutBody(incoming) ? null : new IncomingBody(incoming);
    answer(handler, toRequest(incoming, body?.stream, origin, gone.signal), outgoing, gone.signal)
      .catch((error: unknown) => {
        if (!gone.signal.aborted) fail(error, outgoing, next);
      })
      .finally(() => (body ? body.drop() : incoming.resume()));
  };
}

async function answer(
  handler: Handler,
  request: Request | null,
  outgoing: NodeResponse,
  gone: AbortSignal,
): Promise<void> {
  const response = request ? await handler(request) : new Response(null, {status: 400});
  const body = response.body as ReadableStream<Uint8Array> | null;
  if (gone.aborted) {
    await body?.cancel();
    return;
  }
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (LISTS.has(name)) outgoing.appendHeader(name, value);
    else outgoing.setHeader(name, value);
  }
  if (body) await sendBody(body, outgoing, gone);
  else outgoing.end();
}

async function sendBody(body: ReadableStream<Uint8Array>, outgoing: NodeResponse, gone: AbortSignal): Promise<void> {
  const reader = body.getReader();
  let goOn = (): void => undefined;
  gone.addEventListener('abort', () => {
    reader.cancel().catch(() => undefined);
    goOn();
  });
  for (;;) {
    const {done, value} = await reader.read();
    if (gone.aborted) return;
    if (done) break;
    if (outgoing.write(value)) continue;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      outgoing.once('drain', resolve);
    });
  }
  outgoing.end();
}

function fail(error: unknown, outgoing: NodeResponse, next: ((error: unknown) => void) | undefined): void {
  if (outgoing.headersSent) {
    // Cut off, so that nobody takes a half for the whole.
    outgoing.destroy();
    return;
  }
  if (next) {
    next(error);
    return;
  }
  outgoing.statusCode = 500;
  outgoing.end();
}

function isOrigin(text: unknown): boolean {
  try {
    const {origin, protocol} = new URL(String(text));
    return origin === text && (protocol === 'https:' || protocol === 'http:');
  } catch {
    return false;
  }
}

/** The web knows no body of these methods: what comes all the same is passed over. */
function isWithoutBody({method = 'GET'}: NodeRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A request as the web knows it; null if it cannot be one. */
function toRequest(
  incoming: NodeRequest,
  body: ReadableStream<Uint8Array> | undefined,
  origin: string | undefined,
  signal: AbortSignal,
): Request | null {
  const {method = 'GET'} = incoming;
  try {
    // Put together as text: a path that begins with two slashes would be another host's address.
    const url = (origin ?? readOrigin(incoming)) + readPath(incoming);
    const init = {method, headers: toHeaders(incoming), signal};
    return new Request(url, body ? ({...init, body, duplex: 'half'} as RequestInit) : init);
  } catch {
    return null;
  }
}

/** @throws TypeError where the request names no host */
function readOrigin({headers, socket}: NodeRequest): string {
  // HTTP/2 calls it :authority.
  const host = headers[':authority'] ?? headers['host'];
  // A name and a port alone: in "a@b" and "a/b" an address has something else in its host's place.
  if (typeof host !== 'string' || !/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host)) throw new TypeError('no host');
  const isEncrypted = 'encrypted' in socket && socket.encrypted === true;
  return `${isEncrypted ? 'https' : 'http'}://${host}`;
}

/** Path and query, as they were before a router took its own part away. */
function readPath(incoming: NodeRequest): string {
  const {url = '/'} = incoming;
  const whole = 'originalUrl' in incoming && typeof incoming.originalUrl === 'string' ? incoming.originalUrl : url;
  if (whole.startsWith('/')) return whole;
  // A request may name a whole address. Its host is what the sender likes.
  const {pathname, search} = new URL(whole);
  return pathname + search;
}

function toHeaders(incoming: NodeRequest): Headers {
  const headers = new Headers();
  for (const [name, value = []] of Object.entries(incoming.headers)) {
    // What HTTP/2 has among them and is none.
    if (name.startsWith(':')) continue;
    for (const line of typeof value === 'string' ? [value] : value) headers.append(name, line);
  }
  return headers;
}

/** A request's body, which is read from the connection when it is asked for, and no faster. */
class IncomingBody implements UnderlyingDefaultSource<Uint8Array> {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #incoming: NodeRequest;
  readonly #listeners = new Map<string, (chunk: Uint8Array) => void>();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(incoming: NodeRequest) {
    this.#incoming = incoming;
    this.stream = new ReadableStream(this, {highWaterMark: 0});
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    const {readableDidRead, destroyed} = this.#incoming;
    if (readableDidRead)
      controller.error(new BodyReadBeforeError('The body was read before: mount the handler before body parsers.'));
    else if (destroyed) this.#fail();
    if (readableDidRead || destroyed) return;
    this.#listen('close', () => this.#fail());
    this.#listen('end', () => {
      this.cancel();
      controller.close();
    });
  }

  pull(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (!this.#listeners.has('data')) {
      this.#listen('data', (chunk) => {
        this.#incoming.pause();
        controller.enqueue(chunk);
      });
    }
    this.#incoming.resume();
  }

  /** Nobody listens any more. */
  cancel(): void {
    for (const [event, listener] of this.#listeners) this.#incoming.off(event, listener);
    this.#listeners.clear();
  }

  /** Lets the rest of it pass unread: it would hold up the next request on the connection. */
  drop(): void {
    if (this.#listeners.size > 0) this.#fail();
    this.#incoming.resume();
  }

  #listen(event: string, listener: (chunk: Uint8Array) => void): void {
    this.#listeners.set(event, listener);
    this.#incoming.on(event, listener);
  }

  #fail(): void {
    this.cancel();
    const hint = 'The sender of the body has gone, or it was answered.';
    this.#controller?.error(new TypeError(hint));
  }
}
