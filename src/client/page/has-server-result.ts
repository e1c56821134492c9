import {readCookieText} from '../../shared/encoding/cookie-text.js';
import {RESULT_COOKIE} from '../../shared/transaction.js';
import {endsOnServer} from '../state/config.js';
import type {CoreContext} from './core-context.js';

/**
 * Whether a route of the server has left here how a login ended. It waits for the next page where this one has an answer of
 * its own to take, or an end of its own to tell.
 */
export function hasServerResult({ports, config}: Pick<CoreContext, 'ports' | 'config'>): boolean {
  return (
    ports.isTop &&
    endsOnServer(config().settings) &&
    readCookieText(ports.readCookies()).has(RESULT_COOKIE) &&
    !mentionsState(ports.address()) &&
    !ports.sessionStorage.keys().some((key) => /^ks\.(note|outcome)/.test(key))
  );
}

/** Whether an address has a `state` of our form in it, however often it was encoded. */
export function mentionsState(url: URL | null): boolean {
  return !!url && /ks1(\.|%(25)*2e)/i.test(url.href);
}
