import {createRandomToken} from '../../shared/encoding/random.js';
import type {ReadConfig} from '../state/config.js';
import type {ClientPorts} from './ports/ports.js';

type CookiePorts = Pick<ClientPorts, 'address' | 'readCookies' | 'writeCookie'>;

/**
 * Whether a host is on another site than the page. The browser's own list decides: it takes no cookie for the suffix that
 * both hosts share. If it takes no cookie of the page's host either, nothing is known, and the answer is no.
 */
export function isForeignSite(ports: CookiePorts, host: string): boolean {
  const here = ports.address().hostname;
  if (here === host || !takesCookie(ports, '')) return false;
  const suffix = findCommonSuffix(here, host);
  return !suffix || !takesCookie(ports, `; Domain=${suffix}`);
}

/** A configuration whose backend is on another site cannot be used: no session cookie would come along. */
export function refuseForeignSite(ports: CookiePorts, read: ReadConfig): ReadConfig {
  const {endpoint, postCode} = read.settings;
  const value = endpoint && !postCode && new URL(endpoint).hostname;
  if (!value || !isForeignSite(ports, value)) return read;
  const here = ports.address().hostname;
  const problem = {code: 'config_invalid', kind: 'site', name: 'endpoint', value, here} as const;
  return {...read, problems: [...read.problems, problem], isBroken: true};
}

/** The labels that both hosts end in. */
function findCommonSuffix(here: string, there: string): string {
  let suffix = here;
  while (suffix && !`.${there}`.endsWith(`.${suffix}`)) suffix = suffix.replace(/^[^.]*\.?/, '');
  return suffix;
}

/** Sets a cookie, looks for it, and takes it away. Its value is another one each time: a sibling host may set its name. */
function takesCookie({readCookies, writeCookie}: CookiePorts, domain: string): boolean {
  const pair = `ks.probe=${createRandomToken()}`;
  const attributes = `; Path=/; SameSite=Lax${domain}`;
  writeCookie(`${pair}; Max-Age=60${attributes}`);
  const isTaken = readCookies().split('; ').includes(pair);
  writeCookie(`ks.probe=; Max-Age=0${attributes}`);
  return isTaken;
}
