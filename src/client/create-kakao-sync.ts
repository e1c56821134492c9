import {createBrowserPorts} from './page/ports/browser-ports.js';
import {createClient} from './client.js';
import type {KakaoSync} from './page/page-client.js';
import type {KakaoSyncConfig} from './state/config.js';
import type {Configurer} from './state/ownership.js';
import {getPageRegistry} from './page/page-registry.js';
import {INITIAL_STATE} from './state/state.js';

/**
 * The page's client, made by the first call. A further call with the same identity gives the same client, and its
 * functions and live settings win; another identity is refused with one `config_changed` error and the first one stays.
 * A page whose scripts have given `appKey` is theirs: its markup changes nothing then. On a server it is inert.
 */
export function createKakaoSync(config: KakaoSyncConfig): KakaoSync {
  return configurePage(config, 'code');
}

/** {@link createKakaoSync} for the page's scripts and for its elements. */
export function configurePage(config: KakaoSyncConfig, by: Configurer): KakaoSync {
  if (typeof document === 'undefined') return INERT;
  const page = getPageRegistry();
  const client = (page.client ??= createClient(
    createBrowserPorts(() => page.home),
    {},
    page.autoLogin,
    page.preset,
  ));
  // Its own fields, even where it is nothing at all.
  client.configure({...config}, by);
  for (const attach of page.waiting) attach(client);
  page.waiting.clear();
  return client;
}

const settled = (): Promise<void> => Promise.resolve();

const INERT: KakaoSync = {
  state: INITIAL_STATE,
  subscribe(listener) {
    listener(INITIAL_STATE);
    return () => undefined;
  },
  onOutcome: () => () => undefined,
  start: settled,
  prepare: settled,
  login: () => undefined,
  requestConsent: () => undefined,
  logout: settled,
  refresh: settled,
};
