import {RequestError} from '../base/request-error.js';
import {isWebRequest, requireWebRequest} from '../base/web-request.js';
import type {ServerContext} from '../login/server-context.js';
import {toIncompleteError} from '../options/missing-values.js';
import {type Answered, createEndpoint, type EndpointTools, type RequestRecord, toCountedEnd} from './endpoint.js';
import {handleLogin, type LoginsUnderWay} from './handle-login.js';
import {addCorsHeaders, checkOrigin, METHODS, type OriginRules, toPreflightResponse} from './origin-gate.js';
import {type Fulfilled, logOut, readSession, unlink} from './session-actions.js';
import {takeReport} from './take-report.js';
import {checkClientHeader, findReference, readRequestBody, readSessionRequest} from './session-request.js';

/** The handler of the session resource. It rejects as {@link createEndpoint} says. */
export function createSessionEndpoint(
  server: ServerContext,
  underWay: LoginsUnderWay,
  tools: EndpointTools,
): (request: Request) => Promise<Response> {
  return createEndpoint(
    {
      answer: (request, record) => answer(server, underWay, request, record),
      finish: (request, response) => addCommonHeaders(request, response, server.settings),
    },
    tools,
  );
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
  return {response: Response.json(answer, {headers}), metric: toCountedEnd(answer, record.share)};
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

/** Adds them to the response itself: the kit has made it, and nobody else has it. */
function addCommonHeaders(request: Request, response: Response, rules: OriginRules): Response {
  const {headers, status} = response;
  headers.set('Cache-Control', 'no-store');
  headers.set('X-Content-Type-Options', 'nosniff');
  if (!isWebRequest(request)) return response;
  addCorsHeaders(headers, request, rules);
  return request.method === 'HEAD' ? new Response(null, {status, headers}) : response;
}
