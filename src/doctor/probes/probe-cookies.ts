import {find, type Finding} from '../base/finding.js';
import type {FindingId} from '../base/finding-texts.js';
import type {Reply} from '../network/network.js';
import {readSetCookie, type SetCookie} from '../network/set-cookie.js';

/** Cookies that let somebody in: no others need to be hidden from scripts. */
const SESSION = /sess|sid\b|auth|token|jwt|login/i;
/** Tokens that scripts have to read. */
const CSRF = /csrf|xsrf/i;

/** What is wrong with the cookies that an answer sets, so that they would be lost, or could be stolen. */
export function probeCookies(reply: Reply, address: string): readonly Finding[] {
  const isSecure = address.startsWith('https:');
  return reply.headers
    .getSetCookie()
    .map(readSetCookie)
    .flatMap((cookie) => {
      const id = judge(cookie, isSecure);
      return id ? [find(id, address, {name: /^[\w.-]{1,60}$/.test(cookie.name) ? cookie.name : '?'})] : [];
    });
}

function judge({name, attributes}: SetCookie, isSecure: boolean): FindingId | null {
  const has = (attribute: string): boolean => attributes.has(attribute);
  const isHost = name.startsWith('__Host-') && (!has('secure') || has('domain') || attributes.get('path') !== '/');
  if (isHost || (name.startsWith('__Secure-') && !has('secure'))) return 'cookie_prefix_broken';
  const sameSite = attributes.get('samesite')?.toLowerCase();
  if (sameSite === 'none' && !has('secure')) return 'cookie_dropped';
  if (!SESSION.test(name) || CSRF.test(name)) return null;
  if (isSecure && !has('secure')) return 'cookie_insecure';
  if (!has('httponly')) return 'cookie_readable';
  if (sameSite === 'none') return 'cookie_cross_site';
  return null;
}
