import {readJsonObject} from '../../server/kakao/http.js';
import {CLIENT_HEADER, CLIENT_HEADER_VALUE, readSessionAnswer} from '../../shared/wire.js';
import {find, type Finding} from '../base/finding.js';
import type {Failure, Network, Reply} from '../network/network.js';
import {probeCookies} from './probe-cookies.js';
import {isProblem, toPlace} from './replies.js';

/** The endpoint, and the origin of the pages that call it. */
export interface Endpoint {
  readonly address: string;
  readonly site: string;
  /** The page sends a CSRF token of the site's, which nobody else can have. */
  readonly hasCsrf: boolean;
}

/** Asks the endpoint what a page asks it: nothing that changes anything. */
export async function probeEndpoint(network: Network, endpoint: Endpoint): Promise<readonly Finding[]> {
  const {address} = endpoint;
  const headers = toPageHeaders(endpoint);
  const read = await network.askSite(address, {headers});
  if (typeof read === 'string') return [toSiteFailure(read, address)];
  const odd = judgeReading(read, endpoint);
  if (odd) return [odd];
  return [
    ...(await probeCors(network, endpoint, read)),
    ...(await probePost(network, endpoint)),
    ...probeCookies(read, address),
  ];
}

/** There is no answer of the site. */
export function toSiteFailure(failure: Failure, address: string): Finding {
  const ids = {unreached: 'site_down', late: 'site_late', unreadable: 'site_unreadable'} as const;
  return find(ids[failure], address);
}

function toPageHeaders({address, site}: Endpoint): Record<string, string> {
  return {
    Accept: 'application/json',
    Origin: site,
    'Sec-Fetch-Site': new URL(address).origin === site ? 'same-origin' : 'same-site',
    [CLIENT_HEADER]: CLIENT_HEADER_VALUE,
  };
}

/** Null if it is an answer of the contract. */
function judgeReading(reply: Reply, {address, site}: Endpoint): Finding | null {
  const {status, text} = reply;
  const code = isProblem(reply) ? String(readJsonObject(text)?.['code']) : null;
  if (code === 'origin_refused') return find('origin_refused', address, {site});
  if (code === 'config_incomplete') return find('backend_incomplete', address);
  if (code !== null && /^[a-z_]{1,40}$/.test(code))
    return find('endpoint_problem', address, {status: `${status}`, code});
  if (status >= 300 && status < 400) return find('endpoint_redirects', address, {to: toPlace(reply, address)});
  if ([404, 405, 501].includes(status)) return find('endpoint_missing', address, {status: `${status}`});
  if (status >= 400) return find('endpoint_fails', address, {status: `${status}`});
  if (!/\bjson\b/.test(reply.headers.get('content-type') ?? '')) return find('endpoint_not_json', address);
  return readSessionAnswer(readJsonObject(text)) ? null : find('endpoint_not_ours', address);
}

/** A logout of nobody: a page may send it, and without a session it changes nothing. */
async function probePost(network: Network, endpoint: Endpoint): Promise<readonly Finding[]> {
  const {address, hasCsrf} = endpoint;
  const reply = await network.askSite(address, {headers: toPageHeaders(endpoint), json: {purpose: 'logout'}});
  if (typeof reply === 'string') return [toSiteFailure(reply, address)];
  const {status} = reply;
  if ((status === 403 || status === 419) && !isProblem(reply)) {
    return hasCsrf ? [find('csrf_unchecked', address)] : [find('csrf_refuses', address, {status: `${status}`})];
  }
  if (status >= 300 && status < 400) return [find('endpoint_redirects', address, {to: toPlace(reply, address)})];
  if (status >= 400) return [find('post_fails', address, {status: `${status}`})];
  return probeCookies(reply, address);
}

/** Whether the site's own pages can read the answers, and no others. */
async function probeCors(network: Network, endpoint: Endpoint, read: Reply): Promise<readonly Finding[]> {
  const {address, site} = endpoint;
  const evil = 'https://evil.example';
  const headers = {...toPageHeaders(endpoint), Origin: evil, 'Sec-Fetch-Site': 'cross-site'};
  const other = await network.askSite(address, {headers});
  if (typeof other === 'string') return [toSiteFailure(other, address)];
  const isOpen = [evil, '*', 'null'].includes(readAllowed(other));
  const open = isOpen ? [find('cors_open', address)] : [];
  if (new URL(address).origin === site) return open;
  const isReadable = readAllowed(read) === site && read.headers.get('access-control-allow-credentials') === 'true';
  return [
    ...open,
    ...(isReadable && (await mayPost(network, endpoint)) ? [] : [find('cors_missing', address, {site})]),
  ];
}

const readAllowed = ({headers}: Reply): string => headers.get('access-control-allow-origin') ?? '';

/** Whether the preflight lets the site's pages post. */
async function mayPost(network: Network, {address, site}: Endpoint): Promise<boolean> {
  const reply = await network.askSite(address, {
    method: 'OPTIONS',
    headers: {
      Origin: site,
      'Sec-Fetch-Site': 'same-site',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': `content-type, ${CLIENT_HEADER.toLowerCase()}`,
    },
  });
  if (typeof reply === 'string' || reply.status >= 300) return false;
  const allowed = (reply.headers.get('access-control-allow-headers') ?? '').toLowerCase();
  return (
    readAllowed(reply) === site && allowed.includes('content-type') && allowed.includes(CLIENT_HEADER.toLowerCase())
  );
}
