import type {PageClient} from './page-client.js';
import type {KakaoSyncConfig} from '../state/config.js';
import type {SkipReason} from '../state/skip-reason.js';

/** The subject of an element's messages. */
export type MessageKind = 'login' | 'terms' | 'logout' | 'channel';

/** What the page's analytics gives to a login that leaves from this page, for the backend. */
export interface Measuring {
  /**
   * Without the visitor's consent, nothing of where they came from is kept or sent. Undefined while they have not decided.
   */
  isAllowed: boolean | undefined;
  /** What is known of the campaign, and of the sheet that was shown. */
  readonly values: Record<string, string | undefined>;
  /** Events of the signup sheet. The page's analytics replaces `push`, and so receives later ones. */
  sheet?: ('view' | 'close')[];
}

/** What all copies of this code on one page share. A change of its shape is a new protocol. */
export interface PageRegistry {
  readonly protocol: 1;
  client?: PageClient;
  /** Elements that wait for a client. */
  readonly waiting: Set<(client: PageClient) => void>;
  /** Elements in the document that tell the visitor what happened: one of them does where the pressed one cannot. */
  readonly speakers: Map<HTMLElement, MessageKind>;
  /** `<kakao-sync>`: where the events of a return are dispatched. */
  home: EventTarget | null;
  /** What the script in `<head>` was configured with. */
  preset?: KakaoSyncConfig;
  measuring?: Measuring;
  /** The page's one decision on auto-login: why it stays, or null where it leaves for Kakao. */
  autoLogin?: Promise<SkipReason | null>;
}

const PAGE: unique symbol = Symbol.for('kakao-sync-widget');

type Holder = Document & {[PAGE]?: PageRegistry | undefined};

/** The page's shared part. Only in a document. */
export function getPageRegistry(): PageRegistry {
  const holder = document as Holder;
  return (holder[PAGE] ??= {protocol: 1, waiting: new Set(), speakers: new Map(), home: null});
}

/** The shared part of a page that has a client. */
export function getPresentRegistry(): PageRegistry {
  return (document as Holder)[PAGE] as PageRegistry;
}

/** Calls with the page's client, now or when there is one; the returned function stops waiting. */
export function onPageClient(attach: (client: PageClient) => void): () => void {
  const {client, waiting} = getPageRegistry();
  if (client) attach(client);
  else waiting.add(attach);
  return () => void waiting.delete(attach);
}
