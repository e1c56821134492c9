/**
 * How a backend fails. `hang`: it never answers. `reset`: the connection ends before the request is read. `drop`: the
 * request is carried out, and the connection ends before the answer. `cut`: it ends after the answer's headers.
 * `twice`: something on the way sends the request twice at once. `no-cookie`: something on the way takes its cookies off
 * the answer. `no-cors`: the answer says nothing of the page's origin. `spoil`: something makes another answer of it, with
 * its cookies.
 */
export type BackendFailure =
  | 'hang'
  | 'reset'
  | 'drop'
  | 'cut'
  | 'twice'
  | 'no-cookie'
  | 'no-cors'
  | {readonly spoil: (body: string) => Response}
  | (() => Response);

/** A request that waits. */
export interface Held {
  /** Resolves when the request is there. */
  readonly arrived: Promise<void>;
  /** Lets it go on. */
  release(): void;
}

/** The connection that a request came by. */
export interface Connection {
  /** Ends it: before an answer, or after the headers of one. */
  breakOff(headers?: Headers): Response;
}

interface Unreliable {
  answer(request: Request, connection: Connection): Promise<Response>;
  failNext(failure: BackendFailure): void;
  holdNextPost(): Held;
  reset(): void;
}

/** A handler that can be told to fail. */
export function createUnreliable(handle: (request: Request) => Promise<Response>): Unreliable {
  let planned: BackendFailure | null = null;
  let holding: {readonly arrive: () => void; readonly released: Promise<void>} | null = null;

  return {
    async answer(request, connection) {
      if (holding && request.method === 'POST') {
        const {arrive, released} = holding;
        holding = null;
        arrive();
        await released;
      }
      const failure = request.method === 'POST' && planned;
      if (!failure) return handle(request);
      planned = null;
      if (typeof failure === 'function') return failure();
      if (failure === 'hang') return new Promise(() => undefined);
      if (failure === 'twice') return Promise.all([handle(request.clone()), handle(request)]).then(([first]) => first);
      if (failure === 'reset') return connection.breakOff();
      const response = await handle(request);
      if (failure === 'no-cookie') return without(/^set-cookie$/, response);
      if (failure === 'no-cors') return without(/^access-control-/, response);
      const body = await response.text();
      if (typeof failure === 'object') {
        const spoiled = failure.spoil(body);
        for (const cookie of response.headers.getSetCookie()) spoiled.headers.append('Set-Cookie', cookie);
        return spoiled;
      }
      return connection.breakOff(failure === 'cut' ? response.headers : undefined);
    },
    failNext: (failure) => void (planned = failure),
    holdNextPost() {
      let arrive: () => void = () => undefined;
      let release: () => void = () => undefined;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      holding = {arrive, released};
      return {arrived, release};
    },
    reset() {
      planned = null;
      holding = null;
    },
  };
}

function without(names: RegExp, {body, status, headers}: Response): Response {
  const others = new Headers(headers);
  for (const [name] of headers) if (names.test(name)) others.delete(name);
  return new Response(body, {status, headers: others});
}
