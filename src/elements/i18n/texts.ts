/** The words on the login button and in its bubble. They are on the page at the first paint. */
export interface Labels {
  readonly start: string;
  readonly startShort: string;
  readonly login: string;
  readonly loginShort: string;
  /** Where a member connects to Kakao. */
  readonly link: string;
  readonly linkShort: string;
  readonly lastUsed: string;
}

/** The messages of all flows: login, consent, channel, account. */
export interface Messages {
  /** For screen readers, while the button turns its ring. */
  readonly busy: string;
  readonly talk: string;
  readonly continueInBrowser: string;
  /** What went wrong, and what to do. */
  readonly retry: string;
  readonly later: string;
  readonly elsewhere: string;
  readonly underAge: string;
  readonly cookies: string;
  readonly restricted: string;
  readonly unavailable: string;
  /** `already_linked`: the Kakao account belongs to another member. */
  readonly linked: string;
  /** `different_account`: not that of the member who is signed in. */
  readonly otherAccount: string;
  /** `session_required`. */
  readonly signedOut: string;
  /** `login_too_old`, and the link to where the member logs in again. */
  readonly loginTooOld: string;
  readonly signInAgain: string;
  readonly action: string;
  /** A return takes long. */
  readonly slow: string;
  /** `framed`, and the link that opens this page in a window of its own. */
  readonly framed: string;
  readonly openFull: string;
  /** `state_missing`. */
  readonly stateMissing: string;
  /** A link to the page where the visitor was. */
  readonly back: string;
  /** Before a reference such as `KS-7GR0-9A2K`. */
  readonly reference: string;
}
