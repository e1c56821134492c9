import {find, type Finding} from '../base/finding.js';
import {isAskable, openNetwork} from '../network/network.js';
import {toSiteFailure} from '../probes/probe-endpoint.js';
import type {SiteSettings} from '../settings/site-settings.js';
import {readPage, type ReadPage} from './read-page.js';

/**
 * Opens a page of the site, and reads what it says.
 *
 * @throws {Error} if it can be no page of the site
 */
export async function openPage(address: string, known: SiteSettings): Promise<ReadPage> {
  if (!isAskable(address)) throw new Error('--page is an https address, or one on this machine.');
  const secrets = [known.clientSecret, known.adminKey, known.sessionKey].flatMap((secret) => secret?.text ?? []);
  const network = openNetwork({emulator: undefined, site: [address], secrets});
  const reply = await network.askSite(address, {headers: {Accept: 'text/html'}});
  const fail = (finding: Finding): ReadPage => ({settings: known, findings: [finding]});
  if (typeof reply === 'string') return fail(toSiteFailure(reply, address));
  if (reply.status !== 200) return fail(find('page_fails', address, {status: `${reply.status}`}));
  return readPage(reply.text, address, known);
}
