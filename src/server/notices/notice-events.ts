import type {NoticeClock} from './notice.js';

/** What all events from Kakao have. */
interface KakaoEvent {
  /**
   * Tells this event from every other: a UUID. An event can come more than once (a process was killed, a hook failed
   * half-way), each time with the same `eventId`: what must happen once is stored under it, in one transaction with what
   * is done.
   */
  readonly eventId: string;
  /** The person's number in this app, as `KakaoProfile.id`. */
  readonly kakaoId: string;
  /** When it happened. */
  readonly at: Date;
  /** By whose clock: Kakao's, or this server's when it heard of it. */
  readonly clock: NoticeClock;
}

/** Somebody has ended the link of a Kakao account with the app. */
export interface UnlinkEvent extends KakaoEvent {
  /**
   * Why: `MEMBER` by a press on this site; `RECONCILE` if nobody told of it, and `reconcile` has found it; else in Kakao's words, such as `UNLINK_FROM_APPS` (in Kakao's settings),
   * `ACCOUNT_DELETE`, `FORCED_ACCOUNT_DELETE`, `UNLINK_FROM_ADMIN` or `INCOMPLETE_SIGN_UP`. Null if Kakao does not say.
   */
  readonly reason: string | null;
  /** Of an app that belongs to a group: the person's token in the group, as Kakao sent it. */
  readonly groupUserToken?: string;
}

/**
 * Somebody has added or blocked a KakaoTalk Channel. The newest `at` counts, in whatever order Kakao's notices come; if both
 * have the same `at`, `blocked` does.
 */
export interface ChannelEvent extends KakaoEvent {
  readonly event: 'added' | 'blocked';
  /** The channel's public id, such as `_ZeUTxl`. */
  readonly channelId: string;
}

/** Something about a Kakao account has changed. */
export interface AccountEvent extends KakaoEvent {
  /** The last part of the event's name, such as `tokens-revoked` or `user-scope-withdraw`. `user-linked` is no reason to end anything. */
  readonly event: string;
  /** Kakao's reason, if it gives one. */
  readonly reason: string | null;
}

/** What a hook for an event gets beside it. */
export interface EventContext {
  /** Aborted when the hook's time is over. */
  readonly signal: AbortSignal;
  /** The member's request, if the event is a press on this site. Its body has been read. */
  readonly request?: Request;
  /** Headers for the answer to that request, such as a cookie of the site: `append` it, so that no other is lost. */
  readonly responseHeaders?: Headers;
}
