/** Why an account event is not taken, in the words of RFC 8935 §2.4 as Kakao has them. */
export type EventRefusal = 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience';

/** A request that is no notice for this site. The message is for the site's developer and holds nothing of the request. */
export class NoticeRefusal extends Error {
  override readonly name = 'NoticeRefusal';
  readonly status: number;
  readonly reason: EventRefusal;
  /** Methods, for `405`. */
  readonly allow: string | undefined;

  constructor(
    hint: string,
    {status = 400, reason = 'invalid_request', allow}: {status?: number; reason?: EventRefusal; allow?: string} = {},
  ) {
    super(hint);
    this.status = status;
    this.reason = reason;
    this.allow = allow;
  }
}
