import {type Redactor, toCauseText} from '../../base/redactor.js';
import type {KakaoServerOptions, ServerErrorReport} from '../options.js';
import type {RequestError} from '../../base/request-error.js';
import type {ServerMetric} from './server-metric.js';

/** A failure that is told: a request's own, or one that no request is refused for. */
export interface ReportedError extends Pick<RequestError, 'message' | 'details'> {
  readonly code: ServerErrorReport['code'];
  /** In a minute, in place of the first five: each notice repeats it while the store is away. */
  readonly isToldOnce?: boolean;
}

/** What is said of a request while it is handled. */
export interface RequestReporter {
  readonly redactor: Redactor;
  /** Tells the site of a failure that the request survives. */
  warn(error: ReportedError): void;
  /** See {@link Reporter.adviseOnce}. */
  adviseOnce(line: string): void;
}

/** Tells the site what happened. Whatever its functions do, requests are answered. */
export interface Reporter {
  reportError(error: ReportedError, ref: string | undefined, redactor: Redactor): void;
  reportMetric(metric: ServerMetric): void;
  /** Writes a line of advice to the log of the process, once. */
  adviseOnce(line: string): void;
}

/** Their hints are few, and say whose they are: that one hook fails, or one option is wrong, must not hide another. */
const TOLD_APART: ReadonlySet<ServerErrorReport['code']> = new Set([
  'hook_failed',
  'config_invalid',
  'notice_not_stored',
]);

/** How long alike reports are counted together, in milliseconds. */
const WINDOW = 60_000;
/** Of those in one window so many are told each, then the tenth, the hundredth … */
const TOLD_EACH = 5;

/** @param now in milliseconds since the epoch */
export function createReporter(options: Pick<KakaoServerOptions, 'onError' | 'onMetric'>, now: () => number): Reporter {
  const count = createCounter(now);
  const advised = new Set<string>();
  return {
    reportError(error, ref, redactor) {
      const {code, message, details} = error;
      const repeated = count(
        `${code} ${details.kakaoCode ?? ''} ${TOLD_APART.has(code) ? message : ''}`,
        error.isToldOnce === true,
      );
      if (repeated === null) return;
      const cause = details.cause === undefined ? undefined : redactor.redact(toCauseText(details.cause));
      const report: ServerErrorReport = {
        code,
        ...(ref !== undefined && {ref}),
        hint: redactor.redact(message),
        ...(details.kakaoCode !== undefined && {koe: details.kakaoCode}),
        ...(cause !== undefined && {cause}),
        ...(repeated > 0 && {repeated}),
      };
      callSafely(() => (options.onError ? options.onError(report) : writeLine(toLine(report))));
    },
    reportMetric: (metric) => callSafely(() => options.onMetric?.(metric)),
    adviseOnce(line) {
      if (advised.has(line)) return;
      advised.add(line);
      writeLine(`kakao-sync-widget: ${line}`);
    },
  };
}

/** A report as one line, for the process's own log. */
function toLine({code, ref, koe, hint, cause, repeated}: ServerErrorReport): string {
  const parts = [
    'kakao-sync-widget:',
    code,
    ref,
    koe,
    hint,
    cause !== undefined && `(${cause})`,
    repeated !== undefined && `(${repeated} more like this)`,
  ];
  return parts.filter(Boolean).join(' ');
}

/** The one place where the kit writes to a log by itself. */
function writeLine(line: string): void {
  const {console: log} = globalThis;
  log.error(line);
}

/** Counts reports by kind: how many were kept back before one that is to be told, or null where this one is kept back. */
function createCounter(now: () => number): (kind: string, isToldOnce: boolean) => number | null {
  const kinds = new Map<string, {since: number; count: number; keptBack: number}>();
  return (kind, isToldOnce) => {
    const known = kinds.get(kind);
    const isLate = known !== undefined && Math.abs(now() - known.since) < WINDOW;
    const entry = isLate ? known : {since: now(), count: 0, keptBack: known?.keptBack ?? 0};
    kinds.set(kind, entry);
    entry.count += 1;
    const isTold = isToldOnce ? entry.count === 1 : entry.count <= TOLD_EACH || /^10+$/.test(`${entry.count}`);
    if (!isTold) {
      entry.keptBack += 1;
      return null;
    }
    const {keptBack} = entry;
    entry.keptBack = 0;
    return keptBack;
  };
}

function callSafely(call: () => unknown): void {
  try {
    // An async function fits the type too, and its rejection would end the process.
    Promise.resolve(call()).catch(() => undefined);
  } catch {
    // The log's own failure has nowhere to go.
  }
}
