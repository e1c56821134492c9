import {toS256} from '../../../shared/encoding/hashes.js';
import {isFrameworkExit, RequestError} from '../../base/request-error.js';
import {requireWebRequest} from '../../base/web-request.js';
import {TimeLimitError, withTimeout} from '../../base/with-timeout.js';
import type {ReceivedNotice} from '../notice.js';
import type {Kept, NoticeQueue} from '../notice-queue.js';
import {NoticeRefusal} from './refusal.js';

/** Which of Kakao's three contracts a request is of. They are three addresses of the site. */
export type NoticeRoute = 'unlink' | 'channel' | 'account';

/** What became of a request, for counting. */
export type NoticeOutcome = Kept | 'ignored' | 'refused' | 'failed';

/** What is counted of a request. */
export interface ReceivedMetric {
  readonly outcome: NoticeOutcome;
  readonly milliseconds: number;
  readonly adminKey?: number | undefined;
}

/** What notices are received with. */
export interface Receiver {
  /** Reads a request. @throws NoticeRefusal, or RequestError */
  read(route: NoticeRoute, request: Request): Promise<ReceivedNotice>;
  readonly queue: NoticeQueue;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Tells the site why a request was not fulfilled. */
  report(error: NoticeRefusal | RequestError): void;
  count(route: NoticeRoute, metric: ReceivedMetric): void;
}

/** How long an answer may take, in milliseconds. Kakao waits for 3 seconds, and the network needs some of them. */
const ANSWER_TIME = 2700;
/** How long a request may take to be read and checked, and then to be stored. */
const STEP_TIME = 2000;

/** What Kakao documents as the answer to a notice that has arrived. */
const ACKNOWLEDGED: Readonly<Record<NoticeRoute, number>> = {unlink: 200, channel: 200, account: 202};

/**
 * Answers a notice: checked, kept, acknowledged, in this order and within 3 seconds. It rejects with nothing but
 * what ends a route of the site's framework.
 */
export async function receiveNotice(receiver: Receiver, route: NoticeRoute, request: Request): Promise<Response> {
  const start = receiver.now();
  const readTime = (): number => Math.abs(receiver.now() - start);
  try {
    requireWebRequest(request, 'notice');
    const received = await withTimeout(STEP_TIME, () => receiver.read(route, request));
    const left = Math.max(ANSWER_TIME - readTime(), 0);
    const outcome = await keep(receiver.queue, route, received, Math.min(left, STEP_TIME));
    receiver.count(route, {outcome, adminKey: received.adminKey, milliseconds: readTime()});
    return outcome === 'lost' ? toUnavailable() : new Response(null, {status: ACKNOWLEDGED[route]});
  } catch (thrown) {
    if (isFrameworkExit(thrown)) throw thrown;
    const error = toError(thrown);
    receiver.report(error);
    const outcome = error instanceof NoticeRefusal ? 'refused' : 'failed';
    receiver.count(route, {outcome, milliseconds: readTime()});
    return toRefusal(route, error);
  }
}

async function keep(
  queue: NoticeQueue,
  route: NoticeRoute,
  {notice, id}: ReceivedNotice,
  milliseconds: number,
): Promise<NoticeOutcome> {
  if (!notice) return 'ignored';
  const seenKey = id === undefined ? undefined : await toS256(`${route}\n${id}`);
  return queue.keep(notice, seenKey, milliseconds);
}

function toError(thrown: unknown): NoticeRefusal | RequestError {
  if (thrown instanceof NoticeRefusal || thrown instanceof RequestError) return thrown;
  const hint =
    thrown instanceof TimeLimitError
      ? 'Kakao’s keys did not come in time to check a notice.'
      : 'Something failed that should not: please report it.';
  return new RequestError('provider_unavailable', hint, {cause: thrown});
}

/** Kakao sends an account event again then; of the others nobody knows. */
function toUnavailable(): Response {
  return new Response(null, {status: 503, headers: {'Retry-After': '10'}});
}

function toRefusal(route: NoticeRoute, error: NoticeRefusal | RequestError): Response {
  const isRefusal = error instanceof NoticeRefusal;
  const status = (isRefusal ? error.status : error.details.status) ?? 400;
  // What cannot be read is refused; what cannot be checked now, or is this site's own fault, can be later.
  if (!isRefusal && (error.code !== 'request_invalid' || status >= 500)) return toUnavailable();
  const headers = new Headers({...(isRefusal && error.allow !== undefined && {Allow: error.allow})});
  if (route !== 'account' || status === 405) return new Response(null, {status, headers});
  // RFC 8935 §2.3 knows no other status.
  const err = isRefusal ? error.reason : 'invalid_request';
  return Response.json({err, description: error.message}, {status: 400, headers});
}
