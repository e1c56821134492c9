import type {AdminKey} from './receive/admin-key-gate.js';
import type {Notice} from './notice.js';
import type {NoticeSpool} from './notice-spool.js';
import type {NoticeStore} from './notice-store.js';

/** What a store tells of itself. */
export interface StoreEnvironment {
  /** One line that somebody should read once, such as a version that is too old. */
  warn(line: string): void;
  /** What goes wrong where nobody waits for an answer. */
  onError(error: unknown): void;
  /** A notice has failed for the last time, and is among the failures now. */
  onGivenUp(notice: Notice): void;
}

/** What `openNotices` makes, for the option `notices` of `createKakaoServer`. Nothing is opened yet. */
export interface NoticesConfig {
  /** The app's number on its console page: notices for another app are refused. */
  readonly appId: string;
  /** Which admin keys notices may come with. */
  readonly adminKeys: readonly AdminKey[];
  createStore(environment: StoreEnvironment): NoticeStore;
  /** Null if the site has no folder for it. */
  readonly spool: NoticeSpool | null;
}
