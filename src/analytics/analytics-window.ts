import type {KakaoLoginStartEvent} from '../client/state/first-events.js';

/** What of the window is read and called. Anything may be there under the names of the site's analytics. */
export interface AnalyticsWindow {
  dataLayer?: unknown;
  gtag?: unknown;
  kakaoPixel?: unknown;
  readonly location: {readonly href: string};
  readonly document: {readonly referrer: string; readonly readyState: string; readonly prerendering?: boolean};
  readonly console: {warn(line: string): void};
  setTimeout(callback: () => void, milliseconds?: number): number;
  addEventListener(type: 'load', listener: () => void): void;
  addEventListener(type: 'kakao-login-start', listener: (event: KakaoLoginStartEvent) => void, isCapture: true): void;
}
