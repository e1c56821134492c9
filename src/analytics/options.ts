/** How events are told, and which. */
export interface AnalyticsOptions {
  /**
   * `gtm`: pushed to `dataLayer`, for a tag manager. `gtag`: `gtag('event', …)`, where there is no tag manager. Or a
   * function of the site's, called with the name and all fields of each event.
   */
  readonly way: 'gtm' | 'gtag' | ((name: string, fields: Readonly<Record<string, unknown>>) => void);
  /**
   * Nothing is told before {@link Analytics.consent} is called with true, or a `consent` `update` with
   * `analytics_storage: 'granted'` is seen in `dataLayer`.
   *
   * @default false
   */
  readonly needsConsent?: boolean | undefined;
  /** By event: the site's own name, or false for one that is not told. */
  readonly names?: Readonly<Record<string, string | false>> | undefined;
  /** Tells Kakao Pixel too. */
  readonly kakaoPixel?: KakaoPixelOptions | undefined;
}

/** As the script tag says it: a function of the page can be named too, and may come later than the tag. */
export interface RunOptions extends Omit<AnalyticsOptions, 'way'> {
  readonly way: Exclude<AnalyticsOptions['way'], string> | (string & {});
}

/** How Kakao Pixel is called. Its functions and their arguments are known from secondary sources alone. */
export interface KakaoPixelOptions {
  /** The track id. */
  readonly id: string;
  /**
   * Loads the pixel where the page has none, and tells it of the page view: true, or the address of its script.
   *
   * @default false
   */
  readonly load?: boolean | string | undefined;
  /**
   * Its function for a new member.
   *
   * @default 'completeRegistration'
   */
  readonly signUp?: string | undefined;
  /**
   * Its function for other members.
   *
   * @default 'login'
   */
  readonly login?: string | undefined;
}

/** The control of running analytics. */
export interface Analytics {
  /**
   * The visitor's decision. False stops at once, and what waits is dropped.
   *
   * @param granted `analytics_storage`
   * @param ads `ad_storage`, which ad pixels need too. Without it, what `dataLayer` has said of it counts
   */
  consent(granted: boolean, ads?: boolean): void;
  /** Tells that the signup sheet was seen or closed. Its variant goes with every later event of this document. */
  sheet(what: 'view' | 'close', variant?: string): void;
  /** Tells nothing more. */
  stop(): void;
}
