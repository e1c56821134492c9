import {getText, toRedirect} from '../answers.js';
import {readBrowser} from '../browser.js';
import {toErrorPage} from '../pages/notice.js';
import {readLanguage} from '../pages/texts.js';
import type {KoeCode} from '../koe.js';
import {type Exchange, findClient} from '../world.js';

/** GET /oauth/logout: out of the Kakao account too, then to the registered logout redirect URI. */
export function handleAccountLogout(exchange: Exchange): Response {
  const {request, url, world, entry} = exchange;
  const refuse = (koe: KoeCode, detail: string): Response => {
    entry.error = koe;
    return toErrorPage(readLanguage(request, url.searchParams), koe, detail);
  };
  const client = findClient(world, getText(url.searchParams, 'client_id'));
  if (!client) return refuse('KOE101', 'client_id is not a key of any app.');
  const target = getText(url.searchParams, 'logout_redirect_uri');
  if (target === null || !client.app.logoutRedirectUris.includes(target)) {
    return refuse('KOE007', `Registered: ${client.app.logoutRedirectUris.join(', ') || 'none'}.`);
  }
  world.store.signOut(readBrowser(exchange).id);
  const state = url.searchParams.get('state');
  const query = state === null ? '' : `${target.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`;
  return toRedirect(target + query);
}
