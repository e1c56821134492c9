import {isErrorCode, type ErrorCode} from '../shared/errors.js';
import {
  CLIENT_HEADER,
  CLIENT_HEADER_VALUE,
  readSessionAnswer,
  type LoginRequest,
  type LogoutRequest,
  type SessionAnswer,
} from '../shared/wire.js';
import {type Settings} from './config.js';
import {type ClientPorts} from './ports.js';

/** A POST's end. */
export type PostResult =
  | {readonly answer: SessionAnswer}
  | {
      readonly code: ErrorCode;
      readonly ref?: string;
      /** Whether a session may exist all the same: never, to be read once, or the answer may still be on its way. */
      readonly doubt: 'none' | 'read' | 'wait';
    };

export interface Backend {
  post(request: LoginRequest | LogoutRequest): Promise<PostResult>;
  /** The session, or null where it cannot be read. */
  read(): Promise<SessionAnswer | null>;
}

const TIMEOUT = 10_000;
const NO_READING_KEY = 'ks.no-session-read';

/** The way to the backend: its one URL, or the site's own functions in its place. A code is never sent twice. */
export function createBackend(
  ports: Pick<ClientPorts, 'fetch' | 'after' | 'sessionStorage'>,
  settings: () => Settings,
): Backend {
  /** The answer's status and JSON body; a body that is no JSON is undefined. Rejects after ten seconds. */
  async function send(init: RequestInit): Promise<{status: number; body: unknown}> {
    const abort = new AbortController();
    const cancel = ports.after(TIMEOUT, () => abort.abort());
    try {
      const response = await ports.fetch(settings().endpoint ?? '', {
        ...init,
        // An answer that leads elsewhere (a login page, mostly) is no answer.
        redirect: 'manual',
        credentials: 'include',
        cache: 'no-store',
        keepalive: init.method === 'POST',
        signal: abort.signal,
        headers: {
          Accept: 'application/json',
          [CLIENT_HEADER]: CLIENT_HEADER_VALUE,
          ...(init.method === 'POST' && {'Content-Type': 'application/json'}),
        },
      });
      const text = await response.text();
      return {status: response.status, body: parseJson(text)};
    } catch (cause) {
      if (abort.signal.aborted) throw new Timeout();
      throw cause;
    } finally {
      cancel();
    }
  }

  async function postToEndpoint(request: LoginRequest | LogoutRequest): Promise<PostResult> {
    let result: {status: number; body: unknown};
    try {
      result = await send({method: 'POST', body: JSON.stringify(request)});
    } catch (error) {
      return {code: error instanceof Timeout ? 'backend_timeout' : 'backend_unreachable', doubt: 'wait'};
    }
    const {status, body} = result;
    if (status >= 200 && status < 300) return toResult(body, request);
    const problem = readProblem(body);
    if (problem) return {...problem, doubt: problem.code === 'code_used' ? 'read' : 'none'};
    if (status === 429) return {code: 'rate_limited', doubt: 'none'};
    if (status >= 500) return {code: 'backend_failed', doubt: status === 502 || status === 504 ? 'wait' : 'read'};
    return status >= 400 ? {code: 'backend_refused', doubt: 'none'} : {code: 'backend_bad_answer', doubt: 'read'};
  }

  async function postBySite(run: () => Promise<unknown>, request: LoginRequest | LogoutRequest): Promise<PostResult> {
    try {
      return toResult(await run(), request);
    } catch (error) {
      const code = (error as {code?: unknown} | null)?.code;
      return {code: isErrorCode(code) ? code : 'backend_failed', doubt: 'read'};
    }
  }

  return {
    post(request) {
      const {postCode, endSession} = settings();
      if (request.purpose === 'logout') {
        return endSession
          ? postBySite(async () => (await endSession(), {status: 'signed-out'}), request)
          : postToEndpoint(request);
      }
      return postCode ? postBySite(() => postCode(request), request) : postToEndpoint(request);
    },
    async read() {
      const {readSession, endpoint} = settings();
      try {
        if (readSession) return readSessionAnswer(await readSession());
        if (!endpoint || ports.sessionStorage.get(NO_READING_KEY) === endpoint) return null;
        const {status, body} = await send({method: 'GET'});
        if ([404, 405, 501].includes(status) || (body === undefined && status < 400))
          ports.sessionStorage.set(NO_READING_KEY, endpoint);
        return status === 200 ? readSessionAnswer(body) : null;
      } catch {
        return null;
      }
    },
  };
}

class Timeout extends Error {}

function toResult(body: unknown, request: LoginRequest | LogoutRequest): PostResult {
  const answer = readSessionAnswer(body);
  const isOurs = answer && (!('tx' in request) || answer.tx === undefined || answer.tx === request.tx);
  return isOurs ? {answer} : {code: 'backend_bad_answer', doubt: 'read'};
}

function readProblem(body: unknown): {code: ErrorCode; ref?: string} | null {
  const {code, ref} = (body ?? {}) as {code?: unknown; ref?: unknown};
  if (!isErrorCode(code)) return null;
  return {code, ...(typeof ref === 'string' && /^KS-[\w-]{1,20}$/.test(ref) && {ref})};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
