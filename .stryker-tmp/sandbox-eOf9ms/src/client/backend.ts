import type {ErrorCode} from '../shared/errors.js';
import {parseJson, readText, toFields} from '../shared/fields.js';
import {
  CLIENT_HEADER,
  CLIENT_HEADER_VALUE,
  readSessionAnswer,
  type LoginRequest,
  type LogoutRequest,
  type ReadAnswer,
} from '../shared/wire.js';
import type {Settings} from './config.js';
import {inTime} from './in-time.js';
import type {ClientPorts} from './ports.js';

/** A POST that failed. */
export interface PostFailure {
  readonly code: ErrorCode;
  readonly ref?: string;
  /** A session may exist all the same: reading it once tells, or the answer may still be on its way. */
  readonly doubt?: 'read' | 'wait';
}

export interface Backend {
  /** Never rejects. A code is never sent twice. */
  post(request: LoginRequest | LogoutRequest): Promise<ReadAnswer | PostFailure>;
  /** The session, or null where it cannot be read. */
  read(): Promise<ReadAnswer | null>;
}

const TIMEOUT = 10_000;
const NO_READING_KEY = 'ks.no-read';

/** The way to the backend: its one URL, or the site's own functions in its place. */
export function createBackend(
  ports: Pick<ClientPorts, 'fetch' | 'after' | 'sessionStorage'>,
  settings: () => Settings,
): Backend {
  /** GET, or POST where there is a body. The answer's status and JSON body (undefined where it is none), or why there is no answer after ten seconds. */
  async function send(body?: string): Promise<{status: number; body: unknown} | PostFailure> {
    const abort = new AbortController();
    const cancel = ports.after(TIMEOUT, () => abort.abort());
    try {
      const response = await ports.fetch(settings().endpoint ?? '', {
        method: body ? 'POST' : 'GET',
        headers: {
          Accept: 'application/json',
          ...(body && {'Content-Type': 'application/json'}),
          [CLIENT_HEADER]: CLIENT_HEADER_VALUE,
        },
        body: body ?? null,
        // An answer that leads elsewhere (a login page, mostly) is no answer.
        redirect: 'manual',
        credentials: 'include',
        cache: 'no-store',
        keepalive: !!body,
        signal: abort.signal,
      });
      return {status: response.status, body: parseJson(await response.text())};
    } catch {
      return {code: abort.signal.aborted ? 'backend_timeout' : 'backend_unreachable', doubt: 'wait'};
    } finally {
      cancel();
    }
  }

  async function postToEndpoint(request: LoginRequest | LogoutRequest): Promise<ReadAnswer | PostFailure> {
    // An empty address would be the page's own.
    if (!settings().endpoint) return {code: 'config_incomplete'};
    const answer = await send(JSON.stringify(request));
    if ('code' in answer) return answer;
    const {status, body} = answer;
    if (status < 400) return toAnswer(body, request);
    const code = readCode(body);
    const ref = readText(toFields(body)['ref'], /^KS-[\w-]{1,20}$/);
    if (code) return {code, ...(ref && {ref}), ...(code === 'code_used' && {doubt: 'read'})};
    if (status === 429) return {code: 'rate_limited'};
    if (status < 500) return {code: 'backend_refused'};
    return {code: 'backend_failed', doubt: /^50[24]$/.test(`${status}`) ? 'wait' : 'read'};
  }

  /** A site's own function may never answer. For `postCode` the callback itself has its end. */
  const limit = (answer: Promise<unknown>): Promise<unknown> => inTime(ports, TIMEOUT, 'backend_timeout', answer);

  return {
    async post(request) {
      const {postCode, endSession} = settings();
      const replaced =
        request.purpose === 'logout'
          ? endSession && (async () => (await limit(endSession()), {status: 'signed-out'}))
          : postCode && (() => postCode(request));
      if (!replaced) return postToEndpoint(request);
      try {
        return toAnswer(await replaced(), request);
      } catch (error) {
        return {code: readCode(error) ?? 'backend_failed', doubt: 'read'};
      }
    },
    async read() {
      const {readSession, endpoint} = settings();
      try {
        if (readSession) return readSessionAnswer(await limit(readSession()));
        if (!endpoint || ports.sessionStorage.get(NO_READING_KEY)) return null;
        const answer = await send();
        if ('code' in answer) return null;
        const {status, body} = answer;
        if (/^(404|405|501)$/.test(`${status}`) || (status < 400 && body === undefined)) {
          ports.sessionStorage.set(NO_READING_KEY, '1');
        }
        return status === 200 ? readSessionAnswer(body) : null;
      } catch {
        return null;
      }
    },
  };
}

function toAnswer(body: unknown, request: LoginRequest | LogoutRequest): ReadAnswer | PostFailure {
  const answer = readSessionAnswer(body);
  // The answer to another login is no answer to this one.
  const isOurs = !('tx' in request) || !answer?.tx || answer.tx === request.tx;
  return answer && isOurs ? answer : {code: 'backend_bad_answer', doubt: 'read'};
}

/** A code of ours in a problem or an error: an HTTP library's own, or anything else there, is never passed on. */
function readCode(problem: unknown): ErrorCode | undefined {
  return readText(toFields(problem)['code'], /^[a-z_]{3,40}$/) as ErrorCode | undefined;
}
