import type {Analytics, RunOptions} from '../../analytics/options.js';
import type {KakaoSync} from '../../client/page/page-client.js';

/** Where the file with the analytics leaves what it has: on its own tag, so that whoever has inserted the tag gets it and nobody else. */
export const ANALYTICS: unique symbol = Symbol.for('kakao-sync-widget.start-analytics');

/** The tag of that file. */
export interface AnalyticsScript extends HTMLScriptElement {
  [ANALYTICS]?: (client: KakaoSync, options: RunOptions) => Analytics;
}
