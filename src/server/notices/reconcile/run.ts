import {toS256} from '../../../shared/encoding/hashes.js';
import type {Sleep} from '../../base/sleep.js';
import type {UserIdPage} from '../../kakao/api/users.js';
import type {Link} from '../../kakao/read-link.js';
import type {Notice} from '../notice.js';
import type {ReconcileOptions} from './options.js';
import type {ListPass, PassStore} from './pass-store.js';

/** Kakao's accounts of this app, as `reconcile` asks for them. Each call rejects with what Kakao says went wrong. */
export interface LinkedAccounts {
  /** @param after the id behind which the page begins */
  list(after: string | undefined, signal: AbortSignal): Promise<UserIdPage>;
  readLink(kakaoId: string, signal: AbortSignal): Promise<Link>;
}

/** What one call of `reconcile` works with. */
export interface ReconcileRun {
  readonly options: ReconcileOptions;
  readonly accounts: LinkedAccounts;
  readonly passes: PassStore;
  /** A hash of the admin key: what Kakao lists by another one is another list. */
  readonly source: string;
  /** What this process has seen of the admin key. */
  readonly proof: {readonly isGiven: boolean; give(): void};
  /** Stores a notice; one with the same key only once. */
  add(notice: Notice, seenKey: string): Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
}

/** Thrown where another process has taken the pass over. */
export class HoldLostError extends Error {
  override readonly name = 'HoldLostError';
}

/** @throws HoldLostError */
export async function renewHold({passes}: ReconcileRun, pass: ListPass): Promise<void> {
  if (!(await passes.renew(pass))) throw new HoldLostError();
}

/** What is kept of an account in the list: nothing that another pass would know it by. */
export function toAccountKey({id}: ListPass, kakaoId: string): Promise<string> {
  return toS256(`${id}\n${kakaoId}`);
}
