import {createRandomToken} from '../../shared/random.js';
import {toReference} from '../../shared/transaction-cookie.js';
import type {LoginRequest, SessionAnswer, UnlinkRequest} from '../../shared/wire.js';
import {readChannelRelations} from '../login/channel-relations.js';
import type {Redactor} from '../base/redactor.js';
import {requireLinkProof} from '../sessions/fresh-login.js';
import {LeftQueue} from '../base/concurrency-limit.js';
import type {ServerContext} from '../login/server-context.js';
import {completeLogin} from '../login/complete-login.js';
import type {RequestContext, ServerMetric} from '../options/options.js';
import {addCorsHeaders, checkOrigin, METHODS, toPreflightResponse} from './origin-gate.js';
import {toProblemResponse} from './problem.js';
import {NEEDS_SESSION} from '../sessions/sessions.js';
import {RequestError} from '../base/request-error.js';
import type {Reporter, RequestLog} from '../options/report.js';
import {checkClientHeader, readReference, readRequestBody, readSessionRequest} from './session-request.js';
import {AbandonedError, shareWork, type SharedWork} from '../base/shared-work.js';
import {
  readCurrentMember,
  requireCurrentMember,
  type CurrentMember,
  toLinkOffer,
  toSignedInAnswer,
} from '../login/current-session.js';
import {TimeLimitError} from '../base/with-timeout.js';
import {unlinkMember} from '../login/unlink.js';

/** A fulfilled request: what the page is told, and what hooks and sessions add to the answer's headers. */
interface Fulfilled {
  readonly answer: SessionAnswer;
  readonly headers: Headers;
}

/** What is known of a request while it is handled. */
interface RequestRecord {
  readonly log: RequestLog;
  purpose: ServerMetric['purpose'];
  ref?: string | undefined;
  /** Whether it is answered with what an equal request is doing: that one reports and counts. */
  isRepetition: boolean;
  /** Whether this request itself completed a login. */
  isCompletion: boolean;
}

/** How long anybody waits for what an equal request is doing, in milliseconds: longer than a page does. */
const JOIN_TIMEOUT = 15_000;

/** Headers of the answer that are the kit's alone. */
const OWN_HEADERS =
  /^(cache-control|content-(type|length|encoding)|access-control-.*|allow|retry-after|transfer-encoding)$/;

/** The handler of the session resource. It never rejects. */
export function createSessionEndpoint(
  server: ServerContext,
  reporter: Reporter,
  createRedactor: () => Redactor,
): (request: Request) => Promise<Response> {
  const {settings, now} = server;
  const underWay = new Map<string, SharedWork<Fulfilled>>();

  const post = async (request: Request, record: RequestRecord): Promise<Fulfilled> => {
    const body = await readRequestBody(request);
    record.ref = readReference(body);
    const wanted = readSessionRequest(body);
    record.purpose = wanted.purpose;
    if (wanted.purpose === 'logout') return logOut(server, request);
    if (wanted.purpose === 'unlink') return unlink(server, request, wanted, record.log);
    if (wanted.purpose === 'link' && !server.hooks.linkMember) {
      throw new RequestError('purpose_unsupported', 'A page would link a member, and there is no linkMember.');
    }
    record.log.redactor.add(wanted.code, wanted.nonceSecret, wanted.codeVerifier, wanted.context);
    return (await answerFromSession(server, request, wanted)) ?? (await joinLogin(request, wanted, record));
  };

  // One exchange for requests that are equal in everything, proofs of ownership and session included. One that differs
  // in any of them is on its own, and must not get somebody else's session.
  const joinLogin = async (request: Request, login: LoginRequest, record: RequestRecord): Promise<Fulfilled> => {
    const context = toLoginContext(request, login);
    const signedIn = NEEDS_SESSION.has(login.purpose) ? await requireCurrentMember(server, context) : null;
    if (signedIn && login.purpose === 'link') await requireLinkProof(server.linkKeys, signedIn.session, login, now());
    const {memberId, issuedAt, tx} = signedIn?.session ?? {};
    const identity = JSON.stringify([login, memberId, issuedAt, tx]);
    for (let other; (other = underWay.get(identity));) {
      record.isRepetition = true;
      try {
        return await other.join();
      } catch (thrown) {
        // The other has gone before its turn, or has no end: this one takes its place. A code that was sent stays spent.
        if (!(thrown instanceof LeftQueue || thrown instanceof AbandonedError)) throw thrown;
        end(identity, other);
      }
    }
    record.isRepetition = false;
    record.isCompletion = true;
    const result = answerLogin(server, login, context, signedIn, record.log).finally(() => end(identity, work));
    const work = shareWork(result, JOIN_TIMEOUT, now);
    for (const [old, other] of underWay) {
      if (!other.isAbandoned()) break;
      end(old, other);
    }
    underWay.set(identity, work);
    return result;
  };

  const end = (identity: string, work: SharedWork<Fulfilled>): void => {
    if (underWay.get(identity) === work) underWay.delete(identity);
  };

  const fulfil = async (request: Request, record: RequestRecord): Promise<Fulfilled> => {
    checkClientHeader(request);
    if (request.method === 'POST') return post(request, record);
    record.purpose = 'read';
    return readSession(server, request, record.log);
  };

  return async (request) => {
    const start = now();
    const redactor = createRedactor();
    const record: RequestRecord = {
      log: {redactor, warn: (error) => reporter.reportError(error, record.ref, redactor)},
      purpose: 'none',
      isRepetition: false,
      isCompletion: false,
    };
    let response: Response;
    let metric: Pick<ServerMetric, 'outcome' | 'isNewMember'>;
    try {
      if (!METHODS.split(', ').includes(request.method)) {
        throw new RequestError('request_invalid', 'The session resource knows no such method.', {
          status: 405,
          allow: METHODS,
        });
      }
      checkOrigin(request, settings);
      if (request.method === 'OPTIONS') return finish(request, toPreflightResponse(settings));
      const {answer, headers} = await fulfil(request, record);
      response = Response.json(answer, {headers});
      metric = {
        outcome: answer.status,
        ...(record.isCompletion && answer.status === 'signed-in' && {isNewMember: answer.isNewMember}),
      };
    } catch (thrown) {
      const error = toRequestError(thrown);
      // Whoever names no login, or is not heard out at all, still has something to read out to the site.
      record.ref ??= toReference(createRandomToken());
      if (!record.isRepetition) reporter.reportError(error, record.ref, redactor);
      response = toProblemResponse(error, record.ref);
      metric = {outcome: error.code};
    }
    reporter.reportMetric({purpose: record.purpose, ...metric, milliseconds: now() - start});
    return finish(request, response);
  };

  function finish(request: Request, response: Response): Response {
    const headers = new Headers(response.headers);
    headers.set('Cache-Control', 'no-store');
    headers.set('X-Content-Type-Options', 'nosniff');
    addCorsHeaders(headers, request, settings);
    return new Response(request.method === 'HEAD' ? null : response.body, {status: response.status, headers});
  }
}

/** Completes a login; the headers that hooks add count only if it succeeds. */
async function answerLogin(
  server: ServerContext,
  login: LoginRequest,
  context: RequestContext,
  signedIn: CurrentMember | null,
  log: RequestLog,
): Promise<Fulfilled> {
  await server.checkLimit(context.request, log);
  const answer = await completeLogin(server, login, context, signedIn, log);
  return {answer, headers: toAnswerHeaders(context)};
}

function toLoginContext(request: Request, {purpose, context, attribution}: LoginRequest): RequestContext {
  return {
    request,
    purpose,
    responseHeaders: new Headers(),
    ...(context !== undefined && {context}),
    ...(attribution !== undefined && {attribution}),
  };
}

/**
 * The answer of a session that makes an exchange needless: this very transaction's (the request is a repetition), or any
 * where a page only hopes that somebody is signed in.
 */
async function answerFromSession(
  server: ServerContext,
  request: Request,
  {purpose, tx}: LoginRequest,
): Promise<Fulfilled | null> {
  const session = await server.sessions.read(request);
  if (!session || !(session.tx === tx || purpose === 'auto-login')) return null;
  const context: RequestContext = {request, purpose, responseHeaders: new Headers()};
  const member = await server.hooks.readMember(session.memberId, session.issuedAt, context);
  if (!member) return null;
  const {renewal} = session;
  if (renewal) context.responseHeaders.append('Set-Cookie', renewal.cookie);
  // Of another transaction's session, the page is told neither its tx nor its news.
  const told = session.tx === tx ? session : {...session, tx: undefined, isNewMember: false};
  const renewed = renewal ? {...told, expiresAt: renewal.expiresAt} : told;
  const answer = toSignedInAnswer(server, {session: renewed, member});
  return {answer, headers: toAnswerHeaders(context)};
}

/**
 * Who is signed in. No cookie is renewed or removed here: the answer to a GET can arrive after that to a POST sent at
 * the same time, and would undo its login or logout.
 */
async function readSession(server: ServerContext, request: Request, log: RequestLog): Promise<Fulfilled> {
  const context: RequestContext = {request, purpose: 'read', responseHeaders: new Headers()};
  const signedIn = await readCurrentMember(server, context);
  if (!signedIn) return {answer: {status: 'signed-out'}, headers: toAnswerHeaders(context)};
  const channels = await readChannelRelations(server, request, signedIn, log);
  const link = await toLinkOffer(server, signedIn.session, server.now());
  const shown = {...signedIn.session, tx: await server.shownSessions.toTx(signedIn.session)};
  const answer = {
    ...toSignedInAnswer(server, {...signedIn, session: shown}),
    ...(link && {link}),
    ...(channels && {channels}),
  };
  return {answer, headers: toAnswerHeaders(context)};
}

async function logOut({sessions, pendingLogins}: ServerContext, request: Request): Promise<Fulfilled> {
  const context: RequestContext = {request, purpose: 'logout', responseHeaders: new Headers()};
  await pendingLogins.clear(context);
  await sessions.destroy(context);
  return {answer: {status: 'signed-out'}, headers: toAnswerHeaders(context)};
}

async function unlink(
  server: ServerContext,
  request: Request,
  wanted: UnlinkRequest,
  {redactor}: RequestLog,
): Promise<Fulfilled> {
  const context: RequestContext = {request, purpose: 'unlink', responseHeaders: new Headers()};
  await unlinkMember(server, wanted, context, redactor);
  return {answer: {status: 'signed-out'}, headers: toAnswerHeaders(context)};
}

function toAnswerHeaders({responseHeaders}: RequestContext): Headers {
  const headers = new Headers();
  for (const [name, value] of responseHeaders) if (!OWN_HEADERS.test(name)) headers.append(name, value);
  return headers;
}

/** Converts whatever was thrown, once, at the edge. What is not foreseen is refused like everything else. */
function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (thrown instanceof TimeLimitError) {
    return new RequestError('provider_unavailable', 'Kakao’s answers took too long together.', {cause: thrown});
  }
  return new RequestError('hook_failed', 'Something failed that should not: please report it.', {cause: thrown});
}
