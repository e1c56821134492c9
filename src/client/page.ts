import {createBrowserPorts} from './browser-ports.js';
import {createClient, type KakaoSync, type PageClient} from './client.js';
import type {KakaoSyncConfig} from './config.js';
import {INITIAL_STATE} from './state.js';

/** What all copies of this code on one page share. A change of its shape is a new protocol. */
interface Page {
  readonly protocol: 1;
  client?: PageClient;
  /** Elements that wait for a client. */
  readonly waiting: Set<(client: PageClient) => void>;
  /** Login buttons in the document: one of them speaks where the pressed one cannot. */
  readonly buttons: Set<HTMLElement>;
  /** `<kakao-sync>`: where the events of a return are dispatched. */
  home: EventTarget | null;
}

const PAGE: unique symbol = Symbol.for('kakao-sync-widget');

/** The page's shared part. Only in a document. */
export function getPage(): Page {
  const holder = document as Document & {[PAGE]?: Page | undefined};
  return (holder[PAGE] ??= {protocol: 1, waiting: new Set(), buttons: new Set(), home: null});
}

/**
 * The page's client, made by the first call. A further call with the same identity gives the same client, and its
 * functions and live settings win; another identity is refused with one `config_changed` error and the first one stays.
 * On a server it is inert.
 */
export function createKakaoSync(config: KakaoSyncConfig): KakaoSync {
  if (typeof document === 'undefined') return INERT;
  const page = getPage();
  if (page.client) {
    page.client.configure(config);
    return page.client;
  }
  const client = createClient(
    createBrowserPorts(() => page.home),
    config,
  );
  page.client = client;
  for (const attach of page.waiting) attach(client);
  page.waiting.clear();
  return client;
}

/** Calls with the page's client, now or when there is one; the returned function stops waiting. */
export function onPageClient(attach: (client: PageClient) => void): () => void {
  const {client, waiting} = getPage();
  if (client) attach(client);
  else waiting.add(attach);
  return () => void waiting.delete(attach);
}

const settled = (): Promise<void> => Promise.resolve();

const INERT: KakaoSync = {
  state: INITIAL_STATE,
  subscribe(listener) {
    listener(INITIAL_STATE);
    return () => undefined;
  },
  start: settled,
  prepare: settled,
  login: () => undefined,
  logout: settled,
  refresh: settled,
};
