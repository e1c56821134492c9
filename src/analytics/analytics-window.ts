import type {KakaoLoginStartEvent} from '../client/state/first-events.js';

/** The parts of `window` that analytics use. Under the names of the site's own tools, anything may be there. */
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
