import {readFileSync} from 'node:fs';
import type {EmulatorRequest, EmulatorResponse} from '../core/base/messages.js';
import {ConnectionReset} from '../core/control/act-out-fault.js';
import {createEmulatorCore, type EmulatorControls, type EmulatorCore, type EmulatorOptions} from '../core/emulator.js';
import {listen, type ListenOptions, type Listening} from './listen.js';

export interface KakaoEmulatorOptions extends Omit<EmulatorOptions, 'sdk'> {
  /** A file to serve as the JavaScript SDK instead of the stand-in. It is read at the start. */
  readonly sdkFile?: string;
}

export interface KakaoEmulator extends EmulatorControls {
  /** Answers a request as Kakao would, for any host. May be passed around as a `fetch`. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /** Serves the same on a loopback port; may be called more than once. */
  listen(options?: ListenOptions): Promise<Listening>;
}

/**
 * Creates a Kakao on this machine: login and consent pages, tokens, keys, user information, terms, and a stand-in of the
 * JavaScript SDK. If two readings of Kakao's documents are possible, the emulator follows the stricter one.
 * @throws {Error} if Kakao would refuse an app, if two personas collide, or if `sdkFile` cannot be read.
 * @example
 * const emulator = createKakaoEmulator();
 * const {url} = await emulator.listen({port: 4000});
 */
export function createKakaoEmulator(options: KakaoEmulatorOptions = {}): KakaoEmulator {
  const {sdkFile, ...others} = options;
  const core = createEmulatorCore({...others, ...(sdkFile !== undefined && {sdk: readFileSync(sdkFile, 'utf8')})});
  return Object.assign(core.controls, {
    fetch: (input: Request | string | URL, init?: RequestInit) => fetchFrom(core, new Request(input, init)),
    listen: (listenOptions: ListenOptions = {}) => listenAt(core, listenOptions),
  });
}

async function listenAt({handle, addOrigin}: EmulatorCore, options: ListenOptions): Promise<Listening> {
  const listening = await listen(handle, options);
  addOrigin(listening.url);
  return listening;
}

/** Fails as `fetch` does if the connection is reset or the caller has given up. */
async function fetchFrom({handle}: EmulatorCore, request: Request): Promise<Response> {
  try {
    return toResponse(await handle(toEmulatorRequest(request)));
  } catch (error) {
    if (!(error instanceof ConnectionReset)) throw error;
    request.signal.throwIfAborted();
    throw new TypeError('fetch failed', {cause: error});
  }
}

// Node's `Request` and `Response` keep all headers, those of cookies too.
function toEmulatorRequest(request: Request): EmulatorRequest {
  const {method, url, headers, signal} = request;
  return {method, url, headers, signal, hasBody: request.body !== null, text: () => request.text()};
}

function toResponse({status, headers, body}: EmulatorResponse): Response {
  return new Response(body, {status, headers});
}
