import type {Settings} from '../settings.js';
import {toUrl} from '../sites.js';
import {toStyleText} from './tag.js';
import {toSha256} from './text/sha256.js';

/** A sample nonce: the server makes a new one for each response. */
const NONCE = "'nonce-R4nd0m'";

/** Google's own list for GA4 and its tag. */
const GOOGLE = {
  script: 'https://*.googletagmanager.com',
  connect: ['https://*.google-analytics.com', 'https://*.analytics.google.com', 'https://*.googletagmanager.com'],
  image: ['https://*.google-analytics.com', 'https://*.googletagmanager.com'],
};
const PIXEL = 'https://t1.daumcdn.net';

/**
 * The policy of a page with the button, and of the redirect URI's page. A tag manager's own scripts stand in the page, and
 * need a nonce. Trusted Types only where all scripts are known to be written for them.
 */
export function toCsp(settings: Settings): string {
  const {place, base, endpoint, analytics, kakaoPixel, loadPixel} = settings;
  const isGtm = place === 'gtm';
  const hasGoogle = isGtm || analytics !== 'none';
  const hasPixel = !!kakaoPixel.trim();
  const isStrict = place === 'page' && !hasGoogle && !(hasPixel && loadPixel);
  const style = place === 'framework' ? '' : toStyleText(settings);
  const folder = place === 'framework' ? '' : base;
  const directives = {
    'default-src': ["'self'"],
    'script-src': [
      "'self'",
      ...toOtherOrigin(folder),
      'https://t1.kakaocdn.net',
      ...(isGtm ? [NONCE] : []),
      ...(hasGoogle ? [GOOGLE.script] : []),
      ...(hasPixel ? [PIXEL] : []),
    ],
    'style-src': ["'self'", ...(style ? [`'sha256-${toSha256(style)}'`] : [])],
    'img-src': ["'self'", 'data:', ...(hasGoogle ? GOOGLE.image : [])],
    'connect-src': [
      "'self'",
      ...toOtherOrigin(endpoint),
      'https://kauth.kakao.com',
      ...(hasGoogle ? GOOGLE.connect : []),
    ],
    ...(isStrict && {'require-trusted-types-for': ["'script'"], 'trusted-types': ['kakao-sync', 'lit-html']}),
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  const lines = Object.entries(directives).map(([name, sources]) => [name, ...sources].join(' '));
  return `Content-Security-Policy: ${lines.join('; ')}\n`;
}

/** The origin of an address that is no path. */
function toOtherOrigin(address: string): string[] {
  const url = /^https?:\/\//.test(address.trim()) ? toUrl(address) : null;
  return url && /^https?:\/\/[\w.:[\]-]+$/.test(url.origin) ? [url.origin] : [];
}
