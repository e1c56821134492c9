import {
  type AuthorizationResponse,
  readAuthorizationResponse,
} from '../../shared/authorization/authorization-response.js';
import {toReference} from '../../shared/reference.js';
import {withoutBackslashes} from '../../shared/return-target.js';
import type {ConsumedTransaction, TransactionRecord} from '../../shared/transaction.js';
import {RequestError} from '../base/request-error.js';
import {isWebRequest, requireWebRequest} from '../base/web-request.js';
import type {ServerContext} from '../login/server-context.js';
import {toIncompleteError} from '../options/missing-values.js';
import type {Reporter} from '../options/reports/report.js';
import {
  type Arrival,
  endAgain,
  endByCode,
  endByError,
  type Ended,
  findMisdirection,
  toFailure,
} from './callback-ends.js';
import {type CallbackRoute, checkNavigation, findRoute, isSpeculative} from './callback-request.js';
import {toCallbackResponse} from './callback-response.js';
import {findLatest, findTransaction, type FoundTransaction} from './callback-transaction.js';
import {
  type Answered,
  createEndpoint,
  type EndpointTools,
  type RequestRecord,
  tellFailure,
  type ToldFailure,
  toRequestError,
} from './endpoint.js';
import type {LoginsUnderWay} from './handle-login.js';

/** What returns from Kakao are answered with. */
interface CallbackContext {
  readonly server: ServerContext;
  readonly underWay: LoginsUnderWay;
  readonly reporter: Reporter;
}

/** A return from Kakao to a route of the server. */
interface Return {
  readonly request: Request;
  readonly route: CallbackRoute;
  readonly response: AuthorizationResponse;
  readonly record: RequestRecord;
}

/** The handler of the redirect URIs where a route of the server takes the code. It rejects as {@link createEndpoint} says. */
export function createCallbackEndpoint(
  server: ServerContext,
  underWay: LoginsUnderWay,
  tools: EndpointTools,
): (request: Request) => Promise<Response> {
  const context = {server, underWay, reporter: tools.reporter};
  return createEndpoint({answer: (request, record) => answer(context, request, record), finish: addHeaders}, tools);
}

/** Adds them to the response itself: the kit has made it, and nobody else has it. */
function addHeaders(request: Request, response: Response): Response {
  const {headers, status} = response;
  headers.set('Cache-Control', 'no-store');
  headers.set('Referrer-Policy', 'no-referrer');
  headers.set('X-Content-Type-Options', 'nosniff');
  return isWebRequest(request) && request.method === 'HEAD' ? new Response(null, {status, headers}) : response;
}

/** @throws RequestError where there is no page to tell; whatever else is thrown was not foreseen */
async function answer(context: CallbackContext, request: Request, record: RequestRecord): Promise<Answered> {
  requireWebRequest(request, 'callback');
  // Not counted: nobody has come yet.
  if (isSpeculative(request)) return {response: new Response(null, {status: 503}), metric: null};
  checkNavigation(request);
  const {settings, kakao, now} = context.server;
  const address = new URL(request.url);
  const query = address.searchParams;
  record.log.redactor.add(...query.getAll('code'), ...query.getAll('state'));
  const route = findRoute(settings, address);
  if (!route) throw toIncompleteError(settings.missing) ?? toUnknownRouteError();
  const response = readAuthorizationResponse(address, kakao.endpoints.issuer);
  const returned = {request, route, response, record};
  const tx = findTx(returned, now());
  if (tx !== undefined) record.ref = toReference(tx);
  const {ending, metric} = await end(context, returned, tx);
  return {response: toCallbackResponse(route, tx, ending), metric};
}

function toUnknownRouteError(): RequestError {
  const hint = 'The callback was asked for at an address that is no entry of redirectUris with mode: "server".';
  return new RequestError('redirect_uri_unknown', hint);
}

/**
 * The transaction that an answer names. One that has lost its `state` may be the latest's: that is told, and no more. One of
 * another's `state` is not.
 */
function findTx({request, route, response}: Return, now: number): string | undefined {
  const state = 'state' in response ? response.state : null;
  return state?.tx ?? (response.kind === 'foreign' ? undefined : findLatest(request, route, now)?.tx);
}

/** @throws RequestError `config_incomplete` where there is no page to tell */
async function end(context: CallbackContext, returned: Return, tx: string | undefined): Promise<Ended> {
  const {server, reporter} = context;
  const {request, route, record} = returned;
  const now = server.now();
  const found: FoundTransaction = tx === undefined ? {kind: 'unknown'} : findTransaction(request, tx, route, now);
  const entry = 'entry' in found ? found.entry : null;
  if (entry) record.purpose = entry.purpose ?? 'login';
  const home = [withoutBackslashes(entry?.from)];
  const fail = (failure: ToldFailure): Ended => {
    return {ending: {end: failure.code, targets: home}, metric: tellFailure(failure, record, reporter)};
  };
  const incomplete = toIncompleteError(server.settings.missing);
  if (incomplete && !entry) throw incomplete;
  if (incomplete) return fail(incomplete);
  const {result, isTaken} = await takeAnswer(context, returned, found, home);
  const {ending, metric} = 'ending' in result ? result : fail(result);
  // Whatever it came to, no other request takes this answer again.
  const consumed = isTaken && found.kind === 'open' ? toConsumed(found.entry, now) : undefined;
  return {ending: {...ending, consumed}, metric};
}

/** What has come of an answer, and whether it was taken: its code is used then, or its error seen. */
interface Taken {
  readonly result: Ended | ToldFailure;
  readonly isTaken: boolean;
}

async function takeAnswer(
  {server, underWay}: CallbackContext,
  {request, route, response, record}: Return,
  found: FoundTransaction,
  home: Arrival['home'],
): Promise<Taken> {
  const arrival = {request, record, home};
  const refuse = (failure: ToldFailure): Taken => ({result: failure, isTaken: false});
  if (response.kind !== 'code' && response.kind !== 'error') {
    return refuse(toFailure('callback_invalid', 'The address has no answer of Kakao’s to a login of the widget.'));
  }
  switch (found.kind) {
    case 'unknown':
      return refuse(toFailure('other_browser', 'The browser has no record of the login: it began in another one.'));
    case 'unclear':
      return refuse(
        toFailure('callback_invalid', 'The browser has two records of the login, or one that is too long.'),
      );
    case 'consumed':
      return {result: await endAgain(server, arrival, found.entry).catch(toRequestError), isTaken: false};
    case 'open': {
      const misdirected = findMisdirection(server.settings, route, found);
      if (misdirected) return refuse(misdirected);
      if (response.kind === 'error') return {result: endByError(response, found, home), isTaken: true};
      const ended = endByCode(server, underWay, arrival, found, response.code);
      return {result: await ended.catch(toRequestError), isTaken: true};
    }
  }
}

function toConsumed({tx, purpose, from}: TransactionRecord, now: number): ConsumedTransaction {
  return {tx, used: now, from, ...(purpose !== 'login' && {purpose})};
}
