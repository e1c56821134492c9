import type {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import type {CustomerRefusal} from './standing.js';

/** What a run decides about one person. */
export interface CustomerDecision {
  readonly kakaoId: string;
  /** `send`: into the file, or its fields again. `remove`: out of the file. `skip`: neither in the file nor sent. */
  readonly action: 'send' | 'remove' | 'skip';
  /**
   * `unproved`: Kakao could not be asked. `no_member`: the site's members do not have the person any more.
   * `refused_by_kakao`: Kakao takes others, and not this person (-2): one of the values of `fields` can be the cause.
   * If it refuses a whole batch of two or more with -2, the run stops instead, and nobody is taken out for it.
   */
  readonly reason: 'agreed' | CustomerRefusal | 'unproved' | 'no_member' | 'refused_by_kakao';
}

/** What a run has done; of a dry run, what it would have done. */
export interface CustomerFileReport {
  /**
   * Whether everyone in the file was seen, in this run, to be a member who has agreed to every marketing term and has
   * added the channel. If not, send nobody a message by the file: run again first.
   */
  readonly isFinished: boolean;
  readonly isDryRun: boolean;
  /** Null if a dry run would have created the file, or no file was found. */
  readonly fileId: string | null;
  /** People who were sent, and had still agreed afterwards. */
  readonly sent: number;
  /** People who were taken out. */
  readonly removed: number;
  /** How many people are not in the file, by reason. */
  readonly reasons: Readonly<Partial<Record<CustomerDecision['reason'], number>>>;
  /** People who may still be in the file though they must not be: they could not be taken out. The next run tries again. */
  readonly unresolved: number;
  /** Since when what has been read of everyone in the file is known: a withdrawal after it may not be heard yet. */
  readonly provedSince: Date | null;
  /** The first thing that went wrong. No id is in it. */
  readonly error: KakaoSyncError | null;
  /** Whether the signal ended the run. */
  readonly isAborted: boolean;
}
