import {KakaoSyncError} from '../../../shared/kakao-sync-error.js';
import {isRecord} from '../../base/validate.js';

/** A member of the site whose Kakao account is linked, as the site knows it. */
export interface LinkedMember {
  /** The person's number in this app, as `KakaoProfile.id`. */
  readonly kakaoId: string;
  /** Since when, by Kakao's clock: `profile.connectedAt` of the member's last login. */
  readonly linkedAt: Date;
}

/** How far a call of `reconcile` has come. */
export interface ReconcileProgress {
  /** `list`: Kakao's list is read. `members`: the site's members are looked up in it. `confirm`: Kakao is asked about those who are not in it. */
  readonly step: 'list' | 'members' | 'confirm';
  /** How many accounts Kakao has listed. */
  readonly listed: number;
  /** How many members have been looked up. */
  readonly checked: number;
  /** How many of these the list does not have. */
  readonly missing: number;
  /** About how many of these Kakao has been asked. */
  readonly asked: number;
}

/** Options of `kakao.notices.reconcile`. */
export interface ReconcileOptions {
  /**
   * The members whom the site holds as linked, in any order. It is called twice, and may read its database page by page:
   * the kit keeps no more than 500 of them in memory.
   */
  readonly members: () => AsyncIterable<LinkedMember> | Iterable<LinkedMember>;
  /** Whether `onUnlink` is called for those who were found. Default: false, which reports only. */
  readonly act?: boolean | undefined;
  /** How many may be acted on. Default: 10, or a hundredth of the members who were checked if that is more. */
  readonly allow?: number | undefined;
  /** Is told after each step. What it throws ends the call. */
  readonly onProgress?: ((progress: ReconcileProgress) => void) | undefined;
  /** Ends the call, which rejects with its reason then. The next one goes on from there. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a call of `reconcile`. */
export type Reconciliation =
  | {
      /** `too-many`: more were found than may be acted on, so that nobody was. */
      readonly outcome: 'done' | 'too-many';
      /** How many accounts Kakao lists. */
      readonly listed: number;
      /** How many members were linked before the list was begun. Nobody else is judged. */
      readonly checked: number;
      /** Whose link has ended: they are not in the list, and Kakao has said of each that the account is not linked. */
      readonly found: readonly string[];
      /** How many are not in the list, and Kakao gave no clear answer about them. They are left as they are. */
      readonly unclear: number;
      /** For how many `onUnlink` will be called, once the worker has asked Kakao again. */
      readonly acted: number;
    }
  | {
      /** Another process is at it. Nothing was done here. */
      readonly outcome: 'busy';
      /** In how many seconds that process is taken for dead, unless it goes on. */
      readonly retryAfter: number;
    };

const NAMES: readonly string[] = [
  'members',
  'act',
  'allow',
  'onProgress',
  'signal',
] satisfies (keyof ReconcileOptions)[];

/** @throws KakaoSyncError `config_invalid` */
export function checkReconcileOptions(options: unknown): void {
  if (!isRecord(options)) throw toInvalid('options', 'give an object with members');
  const {members, act, allow, onProgress, signal} = options;
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw toInvalid(unknown, `no such option is known, use ${NAMES.join(', ')}`);
  if (typeof members !== 'function') throw toInvalid('members', 'give a function that lists the linked members');
  if (act !== undefined && typeof act !== 'boolean') throw toInvalid('act', 'give true or false');
  if (allow !== undefined && !(Number.isSafeInteger(allow) && Number(allow) >= 0)) {
    throw toInvalid('allow', 'give the number of members who may be acted on');
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') throw toInvalid('onProgress', 'give a function');
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw toInvalid('signal', 'give an AbortSignal');
}

const toInvalid = (option: string, remedy: string): KakaoSyncError =>
  new KakaoSyncError('config_invalid', `reconcile: ${option} is not valid: ${remedy}.`);
