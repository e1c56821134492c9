import type {PageClient} from './client.js';
import type {KakaoSyncConfig} from './config.js';
import type {SkipReason} from './skip-reason.js';

/** What all copies of this code on one page share. A change of its shape is a new protocol. */
export interface Page {
  readonly protocol: 1;
  client?: PageClient;
  /** Elements that wait for a client. */
  readonly waiting: Set<(client: PageClient) => void>;
  /** Login buttons in the document: one of them speaks where the pressed one cannot. */
  readonly buttons: Set<HTMLElement>;
  /** `<kakao-sync>`: where the events of a return are dispatched. */
  home: EventTarget | null;
  /** What the script in `<head>` was configured with. */
  preset?: KakaoSyncConfig;
  /** The page's one decision on auto-login: why it stays, or null where it leaves for Kakao. */
  autoLogin?: Promise<SkipReason | null>;
}

const PAGE: unique symbol = Symbol.for('kakao-sync-widget');

/** The page's shared part. Only in a document. */
export function getPage(): Page {
  const holder = document as Document & {[PAGE]?: Page | undefined};
  return (holder[PAGE] ??= {protocol: 1, waiting: new Set(), buttons: new Set(), home: null});
}
