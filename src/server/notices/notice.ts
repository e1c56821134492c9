/** Which of the things that Kakao tells a site a notice is about. */
export type NoticeKind = 'unlink' | 'channel' | 'account';

/** Whose clock a time was read from: Kakao's, or this server's, when the notice arrived. */
export type NoticeClock = 'kakao' | 'received';

/**
 * What is kept of a notice until it is applied: all that the site is told, and nothing else of what came. Its fields are
 * stored, so that their names stay.
 */
export interface Notice {
  /** Of this notice alone, a UUID made at its receipt: the same at each try. */
  readonly eventId: string;
  readonly kind: NoticeKind;
  /** `unlinked`; `added` or `blocked`; or the last part of the name of an account event, such as `tokens-revoked`. */
  readonly event: string;
  /** The person's number in this app. */
  readonly kakaoId: string;
  /** When it happened, in milliseconds since the epoch. */
  readonly at: number;
  readonly clock: NoticeClock;
  /** Why, in Kakao's words, such as `UNLINK_FROM_APPS`. */
  readonly reason?: string;
  /** The public id of the channel, such as `_ZeUTxl`. */
  readonly channelId?: string;
  /** Of an app that belongs to a group: the person's token in the group, as it came. */
  readonly groupUserToken?: string;
  /**
   * The hash of an admin key that is of this app, beyond doubt: the notice came with it, and it was the key that this
   * server asked Kakao with, or `reconcile` had proved it. The server's key can be another one by now.
   */
  readonly provenKey?: string;
}

/** A notice that has been checked, and what its repeats have in common. */
export interface ReceivedNotice {
  /** Null if there is nothing to do for it: Kakao is told that it has arrived. */
  readonly notice: Notice | null;
  /** Kakao's own id of the notice. Without it, no repeat is found. */
  readonly id?: string | undefined;
  /** Which of the admin keys it came with, counted from 0. */
  readonly adminKey?: number | undefined;
}

/** Makes the name of a new notice: a UUID of 122 random bits (RFC 9562 §5.4). */
export function createEventId(): string {
  return crypto.randomUUID();
}
