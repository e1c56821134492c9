import type {FailedNotice, NoticeCounts} from './notice-store.js';
import type {ReconcileOptions, Reconciliation} from './reconcile/options.js';

/**
 * What Kakao tells a site by itself, at three addresses of the site that are entered on the app's console page. Each is
 * answered once the notice is stored, within 3 seconds; a worker then calls the hook.
 */
export interface KakaoNotices {
  /**
   * Somebody has unlinked the app in Kakao's settings, or left Kakao: `onUnlink` is called once Kakao confirms that the
   * account is not linked now. GET and POST.
   *
   * @param request the web's, with its body unread
   * @returns 200; 4xx for what is no notice for this app; 503 if it could not be stored. It rejects with nothing but what ends a route of
   * the site's framework, such as Next's while it builds
   * @see https://developers.kakao.com/docs/latest/ko/kakaologin/callback
   */
  unlink(request: Request): Promise<Response>;
  /**
   * Somebody has added or blocked a KakaoTalk Channel: `onChannelChange`.
   *
   * @param request the web's, with its body unread
   * @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/callback
   */
  channel(request: Request): Promise<Response>;
  /**
   * Something about an account has changed, told by a signed security event token: `onAccountEvent`, or `onUnlink`.
   *
   * @param request the web's, with its body unread
   * @returns 202; 400 with `{"err", "description"}` (RFC 8935 §2.3); 503 if it could not be checked or stored
   * @see https://developers.kakao.com/docs/latest/ko/kakaologin/callback
   */
  account(request: Request): Promise<Response>;
  /**
   * Begins to apply what has arrived. For a process that goes on; one that only answers requests need not call it if
   * another one does, or `drain`.
   *
   * @throws whatever keeps the store from being opened; it can be called again then
   */
  start(): Promise<void>;
  /**
   * Ends what `start` and `reconcile` have begun, as at SIGTERM: takes nothing more in hand, and waits for the hooks that
   * run and for tokens that are being kept or refreshed.
   *
   * @param options `graceSeconds` (default 10): after them, hooks that still run are aborted, and
   * their notices wait again. It ends two seconds later at most, whether or not the store answers
   */
  stop(options?: {readonly graceSeconds?: number}): Promise<void>;
  /**
   * Applies what waits now, for cron jobs and for hosts where nothing keeps running. The store stays open until
   * {@link stop}.
   *
   * @param options `maxSeconds` (default 20): after them nothing more is taken in hand
   * @returns how many notices were applied
   */
  drain(options?: {readonly maxSeconds?: number}): Promise<{readonly applied: number}>;
  /**
   * Finds the members whose link has ended and nobody has told the site, as while it was stopped: compares Kakao's list of
   * linked accounts with the members, and asks Kakao about each who is not in it. It reports them; with `act`, they go
   * through the queue as notices do, and `onUnlink` gets them with the reason `RECONCILE`.
   *
   * The list is read within Kakao's quota: 10,000 accounts in about a minute, a million in about 100. A process that ends
   * before it is through is gone on from, by the next call within a day.
   *
   * @param options `members` lists whom the site holds as linked
   * @returns what was found; `busy` if another process is at it
   * @throws KakaoSyncError `config_invalid`, `config_incomplete` if there is no `adminKey`; `app_key_wrong` if Kakao lists
   * nobody, or nothing shows that the key is of this app: then nobody was judged; `hook_failed` if `members` gives what is
   * no member; what else Kakao says went wrong: the next call goes on from there. The signal's reason
   * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#user-list
   * @example
   * const result = await kakao.notices.reconcile({members: () => members.listLinked(), act: true});
   * if (result.outcome === 'too-many') alert(`${result.found.length} members are not linked at Kakao`);
   */
  reconcile(options: ReconcileOptions): Promise<Reconciliation>;
  /**
   * The notices that were given up after 20 further tries, the oldest first. Why they failed was told to `onError`, and
   * is not kept. They are kept for 30 days.
   *
   * @param options `limit` (default 100)
   */
  failures(options?: {readonly limit?: number}): Promise<readonly FailedNotice[]>;
  /**
   * Lets a notice that was given up be tried again, with every check.
   *
   * @param eventId of one of {@link failures}
   * @returns false if there is none
   */
  replay(eventId: string): Promise<boolean>;
  /** Takes a notice that was given up away for good; false if there is none. */
  discard(eventId: string): Promise<boolean>;
  /** Takes everything of a person away but hashes, whether applied or not, and the tokens that are kept of them. */
  forget(kakaoId: string): Promise<void>;
  /** How much waits, for an alarm. */
  counts(): Promise<NoticeCounts>;
}
