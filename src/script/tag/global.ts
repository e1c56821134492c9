import type {Analytics} from '../../analytics/options.js';
import type {KakaoSync} from '../../client/page/page-client.js';
import type {HOST_SETTINGS} from '../hosts/host-settings.js';
import type {SHEET_SETTINGS} from './sheet-settings.js';
import type {ANALYTICS_SETTINGS, ATTRIBUTION_SETTINGS, LOOK_SETTINGS, TAG_SETTINGS} from './tag-settings.js';

/** What may be given to the script tag in the place of its `data-` attributes: `appKey` is `data-app-key`. */
export type KakaoSyncSettingName =
  | (
      | typeof TAG_SETTINGS
      | typeof ANALYTICS_SETTINGS
      | typeof ATTRIBUTION_SETTINGS
      | typeof SHEET_SETTINGS
      | typeof LOOK_SETTINGS
      | typeof HOST_SETTINGS
    )[number]
  // A variant's own.
  | `sheet${'Text' | 'Image' | 'ImageAlt'}${string}`;

/** A function of the site that wants the page's client. */
export type Subscriber = (client: KakaoSync) => void;

/** What the script tag makes of the global. */
export interface KakaoSyncGlobal {
  /** Calls what is pushed with the page's client, in order, now or when there is one. */
  readonly q: Pick<Subscriber[], 'push'>;
  /** The report for somebody who is to help, as JSON text. */
  readonly debug: () => string;
  /**
   * Stops new logins and auto-login, or lets them begin again. Buttons stay, and show the text.
   *
   * @param text what they show: `true`, an empty text or nothing for our own; `false` ends the pause
   */
  readonly pause: (text?: string | boolean) => void;
  /** Takes what the visitor has said of analytics, and of advertising. With `data-analytics-consent`, nothing is told before. */
  readonly consent: Analytics['consent'];
}

/**
 * The script tag's one global, before and after the tag has come: settings as texts and a queue, then the tag's functions.
 *
 * @example
 * import type {} from 'kakao-sync-widget/global';
 * window.kakaoSync = {appKey: '…', endpoint: '/api/kakao/session', redirectUri: '/kakao/callback', q: []};
 * window.kakaoSync.q?.push((client) => client.onOutcome((outcome) => console.log(outcome.end)));
 */
export type KakaoSyncOnPage = {readonly [Name in KakaoSyncSettingName]?: string} & Partial<KakaoSyncGlobal>;

declare global {
  interface Window {
    kakaoSync?: KakaoSyncOnPage;
  }
}
