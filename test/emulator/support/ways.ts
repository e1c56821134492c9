import {request as httpRequest, type IncomingMessage} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {after, before, describe} from 'node:test';
import {Readable} from 'node:stream';
import {generate} from 'selfsigned';
import {createRequest} from '../../../src/emulator/core/base/messages.js';
import {ConnectionReset} from '../../../src/emulator/core/control/act-out-fault.js';
import {createEmulatorCore} from '../../../src/emulator/core/emulator.js';
import {
  createKakaoEmulator,
  type KakaoEmulator,
  type KakaoEmulatorOptions,
  type Listening,
} from '../../../src/emulator/index.js';

/**
 * How tests send their requests. `fetch`: the emulator's own; `records`: its core is asked, as in a browser; `sockets`: over
 * a loopback port, with the host name of the address.
 */
type Way = 'fetch' | 'records' | 'sockets';

let way: Way = 'fetch';

/** Runs the tests of a group both ways round the emulator's own `fetch`: the core alone, and all that Node adds. */
export function describeBothWays(name: string, define: () => void): void {
  for (const chosen of ['records', 'sockets'] as const) {
    describe(`${name} (${chosen})`, () => {
      before(() => {
        way = chosen;
      });
      after(async () => {
        way = 'fetch';
        await Promise.all(listening.splice(0).map(async (open) => (await open).close()));
      });
      define();
    });
  }
}

const listening: Promise<Listening>[] = [];

/** An emulator that is asked in the chosen way. */
export function createEmulator(options: KakaoEmulatorOptions): KakaoEmulator {
  switch (way) {
    case 'fetch':
      return createKakaoEmulator(options);
    case 'records':
      return createOverRecords(options);
    case 'sockets':
      return createOverSockets(createKakaoEmulator(options));
  }
}

function createOverRecords(options: KakaoEmulatorOptions): KakaoEmulator {
  const {handle, controls} = createEmulatorCore(options);
  return Object.assign(controls, {
    fetch: async (input: Request | string | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      const {method, url, signal} = request;
      const body = request.body === null ? {} : {body: await request.text()};
      try {
        const answer = await handle(
          createRequest(url, {method, signal, headers: Object.fromEntries(request.headers), ...body}),
        );
        return new Response(answer.body, {status: answer.status, headers: answer.headers});
      } catch (error) {
        signal.throwIfAborted();
        throw error instanceof ConnectionReset ? new TypeError('fetch failed', {cause: error}) : error;
      }
    },
    listen: () => Promise.reject(new Error('The core does not listen.')),
  });
}

function createOverSockets(emulator: KakaoEmulator): KakaoEmulator {
  const open: {'http:'?: Promise<Listening>; 'https:'?: Promise<Listening>} = {};
  const listenFor = (scheme: 'http:' | 'https:'): Promise<Listening> => {
    const started = (open[scheme] ??= listenWith(emulator, scheme));
    if (!listening.includes(started)) listening.push(started);
    return started;
  };
  return Object.assign(emulator, {
    fetch: async (input: Request | string | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      const scheme = new URL(request.url).protocol === 'http:' ? 'http:' : 'https:';
      const {port} = await listenFor(scheme);
      return send(request, scheme, port);
    },
  });
}

async function listenWith(emulator: KakaoEmulator, scheme: 'http:' | 'https:'): Promise<Listening> {
  if (scheme === 'http:') return emulator.listen();
  const {private: key, cert} = await (pems ??= generate([{name: 'commonName', value: 'localhost'}]));
  return emulator.listen({tls: {key, cert}});
}

let pems: ReturnType<typeof generate> | undefined;

async function send(request: Request, scheme: 'http:' | 'https:', port: number): Promise<Response> {
  const {host, pathname, search} = new URL(request.url);
  const body = request.body === null ? null : await request.text();
  const headers = {
    ...Object.fromEntries(request.headers),
    host,
    ...(body !== null && {'content-length': String(new TextEncoder().encode(body).length)}),
  };
  const {method, signal} = request;
  const options = {host: '127.0.0.1', port, path: pathname + search, method, headers, signal, agent: false} as const;
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing =
      scheme === 'http:'
        ? httpRequest(options, resolve)
        : httpsRequest({...options, rejectUnauthorized: false, servername: 'localhost'}, resolve);
    outgoing.on('error', (error) => {
      reject(signal.aborted ? (signal.reason as Error) : new TypeError('fetch failed', {cause: error}));
    });
    outgoing.end(body ?? undefined);
  });
  return toResponse(incoming, method);
}

function toResponse(incoming: IncomingMessage, method: string): Response {
  const {statusCode: status = 0, rawHeaders} = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const hasBody = ![204, 205, 304].includes(status) && method !== 'HEAD';
  if (!hasBody) incoming.resume();
  return new Response(hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null, {status, headers});
}
