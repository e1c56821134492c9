import type {ErrorCode} from '../../../shared/errors.js';
import type {Purpose} from '../../../shared/transaction.js';
import type {KakaoCallMetric, SigningKeysMetric} from '../../kakao/call-metric.js';
import type {AppliedOutcome} from '../../notices/apply-notice.js';
import type {NoticeKind} from '../../notices/notice.js';
import type {NoticeOutcome} from '../../notices/receive/receive-notice.js';

/** One answered request of a page. */
export interface SessionMetric {
  /** `none`: what it was for could not be read. */
  readonly purpose: Purpose | 'logout' | 'unlink' | 'read' | 'report' | 'none';
  readonly outcome: 'signed-in' | 'signed-out' | 'action-required' | 'reported' | ErrorCode;
  /** Of a login that this very request completed: whether it made a member. */
  readonly isNewMember?: boolean;
  /**
   * Of a login that came more than once, and did not reach Kakao this time. `joined`: an equal request was under way, and
   * its answer served both. `replayed`: an earlier one was through; it is answered by the session that it made, or refused
   * with `code_used`, because this process had sent the code to Kakao before.
   */
  readonly repeat?: 'joined' | 'replayed';
  /** From the request to its answer, Kakao and the site's hooks included. */
  readonly milliseconds: number;
}

/** One request to an address of {@link KakaoNotices}. */
export interface NoticeMetric {
  readonly purpose: `${NoticeKind}-notice`;
  readonly outcome: NoticeOutcome;
  /** Which entry of `adminKeys` it came with, counted from 0. One that is not seen any more can go. */
  readonly adminKey?: number;
  readonly milliseconds: number;
}

/** One notice that was taken in hand after it was stored, and is done with. */
export interface AppliedNoticeMetric {
  readonly purpose: `${NoticeKind}-notice-applied`;
  readonly outcome: AppliedOutcome;
  /** The time of this try, Kakao and the site's hook included. */
  readonly milliseconds: number;
}

/**
 * How many notices there are in the store: told every 45 seconds from `notices.start()` to `stop()`, and at the end of each
 * `drain()`. Processes that share a store tell the same.
 */
export interface NoticeCountsMetric {
  readonly purpose: 'notice-counts';
  /** Stored and not applied. */
  readonly waiting: number;
  /** Given up, and kept for 30 days: see `notices.failures()`. */
  readonly failed: number;
  /** How long the one that waits longest has waited, in seconds; 0 if none waits. */
  readonly oldestSeconds: number;
}

/** What `onMetric` is told. `purpose` tells the kinds apart; none holds an id, a name, a token or an address of a page. */
export type ServerMetric =
  SessionMetric | NoticeMetric | AppliedNoticeMetric | NoticeCountsMetric | KakaoCallMetric | SigningKeysMetric;
