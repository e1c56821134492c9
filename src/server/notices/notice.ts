/** Which of the things that Kakao tells a site a notice is about. */
export type NoticeKind = 'unlink' | 'channel' | 'account';

/** Whose clock a time was read from: Kakao's, or this server's, when the notice arrived. */
export type NoticeClock = 'kakao' | 'received';

/**
 * What is kept of a notice until it is applied: all that the site is told, and nothing else of what came. Its fields are
 * stored, so that their names stay.
 */
export interface Notice {
  /** Of this notice alone, made at its receipt: the same at each try. */
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
}
