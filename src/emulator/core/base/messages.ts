/**
 * A request to the emulator. A browser's `Request` drops `Cookie`, `Origin` and `Sec-Fetch-*`, so that it cannot carry one.
 */
export interface EmulatorRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** Aborted once nobody waits for the response. */
  readonly signal: AbortSignal;
  readonly hasBody: boolean;
  /** Reads the body, once. Without a body: an empty text. */
  readonly text: () => Promise<string>;
}

/** What {@link createRequest} takes besides the address. */
export interface RequestInput {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A form is sent as one. */
  readonly body?: string | URLSearchParams;
  readonly signal?: AbortSignal;
}

/**
 * Creates a request whose body is at hand.
 * @example
 * createRequest('https://kauth.kakao.com/login', {method: 'POST', body: form, headers: {cookie, origin}});
 */
export function createRequest(
  url: string,
  {method = 'GET', headers, body, signal}: RequestInput = {},
): EmulatorRequest {
  const sent = new Headers(headers);
  if (body instanceof URLSearchParams && !sent.has('content-type')) {
    sent.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  return {
    method,
    url: new URL(url).href,
    headers: sent,
    signal: signal ?? new AbortController().signal,
    hasBody: body !== undefined,
    text: () => Promise.resolve(body?.toString() ?? ''),
  };
}

type Body = string | ReadableStream<Uint8Array<ArrayBuffer>> | null;

/** A response of the emulator. A browser's `Response` drops `Set-Cookie`. */
export class EmulatorResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;

  constructor(
    body: Body,
    {
      status = 200,
      headers,
    }: {readonly status?: number; readonly headers?: Headers | Readonly<Record<string, string>>} = {},
  ) {
    this.status = status;
    this.headers = new Headers(headers);
    this.body = body;
    if (typeof body === 'string' && !this.headers.has('content-type')) {
      this.headers.set('content-type', 'text/plain;charset=UTF-8');
    }
  }
}
