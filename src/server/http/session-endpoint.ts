import {createReference} from '../../shared/reference.js';
import type {Redactor} from '../base/redactor.js';
import {RequestError} from '../base/request-error.js';
import {isWebRequest, requireWebRequest} from '../base/web-request.js';
import {TimeLimitError} from '../base/with-timeout.js';
import type {ServerContext} from '../login/server-context.js';
import {toIncompleteError} from '../options/missing-values.js';
import type {Reporter, RequestReporter} from '../options/reports/report.js';
import type {SessionMetric} from '../options/reports/server-metric.js';
import {createLoginsUnderWay, handleLogin, type LoginShare, type LoginsUnderWay} from './handle-login.js';
import {addCorsHeaders, checkOrigin, METHODS, type OriginRules, toPreflightResponse} from './origin-gate.js';
import {toProblemResponse} from './problem.js';
import {type Fulfilled, logOut, readSession, unlink} from './session-actions.js';
import {takeReport} from './take-report.js';
import {checkClientHeader, findReference, readRequestBody, readSessionRequest} from './session-request.js';

/** What is known of a request while it is handled. */
interface RequestRecord {
  readonly log: RequestReporter;
  purpose: SessionMetric['purpose'];
  ref?: string | undefined;
  share?: LoginShare;
}

/** A response, and what is counted of it: null for a preflight. */
interface Answered {
  readonly response: Response;
  readonly metric: Pick<SessionMetric, 'outcome' | 'isNewMember' | 'repeat'> | null;
}

/** The handler of the session resource. It never rejects. */
export function createSessionEndpoint(
  server: ServerContext,
  reporter: Reporter,
  createRedactor: () => Redactor,
): (request: Request) => Promise<Response> {
  const {settings, now} = server;
  const underWay = createLoginsUnderWay(now);
  const handle = async (request: Request): Promise<Response> => {
    const start = now();
    const record = createRecord(reporter, createRedactor());
    const {response, metric} = await answer(server, underWay, request, record).catch((thrown: unknown) =>
      answerError(toRequestError(thrown), record, reporter),
    );
    if (metric) reporter.reportMetric({purpose: record.purpose, ...metric, milliseconds: Math.abs(now() - start)});
    return addCommonHeaders(request, response, settings);
  };
  // What fails while a failure is answered, such as the site's own clock.
  return (request) => handle(request).catch((thrown: unknown) => toProblemResponse(toRequestError(thrown), undefined));
}

function createRecord(reporter: Reporter, redactor: Redactor): RequestRecord {
  const record: RequestRecord = {
    log: {
      redactor,
      warn: (error) => reporter.reportError(error, record.ref, redactor),
      adviseOnce: (line) => reporter.adviseOnce(line),
    },
    purpose: 'none',
  };
  return record;
}

/** @throws RequestError what went wrong; whatever else is thrown was not foreseen */
async function answer(
  server: ServerContext,
  underWay: LoginsUnderWay,
  request: Request,
  record: RequestRecord,
): Promise<Answered> {
  requireWebRequest(request, 'session');
  if (!METHODS.split(', ').includes(request.method)) {
    const hint = 'The session resource knows no such method.';
    throw new RequestError('request_invalid', hint, {status: 405, allow: METHODS});
  }
  const isPreflight = request.method === 'OPTIONS';
  const incomplete = toIncompleteError(server.settings.missing);
  // A preflight goes on if it can: only after it can a page of another origin be told anything.
  if (incomplete && !(isPreflight && server.settings.allowedOrigins.size > 0)) throw incomplete;
  checkOrigin(request, server.settings);
  if (isPreflight) return {response: toPreflightResponse(server.settings), metric: null};
  checkClientHeader(request);
  const fulfilled =
    request.method === 'POST'
      ? await answerPost(server, underWay, request, record)
      : await answerGet(server, request, record);
  if (!fulfilled) return {response: new Response(null, {status: 204}), metric: {outcome: 'reported'}};
  const {answer, headers} = fulfilled;
  const isNewMember = record.share === 'completes' && answer.status === 'signed-in' ? answer.isNewMember : undefined;
  return {
    response: Response.json(answer, {headers}),
    metric: {
      outcome: answer.status,
      ...(isNewMember !== undefined && {isNewMember}),
      ...toRepeat(record.share),
    },
  };
}

function answerGet(server: ServerContext, request: Request, record: RequestRecord): Promise<Fulfilled> {
  record.purpose = 'read';
  return readSession(server, request, record.log);
}

async function answerPost(
  server: ServerContext,
  underWay: LoginsUnderWay,
  request: Request,
  record: RequestRecord,
): Promise<Fulfilled | null> {
  const body = await readRequestBody(request);
  record.ref = findReference(body);
  const wanted = readSessionRequest(body);
  record.purpose = wanted.purpose;
  switch (wanted.purpose) {
    case 'logout':
      return logOut(server, request);
    case 'unlink':
      return unlink(server, request, wanted, record.log);
    case 'report':
      record.ref = wanted.ref;
      await takeReport(server, request, wanted, record.log);
      return null;
    default:
      return handleLogin(server, underWay, request, wanted, record.log, (share) => {
        record.share = share;
      });
  }
}

function answerError(error: RequestError, record: RequestRecord, reporter: Reporter): Answered {
  // Whoever names no login, or is not heard out at all, still has something to read out to the site.
  record.ref ??= createReference();
  if (record.share !== 'joins') reporter.reportError(error, record.ref, record.log.redactor);
  const share = record.share === 'completes' && error.details.isReplay ? 'replays' : record.share;
  return {response: toProblemResponse(error, record.ref), metric: {outcome: error.code, ...toRepeat(share)}};
}

function toRepeat(share: LoginShare | undefined): Pick<SessionMetric, 'repeat'> {
  if (share === 'joins') return {repeat: 'joined'};
  return share === 'replays' ? {repeat: 'replayed'} : {};
}

/** Adds them to the response itself: the kit has made it, and nobody else has it. */
function addCommonHeaders(request: Request, response: Response, rules: OriginRules): Response {
  const {headers, status} = response;
  headers.set('Cache-Control', 'no-store');
  headers.set('X-Content-Type-Options', 'nosniff');
  if (!isWebRequest(request)) return response;
  addCorsHeaders(headers, request, rules);
  return request.method === 'HEAD' ? new Response(null, {status, headers}) : response;
}

/** Converts whatever was thrown, once, at the edge. What is not foreseen is refused like everything else. */
function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (thrown instanceof TimeLimitError) {
    return new RequestError('provider_unavailable', 'Kakao’s answers took too long together.', {cause: thrown});
  }
  return new RequestError('hook_failed', 'Something failed that should not: please report it.', {cause: thrown});
}
