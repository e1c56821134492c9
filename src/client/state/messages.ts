/** The languages that the elements speak, the first one to people whose own is not here. A text that one of them lacks does not compile. */
export const LOCALES = ['en', 'ko', 'ja'] as const;

export type Locale = (typeof LOCALES)[number];

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

/** The messages of all flows. Those that end in `Other` are about a consent, a link or a channel, not a login. */
export interface FlowMessages {
  /** For screen readers, while the button turns its ring. */
  readonly busy: string;
  /** A return takes long, and the link back. */
  readonly slow: string;
  readonly slowBack: string;
  readonly talk: string;
  readonly continueInBrowser: string;
  /** What went wrong, and what to do. */
  readonly retry: string;
  readonly retryOther: string;
  readonly later: string;
  readonly elsewhere: string;
  readonly elsewhereOther: string;
  readonly underAge: string;
  readonly cookies: string;
  readonly restricted: string;
  readonly unavailable: string;
  readonly unavailableOther: string;
  /** `already_linked`: the Kakao account belongs to another member. */
  readonly linked: string;
  /** `different_account`: not that of the member who is signed in. */
  readonly otherAccount: string;
  /** `session_required`. */
  readonly signedOut: string;
  /** `login_too_old`, and the link to where the member logs in again. */
  readonly loginTooOld: string;
  readonly loginTooOldLink: string;
  readonly action: string;
  /** `framed`, and the link that opens this page in a window of its own. */
  readonly framed: string;
  readonly framedLink: string;
  /** New logins are stopped. */
  readonly paused: string;
  /** `state_missing`. */
  readonly stateMissing: string;
  /** Before a reference such as `KS-7GR0-9A2K`. */
  readonly reference: string;
  /** The button that copies what customer service needs, and what is said once that is done. */
  readonly referenceCopy: string;
  readonly referenceCopied: string;
}

/** The words of `<kakao-terms-consent>`. */
export interface TermsMessages {
  readonly termsTitle: string;
  readonly termsAgree: string;
  readonly termsRequired: string;
  readonly termsOptional: string;
  /** For screen readers, after a link. */
  readonly termsNewWindow: string;
  readonly termsAgreed: string;
  readonly termsDeclined: string;
}

/** The words of `<kakao-channel-button>`. */
export interface ChannelMessages {
  readonly channelAdd: string;
  readonly channelAddShort: string;
  readonly channelChat: string;
  readonly channelChatShort: string;
  readonly channelAdded: string;
  readonly channelAlready: string;
  readonly channelBlocked: string;
}

/** The words of `<kakao-account>`. */
export interface AccountMessages {
  readonly account: string;
  readonly logout: string;
  readonly switchAccount: string;
  readonly kakaoLogout: string;
  readonly loggedOut: string;
}

/** Every text of the elements, by its key. */
export interface Messages extends Labels, FlowMessages, TermsMessages, ChannelMessages, AccountMessages {}

/** The site's own texts. */
export type OwnMessages = Partial<Record<Locale, Partial<Messages>>>;
