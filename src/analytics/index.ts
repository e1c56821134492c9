import type {KakaoSync} from '../client/page/page-client.js';
import type {Analytics, AnalyticsOptions} from './options.js';
import {runAnalytics} from './run-analytics.js';
import {watchSeen} from './watch-seen.js';

export {keepFirstTouch, type FirstTouchOptions} from './first-touch.js';
export type {Analytics, AnalyticsOptions, KakaoPixelOptions} from './options.js';

/**
 * Tells the site's analytics what happens to logins with Kakao: `sign_up` or `login` exactly once a journey, on the page
 * where the visitor ends up, and what leads there (docs/en/marketer/measuring.md). It may come late: the outcome that has
 * arrived is told all the same. Two of them on one page tell everything once. It starts the client; give `start()` an
 * address of your own before.
 *
 * @param client what `createKakaoSync()` returns
 * @param options how events are told, and which
 * @returns what takes the visitor's consent, and ends it
 * @throws nothing: what the site's own functions throw is reported to the page, in a task of its own
 * @example
 * const analytics = startAnalytics(client, {way: 'gtm', needsConsent: true});
 * banner.onAccept(() => analytics.consent(true));
 */
export function startAnalytics(client: KakaoSync, options: AnalyticsOptions): Analytics {
  if (typeof document === 'undefined') return INERT;
  return runAnalytics(client, options, window, watchSeen);
}

/** On a server. */
const INERT: Analytics = {consent: () => undefined, sheet: () => undefined, stop: () => undefined};
