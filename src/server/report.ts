import {type Confidential, toCauseText} from './confidential.js';
import type {KakaoServerOptions, ServerErrorReport, ServerMetric} from './options.js';
import type {Refusal} from './refusal.js';

/** What is said of a request while it is handled. */
export interface RequestLog {
  readonly confidential: Confidential;
  /** Tells the site of a failure that the request survives. */
  warn(refusal: Refusal): void;
}

/** Tells the site what happened. Whatever its functions do, requests are answered. */
export interface Reporter {
  reportError(refusal: Refusal, ref: string | undefined, confidential: Confidential): void;
  reportMetric(metric: ServerMetric): void;
}

export function createReporter(options: Pick<KakaoServerOptions, 'onError' | 'onMetric'>): Reporter {
  return {
    reportError(refusal, ref, confidential) {
      const {code, message, details} = refusal;
      const cause = details.cause === undefined ? undefined : confidential.clean(toCauseText(details.cause));
      const report: ServerErrorReport = {
        code,
        ...(ref !== undefined && {ref}),
        hint: confidential.clean(message),
        ...(details.koe !== undefined && {koe: details.koe}),
        ...(cause !== undefined && {cause}),
      };
      callSafely(() => options.onError?.(report));
    },
    reportMetric: (metric) => callSafely(() => options.onMetric?.(metric)),
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
