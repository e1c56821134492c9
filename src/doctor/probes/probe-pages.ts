import {find, type Finding} from '../base/finding.js';
import {isAskable, type Network} from '../network/network.js';
import type {SiteSettings} from '../settings/site-settings.js';
import {toSiteFailure} from './probe-endpoint.js';
import {toPlace} from './replies.js';

/** Opens the callback page as a visitor comes back to it, but without a code. */
export async function probeCallback(network: Network, address: string): Promise<readonly Finding[]> {
  const url = new URL(address);
  url.searchParams.set('doctor', '1');
  const reply = await network.askSite(url.href, {headers: {Accept: 'text/html'}});
  if (typeof reply === 'string') return [toSiteFailure(reply, address)];
  const {status, headers} = reply;
  if (status >= 300 && status < 400) {
    // A slash at the end is no other page, if the code comes along.
    const to = new URL(headers.get('location') ?? '', url);
    const isSame = to.origin === url.origin && to.pathname === `${url.pathname}/` && to.search === url.search;
    return isSame ? [] : [find('callback_guarded', address, {to: toPlace(reply, address)})];
  }
  if (status >= 400) return [find('callback_missing', address, {status: `${status}`})];
  return /\bhtml\b/.test(headers.get('content-type') ?? '') ? [] : [find('callback_not_page', address)];
}

/** Sends an unlink of nobody with a wrong key, as anybody could. */
export async function probeNotices(network: Network, address: string): Promise<readonly Finding[]> {
  const reply = await network.askSite(address, {
    headers: {Authorization: 'KakaoAK wrong-key-of-the-doctor'},
    form: {app_id: '0', user_id: '0', referrer_type: 'UNLINK_FROM_APPS'},
  });
  if (typeof reply === 'string') return [toSiteFailure(reply, address)];
  const {status} = reply;
  if (status === 401) return [];
  const facts = {status: `${status}`};
  return [find(status < 300 ? 'notices_open' : 'notices_odd', address, facts)];
}

/** The addresses that the settings name as the site's own. */
export function listSiteAddresses({site, endpoint, notices, redirectUris}: SiteSettings): readonly string[] {
  return [site, endpoint, notices, ...redirectUris].flatMap((value) =>
    value && isAskable(value.text) ? value.text : [],
  );
}
