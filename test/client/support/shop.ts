import type {LoginRequest} from '../../../src/shared/wire.js';

/** What the shop's backend answers. */
export type ShopAnswer =
  | {
      readonly status: number;
      readonly json?: unknown;
      readonly text?: string;
      /** The body as it is sent: a browser decodes it. */
      readonly bytes?: Uint8Array<ArrayBuffer>;
      readonly body?: 'hangs';
      /** The `Content-Type`. Default: JSON for `json`, else none. */
      readonly type?: string;
      /** Others. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | 'network-error'
  | 'hangs';

/** A request that reached the network. */
export interface ShopRequest {
  readonly url: string;
  readonly init: RequestInit & {readonly headers: Record<string, string>};
  /** The JSON body. */
  readonly body: Partial<Omit<LoginRequest, 'purpose'>> & {readonly purpose?: string};
  /** The page's address when it was sent. */
  readonly from: string;
}

/** A backend that keeps one session a browser, as the documents ask; its answers are a test's to replace. */
export class FakeShop {
  readonly requests: ShopRequest[] = [];
  /** The session of this browser: GET's answer. */
  session: Record<string, unknown> | null = null;
  /** What its GET gives a session to connect a Kakao account with. */
  link: Record<string, unknown> | undefined = {
    key: 'key-of-this-session-key-of-this-session',
    t: 1_790_000_000,
    expiresIn: 600,
  };
  onPost: (request: ShopRequest) => ShopAnswer = (request) => this.signIn(request);
  onGet: () => ShopAnswer = () => ({
    status: 200,
    json:
      this.session?.['status'] === 'signed-in'
        ? {...this.session, ...(this.link && {link: this.link})}
        : {status: 'signed-out'},
  });

  get posts(): readonly ShopRequest[] {
    return this.requests.filter(({init}) => init.method === 'POST');
  }

  get reads(): readonly ShopRequest[] {
    return this.requests.filter(({init}) => init.method === 'GET');
  }

  /** Makes the session of a login and answers with it. */
  signIn({body}: ShopRequest, more: Record<string, unknown> = {}): ShopAnswer {
    if (body.purpose === 'report') return {status: 204};
    if (body.purpose === 'logout') {
      this.session = null;
      return {status: 200, json: {status: 'signed-out'}};
    }
    this.session = {status: 'signed-in', tx: body.tx, isNewMember: false, member: {name: '라이언'}, ...more};
    return {status: 200, json: this.session};
  }

  fetch(url: string, init: RequestInit, from: string): Promise<Response> {
    const headers = init.headers as Record<string, string>;
    const body = (typeof init.body === 'string' ? JSON.parse(init.body) : {}) as ShopRequest['body'];
    const request = {url, init: {...init, headers}, body, from};
    this.requests.push(request);
    const answer = init.method === 'POST' ? this.onPost(request) : this.onGet();
    const {signal} = init;
    if (answer === 'network-error') return Promise.reject(new TypeError('Failed to fetch'));
    if (answer === 'hangs') return untilAborted(signal);
    return Promise.resolve(toResponse(answer, signal));
  }
}

const {stringify} = JSON;

/** As a server writes it, whatever a script of the page has done to JSON. */
function toText(json: unknown): string {
  const patch = Object.getOwnPropertyDescriptor(Array.prototype, 'toJSON');
  Reflect.deleteProperty(Array.prototype, 'toJSON');
  const text = stringify(json);
  if (patch) Object.defineProperty(Array.prototype, 'toJSON', patch);
  return text;
}

function toResponse(
  {
    status,
    json,
    text = json === undefined ? '' : toText(json),
    bytes,
    body,
    type,
    headers,
  }: Exclude<ShopAnswer, string>,
  signal: AbortSignal | null | undefined,
): Response {
  const contentType = type ?? (json === undefined ? undefined : 'application/json');
  return {
    status,
    // A redirect is not followed: a page sees nothing of it.
    type: status === 0 ? 'opaqueredirect' : 'basic',
    headers: new Headers({...headers, ...(contentType && {'Content-Type': contentType})}),
    text: () => (body === 'hangs' ? untilAborted(signal) : bytes ? new Response(bytes).text() : Promise.resolve(text)),
  } as Response;
}

/** What never comes: rejects as `fetch` does when it is aborted. */
function untilAborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
  });
}
