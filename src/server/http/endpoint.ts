import {attempt} from '../../shared/attempt.js';
import type {CallbackCode} from '../../shared/server-callback/callback-result.js';
import {createReference} from '../../shared/reference.js';
import type {SessionAnswer} from '../../shared/wire.js';
import type {Redactor} from '../base/redactor.js';
import {isFrameworkExit, RequestError} from '../base/request-error.js';
import {TimeLimitError} from '../base/with-timeout.js';
import type {ReportedError, Reporter, RequestReporter} from '../options/reports/report.js';
import type {SessionMetric} from '../options/reports/server-metric.js';
import type {LoginShare} from './handle-login.js';
import {toProblemResponse} from './problem.js';

/** What is known of a request while it is handled. */
export interface RequestRecord {
  readonly log: RequestReporter;
  purpose: SessionMetric['purpose'];
  ref?: string | undefined;
  share?: LoginShare;
}

/** What is counted of a response: null where it is not counted. */
export type CountedEnd = Pick<SessionMetric, 'outcome' | 'isNewMember' | 'repeat'> | null;

export interface Answered {
  readonly response: Response;
  readonly metric: CountedEnd;
}

/** What an endpoint does with a request. */
interface EndpointSteps {
  /** @throws RequestError what went wrong, for problem+json; whatever else is thrown was not foreseen */
  answer(request: Request, record: RequestRecord): Promise<Answered>;
  /** Adds the headers of every answer. The request can be anything, the response is the kit's own. */
  finish(request: Request, response: Response): Response;
}

/** How an endpoint tells the site of its requests. */
export interface EndpointTools {
  readonly reporter: Reporter;
  readonly createRedactor: () => Redactor;
  readonly now: () => number;
}

/**
 * A handler of requests that reports and counts. It rejects with nothing but what ends a route of the site's framework: that
 * is the framework's to answer, and neither reported nor counted.
 */
export function createEndpoint(
  {answer, finish}: EndpointSteps,
  {reporter, createRedactor, now}: EndpointTools,
): (request: Request) => Promise<Response> {
  const handle = async (request: Request): Promise<Response> => {
    const start = now();
    const record = createRecord(reporter, createRedactor());
    const {response, metric} = await answer(request, record).catch((thrown: unknown): Answered => {
      const error = toRequestError(thrown);
      const counted = tellFailure(error, record, reporter);
      return {response: toProblemResponse(error, record.ref), metric: counted};
    });
    if (metric) reporter.reportMetric({purpose: record.purpose, ...metric, milliseconds: Math.abs(now() - start)});
    return finish(request, response);
  };
  // What fails while a failure is answered, such as the site's own clock.
  return (request) =>
    handle(request).catch((thrown: unknown) => {
      const response = toProblemResponse(toRequestError(thrown), undefined);
      return attempt(() => finish(request, response)) ?? response;
    });
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

/** A failure that a page is told of. */
export type ToldFailure = Omit<ReportedError, 'code'> & {readonly code: CallbackCode};

/** Reports a failure, unless an equal request does. */
export function tellFailure(error: ToldFailure, record: RequestRecord, reporter: Reporter): CountedEnd {
  // Whoever names no login, or is not heard out at all, still has something to read out to the site.
  record.ref ??= createReference();
  if (record.share !== 'joins') reporter.reportError(error, record.ref, record.log.redactor);
  const share = record.share === 'completes' && error.details.isReplay ? 'replays' : record.share;
  return {outcome: error.code, ...toRepeat(share)};
}

/** What is counted of an answer to a page that was fulfilled. */
export function toCountedEnd(answer: SessionAnswer, share: LoginShare | undefined): CountedEnd {
  const isNewMember = share === 'completes' && answer.status === 'signed-in' ? answer.isNewMember : undefined;
  return {outcome: answer.status, ...(isNewMember !== undefined && {isNewMember}), ...toRepeat(share)};
}

function toRepeat(share: LoginShare | undefined): Pick<SessionMetric, 'repeat'> {
  if (share === 'joins') return {repeat: 'joined'};
  return share === 'replays' ? {repeat: 'replayed'} : {};
}

/**
 * Converts whatever was thrown, once, at the edge. What is not foreseen is refused like everything else.
 *
 * @throws what ends a route of the site's framework, as it is
 */
export function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (isFrameworkExit(thrown)) throw thrown;
  if (thrown instanceof TimeLimitError) {
    return new RequestError('provider_unavailable', 'Kakao’s answers took too long together.', {cause: thrown});
  }
  return new RequestError('hook_failed', 'Something failed that should not: please report it.', {cause: thrown});
}
