/** What one login asks for, beyond the page's settings. */
export interface LoginOptions {
  /** `link` connects the account that is signed in to Kakao. Default: `login`. */
  readonly purpose?: 'login' | 'link' | undefined;
  readonly prompt?: string | undefined;
  readonly scope?: string | undefined;
  readonly serviceTerms?: string | undefined;
  readonly loginHint?: string | undefined;
  readonly throughTalk?: 'auto' | 'never' | undefined;
  /** The element that was pressed: its events are dispatched there, and it shows the message. */
  readonly source?: EventTarget | undefined;
}

/** What the next press will be for. */
export type PrepareOptions = Pick<LoginOptions, 'purpose'>;
