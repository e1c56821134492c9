import {isHosted, type Settings} from '../settings.js';
import {toOrigin, toUrl} from '../sites.js';
import {isLoopback} from '../../../src/shared/loopback.js';

/** The parameters that a message link adds to the address of a page. */
export interface LinkSettings {
  /** Members are signed in on arrival, in KakaoTalk. */
  readonly isMarked: boolean;
  /** `utm_source`, `utm_medium`, `utm_campaign`, `utm_content`; an empty one is left out. */
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly content: string;
}

export const LINK_DEFAULTS: LinkSettings = {
  isMarked: true,
  source: 'kakao',
  medium: 'message',
  campaign: '',
  content: '',
};

export interface LinkProblem {
  /**
   * `address-malformed`: no https address. `shortener`: a service that shortens addresses, `host`. `elsewhere`: `host` is
   * none of the sites. `no-rest-api-key`: auto-login then is slower. The last three are warnings.
   */
  readonly code: 'address-malformed' | 'shortener' | 'elsewhere' | 'no-rest-api-key';
  readonly isWarning: boolean;
  readonly values?: Readonly<Record<string, string>>;
}

/** The page that opens when somebody presses the link in KakaoTalk. */
export interface LinkVisits {
  readonly member: 'signed-in' | 'page';
  readonly guest: 'page';
}

/** Marks a link for auto-login (docs/en/frontend/auto-login.md). */
const MARKER = 'ks_auto';

/** Services whose short addresses lose what is added to them, or open outside KakaoTalk. A few that are common in Korea. */
const SHORTENERS = [
  ...['bit.ly', 'me2.do', 'naver.me', 'han.gl', 'url.kr', 'buly.kr', 'vo.la', 'kko.to', 'lrl.kr', 'zrr.kr', 'c11.kr'],
  ...['tinyurl.com', 'goo.gl', 't.ly', 't.co', 'is.gd', 'cutt.ly'],
];

/**
 * The link for a message. What the address has already stays as it is written, but for the parameters that are added.
 *
 * @param page the address of the page
 * @returns an empty text if that is no address
 */
export function toMessageLink(page: string, {isMarked, source, medium, campaign, content}: LinkSettings): string {
  const url = toPageUrl(page);
  if (!url) return '';
  const added = Object.entries({
    [MARKER]: isMarked ? '1' : '',
    ...{utm_source: source, utm_medium: medium, utm_campaign: campaign, utm_content: content},
  }).flatMap(([name, value]) => (value.trim() ? [[name, encodeURIComponent(toWhole(value.trim()))] as const] : []));
  const names = [MARKER, ...added.map(([name]) => name)];
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair && !names.includes(pair.replace(/=.*/, '')));
  const query = [...kept, ...added.map((pair) => pair.join('='))].join('&');
  return `${url.origin}${url.pathname}${query && `?${query}`}${url.hash}`;
}

/** Halves of characters cannot be encoded. */
const toWhole = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

function toPageUrl(page: string): URL | null {
  const url = toUrl(page);
  if (!url || url.username || url.password) return null;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)) ? url : null;
}

/** Finds the problems of a link. Without an address there are none. */
export function validateLink(page: string, link: LinkSettings, settings: Settings): readonly LinkProblem[] {
  if (!page.trim()) return [];
  const url = toPageUrl(page);
  if (!url) return [{code: 'address-malformed', isWarning: false}];
  const {host} = url;
  const sites = settings.sites.flatMap((site) => toOrigin(site) ?? []);
  const isShort = SHORTENERS.includes(host.replace(/^www\./, ''));
  const isMarked = link.isMarked && !isHosted(settings.place);
  return [
    ...(isShort ? [{code: 'shortener', isWarning: true, values: {host}} as const] : []),
    ...(!isShort && sites.length > 0 && !sites.includes(url.origin)
      ? [{code: 'elsewhere', isWarning: true, values: {host}} as const]
      : []),
    ...(isMarked && !settings.restApiKey.trim() ? [{code: 'no-rest-api-key', isWarning: true} as const] : []),
  ];
}

/**
 * Tells what members and guests see in KakaoTalk, if the page has the script of {@link toAutoLoginTag}. In other browsers
 * everybody sees the page.
 */
export function toLinkVisits({isMarked}: LinkSettings): LinkVisits {
  return {member: isMarked ? 'signed-in' : 'page', guest: 'page'};
}
