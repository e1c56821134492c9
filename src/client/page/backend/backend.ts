import {attempt} from '../../../shared/attempt.js';
import {BACKEND_CODES, type ErrorCode} from '../../../shared/errors.js';
import {KakaoSyncError} from '../../../shared/kakao-sync-error.js';
import {parseJson, readString, omitUndefined, toFields, toJson} from '../../../shared/fields.js';
import {isLoopback} from '../../../shared/loopback.js';
import {toReference} from '../../../shared/reference.js';
import {
  CHANNEL_PARAMETER,
  CLIENT_HEADER,
  CLIENT_HEADER_VALUE,
  PENDING_PARAMETER,
  readSessionAnswer,
  type LoginRequest,
  type LogoutRequest,
  type ReadAnswer,
  type ReportRequest,
} from '../../../shared/wire.js';
import type {FUNCTIONS, Settings} from '../../state/config.js';
import {createCsrfToken, type CsrfPorts} from './csrf.js';
import {keepDeveloperHint} from './developer-hint.js';
import {withTimeout, isWithin} from '../with-timeout.js';
import {classify, findJson, toShownText, type FunctionFailure} from './odd-answer.js';
import type {Outcome} from '../../state/state.js';
import type {ClientPorts} from '../ports/ports.js';
import {expectSessionSeen, forgetUnseen, checkSessionSeen, readUnseen} from './unseen-session.js';

/** A request that failed. */
export interface BackendFailure {
  readonly status?: never;
  readonly code: ErrorCode;
  readonly ref?: string;
  /** No answer came at all. */
  readonly isLost?: true;
  /** A session may exist all the same: reading it once tells, or the answer may still be on its way. */
  readonly doubt?: 'read' | 'wait';
}

/**
 * What a reading of the session brought: null if the site has nothing to read it from (remembered for ten minutes in this
 * tab), undefined if the answer was no JSON, which tells nothing.
 */
export type SessionReading = ReadAnswer | BackendFailure | null | undefined;

export interface Backend {
  /** Never rejects. A code is never sent twice. */
  post(request: LoginRequest | LogoutRequest): Promise<ReadAnswer | BackendFailure>;
  /** Never rejects. The session, and with a channel, how the member stands to it, if the backend tells. */
  read(channelPublicId?: string): Promise<SessionReading>;
  /** Reads the session to find an answer that was lost, whatever is remembered. */
  recover(): Promise<SessionReading>;
  /** Tells it of an end that it has not heard of. Whatever it answers, nothing follows. */
  report(request: ReportRequest): void;
  /** Whether it tells which terms are missing: then all others are agreed to, or none of its own. */
  tellsTerms(): boolean;
  /** Whether only a load brings the page a CSRF token of after a login. */
  hasOldToken(): boolean;
}

const TIMEOUT = 10_000;
const NO_READING_KEY = 'ks.no-read';
/** How long a backend that answers no GET is not asked again. */
const NO_READING = 10 * 60_000;
const TELLS_TERMS_KEY = 'ks.terms';

type Posted = LoginRequest | LogoutRequest;

type BackendPorts = CsrfPorts & Pick<ClientPorts, 'after' | 'now' | 'dispatch' | 'localStorage' | 'sessionStorage'>;

/** Tells the developer of a failure, of a POST where there is a request. */
type Tell = (failure: BackendFailure, request: Posted | undefined, words: readonly string[]) => void;

type OnFailure = (outcome: Outcome) => void;

/**
 * The way to the backend: its one URL, or the site's own functions in its place.
 *
 * @param onFailure called with a failure that a GET has shown, and the site has been told of
 */
export function createBackend(given: BackendPorts, settings: () => Settings, onFailure?: OnFailure): Backend {
  const csrf = createCsrfToken(given, settings);
  const ports = {...given, fetch: csrf.fetch};
  const tell = createTeller(ports);
  const {sessionStorage} = ports;
  /** Another app of this origin has another backend. */
  const toKey = (key: string): string => `${key} ${settings().endpoint ?? ''}`;

  /** Keeps what an answer shows of the backend. */
  function learn<Answer extends SessionReading>(answer: Answer): Answer {
    if (answer?.status === 'signed-in' && answer.missingTerms) sessionStorage.set(toKey(TELLS_TERMS_KEY), '1');
    return answer;
  }

  async function post(request: Posted): Promise<ReadAnswer | BackendFailure> {
    const {postCode, endSession, endpoint} = settings();
    if (request.purpose === 'logout') {
      forgetUnseen(ports, endpoint);
      const run = endSession && (async () => (await limit(ports, endSession()), {status: 'signed-out'}));
      if (run) return call(ports, tell, 'endSession', run, request);
    } else if (postCode) return call(ports, tell, 'postCode', () => postCode(request), request);
    // An empty address would be the page's own.
    return (endpoint && (await send(ports, tell, endpoint, request))) || {code: 'config_incomplete'};
  }

  /** GET. Whether the backend answers it at all is remembered, for this endpoint. */
  async function get(isRecovery: boolean, channelPublicId?: string): Promise<SessionReading> {
    const {readSession, endpoint} = settings();
    if (readSession) return call(ports, tell, 'readSession', () => limit(ports, readSession()));
    if (!endpoint) return null;
    const key = toKey(NO_READING_KEY);
    const passed = ports.now() - Number(sessionStorage.get(key) ?? NaN);
    if (!isRecovery && isWithin(passed, NO_READING)) return null;
    const url = new URL(endpoint);
    if (isRecovery) url.searchParams.set(PENDING_PARAMETER, '1');
    if (channelPublicId) url.searchParams.set(CHANNEL_PARAMETER, channelPublicId);
    const unseen = readUnseen(ports, endpoint);
    const answer = await send(ports, tell, url.href, undefined, isRecovery);
    // A recovery has an end of its own.
    const failure = answer?.status && checkSessionSeen(ports, unseen, !isRecovery && isSignedOut(answer));
    if (failure) onFailure?.(failure);
    if (answer === null) sessionStorage.set(key, `${ports.now()}`);
    else sessionStorage.remove(key);
    return answer;
  }

  return {
    async post(request) {
      const answer = learn(await post(request));
      // A backend that makes sessions may be asked for them, whatever its address answered before.
      if (answer.status === 'signed-in') sessionStorage.remove(toKey(NO_READING_KEY));
      return answer;
    },
    read: async (channelPublicId) => learn(await get(false, channelPublicId)),
    recover: async () => learn(await get(true)),
    report: (request) => sendReport(ports, settings().endpoint, request),
    tellsTerms: () => !!sessionStorage.get(toKey(TELLS_TERMS_KEY)),
    hasOldToken: csrf.isOld,
  };
}

/** Whether no session came along: one that is named did, and is over. */
const isSignedOut = ({status, tx}: ReadAnswer): boolean => status === 'signed-out' && !tx;

/** What a GET did is told at once, and once; what a POST did, with the outcome. */
function createTeller(ports: BackendPorts): Tell {
  const told = new Set<string>();
  return ({code, ref}, request, words) => {
    const reference = ref ?? (request && 'tx' in request ? toReference(request.tx) : '');
    const line = [code, reference, ...words].filter(Boolean).join(' ');
    if (request) keepDeveloperHint(ports, line);
    else {
      if (!told.has(line)) ports.report(line);
      told.add(line);
    }
  };
}

/** POST, or GET if there is no request. */
async function send(
  ports: BackendPorts,
  tell: Tell,
  address: string,
  request?: Posted,
  isRecovery = false,
): Promise<SessionReading> {
  const abort = new AbortController();
  const words = [request ? 'POST' : 'GET', new URL(address).pathname];
  try {
    const [response, text] = await limit(ports, fetchText(ports, address, request, abort.signal));
    const answer = toReading(response, text, request, isRecovery);
    if (answer && 'code' in answer) tell(answer, request, [...words, ...describe(ports, response, text)]);
    if (request && 'tx' in request && answer?.status === 'signed-in') expectSessionSeen(ports, request, address);
    return answer;
  } catch (error) {
    // A site's own `fetch` may know nothing of signals.
    abort.abort();
    const code = error instanceof KakaoSyncError ? error.code : 'backend_unreachable';
    const failure = {code, doubt: 'wait', isLost: true} as const;
    tell(failure, request, words);
    return failure;
  }
}

function sendReport(ports: BackendPorts, endpoint: string | undefined, request: ReportRequest): void {
  if (endpoint) fetchText(ports, endpoint, request).catch(() => undefined);
}

async function fetchText(
  ports: BackendPorts,
  address: string,
  request: Posted | ReportRequest | undefined,
  signal: AbortSignal | null = null,
): Promise<[response: Response, text: string]> {
  const response = await ports.fetch(address, {
    method: request ? 'POST' : 'GET',
    headers: {
      Accept: 'application/json',
      ...(request && {'Content-Type': 'application/json'}),
      [CLIENT_HEADER]: CLIENT_HEADER_VALUE,
    },
    body: request ? toJson(request) : null,
    // An answer that leads elsewhere (a login page, mostly) is no answer.
    redirect: 'manual',
    credentials: 'include',
    cache: 'no-store',
    keepalive: !!request,
    signal,
  });
  return [response, await response.text()];
}

function toReading({status}: Response, text: string, request: Posted | undefined, isRecovery: boolean): SessionReading {
  if (!request && /^(404|405|501)$/.test(`${status}`)) return null;
  // What comes with a POST must be whole: it is read again by GET. There and in failures, a notice or a byte order mark
  // (RFC 8259 §8.1 lets it be ignored) does no harm.
  const body = parseJson(request ? text : text.trim()) ?? (isRecovery || status >= 400 ? findJson(text) : undefined);
  if (status >= 400) return toFailure(status, body, !!request);
  return request || body !== undefined ? toAnswer(body, request) : undefined;
}

/** Status, content type and length; the class, unless it is a problem of the contract; on loopback, the first words. */
function describe(ports: BackendPorts, response: Response, text: string): string[] {
  const {status, headers} = response as Partial<Response>;
  const type = headers?.get('Content-Type')?.split(';')[0] || '-';
  const words = [`${status}`, type, `${text.length}`];
  if (readCode(findJson(text))) return words;
  const shown = isLoopback(ports.address()) && toShownText(text);
  return [...words, classify(response, text), ...(shown ? [JSON.stringify(shown)] : [])];
}

function toAnswer(body: unknown, request?: Posted): ReadAnswer | BackendFailure {
  const answer = readSessionAnswer(body);
  // The answer to another login is no answer to this one.
  const isOurs = !request || !('tx' in request) || !answer?.tx || answer.tx === request.tx;
  return answer && isOurs ? answer : {code: 'backend_bad_answer', doubt: 'read'};
}

/** What a function of the site answers in the backend's place. Of what it has said, the developer is told the kind. */
async function call(
  ports: BackendPorts,
  tell: Tell,
  name: (typeof FUNCTIONS)[number],
  run: () => Promise<unknown>,
  request?: Posted,
): Promise<ReadAnswer | BackendFailure> {
  const fail = (code: ErrorCode, kind: FunctionFailure): BackendFailure => {
    const failure = {code, doubt: 'read'} as const;
    tell(failure, request, [name, kind]);
    return failure;
  };
  // The callback itself has its end, and a later answer still signs in.
  const cancel = name === 'postCode' && ports.after(TIMEOUT, () => fail('backend_timeout', 'no-answer'));
  try {
    const body = await run();
    const answer = toAnswer(body, request);
    return 'code' in answer ? fail(answer.code, (body ?? null) === null ? 'empty' : 'another-shape') : answer;
  } catch (error) {
    const code = readCode(error) ?? 'backend_failed';
    return fail(code, code === 'backend_timeout' ? 'no-answer' : 'threw');
  } finally {
    if (cancel) cancel();
  }
}

/** A site's own function may never answer. */
function limit<Answer>(ports: BackendPorts, answer: Promise<Answer>): Promise<Answer> {
  return withTimeout(ports, TIMEOUT, 'backend_timeout', answer);
}

/** What a backend does not know itself: whether the code was taken by an earlier request, or a late function did its work. */
const DOUBTS: {readonly [Code in ErrorCode]?: BackendFailure['doubt']} = {code_used: 'read', backend_timeout: 'wait'};

/** How a CSRF protection refuses a POST before the backend has seen it. Another's refusal may be none of that kind. */
const REFUSED_BEFORE = /^4(03|19)$/;

/** What a status of 400 and more means. */
function toFailure(status: number, body: unknown, isPost: boolean): BackendFailure {
  const known = readCode(body);
  const ref = readString(toFields(body)['ref'], /^KS-[\w-]{1,20}$/);
  const [code, doubt]: readonly [ErrorCode, BackendFailure['doubt']?] = known
    ? [known, DOUBTS[known]]
    : status === 429
      ? ['rate_limited']
      : status < 500
        ? ['backend_refused', isPost && REFUSED_BEFORE.test(`${status}`) ? 'read' : undefined]
        : ['backend_failed', /^50[24]$/.test(`${status}`) ? 'wait' : 'read'];
  return {code, ...omitUndefined({ref, doubt})};
}

/** A published code in a problem or an error: an HTTP library's own, or anything else there, is never passed on. */
function readCode(problem: unknown): ErrorCode | undefined {
  const code = attempt(() => toFields(problem)['code']);
  return BACKEND_CODES.find((known) => known === code);
}
