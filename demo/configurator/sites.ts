import {isLoopback} from '../../src/shared/loopback.js';

/**
 * The origin that a text names, if it names nothing else: https, or http on this machine. A slash at its end is none.
 *
 * @returns null if it cannot be a site
 */
export function toOrigin(text: string): string | null {
  const url = toUrl(text);
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))) return null;
  return /^https?:\/\/[^/?#@\\]+\/?$/i.test(text.trim()) ? url.origin : null;
}

export function toUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text.trim(), base);
  } catch {
    return null;
  }
}

/** The most labels from the end that two hosts share, with a dot before them, or nothing. */
function toCommonEnd(one: string, other: string): string {
  const labels = one.split('.').reverse();
  const others = other.split('.').reverse();
  const end = labels.findIndex((label, index) => label !== others[index]);
  return labels
    .slice(0, end < 0 ? labels.length : end)
    .reverse()
    .join('.');
}

/** Second-level names below which each name is a site of its own. A browser has the whole list; a text has not. */
const SHARED = /^(co|or|ne|re|go|ac|pe|com|net|org|gov|edu)\.[a-z]{2}$/;

/**
 * Whether two hosts may be of one site, so that a session's cookie comes along: as far as their names tell. The script
 * itself asks the browser, which has the whole list.
 */
export function isSameSite(one: string, other: string): boolean {
  if (one === other) return true;
  if (isAddress(one) || isAddress(other)) return false;
  const end = toCommonEnd(one, other);
  return end.includes('.') && !SHARED.test(end);
}

const isAddress = (host: string): boolean => /^[\d.]+$|^\[/.test(host);
