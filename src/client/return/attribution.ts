import {KAKAO_PAGES, MAX_ATTRIBUTION, MAX_ATTRIBUTION_VALUE} from '../../shared/attribution.js';
import {attempt} from '../../shared/attempt.js';
import {omitUndefined, readString, toFields} from '../../shared/fields.js';
import type {ClientPorts} from '../page/ports/ports.js';
import type {TransactionDetails} from '../page/transactions/open-transaction.js';

/**
 * The campaign parameters of Google Analytics, Naver, Google Ads, Meta, Kakao, TikTok and Microsoft. Naver's `n_query` is
 * none of them: it is what the visitor has searched for.
 */
const CAMPAIGN_NAMES = [
  ...['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'utm_id'],
  ...['n_media', 'n_rank', 'n_ad_group', 'n_ad', 'n_keyword_id', 'n_keyword', 'n_campaign_type', 'n_match'],
] as const;

/** Names of clicks, whose values nobody but their network can read. */
const CLICK_NAMES = ['NaPm', 'gclid', 'gbraid', 'wbraid', 'fbclid', 'kclid', 'ttclid', 'msclkid'] as const;

/**
 * What a login tells its backend of where the visitor came from. Of the campaign, the first of these that has one counts:
 * what the page's analytics has kept, the page of the press, the address that page was loaded with.
 *
 * @param from the page of the press, where nothing exact is kept of it
 * @returns undefined if there is nothing, or if the visitor has not consented
 */
export function toAttribution(
  {address, findSource}: Pick<ClientPorts, 'address' | 'findSource'>,
  {attribution, landing, referrer, from: exact}: TransactionDetails,
  from: string,
): Readonly<Record<string, string>> | undefined {
  // Of a login without a press nothing was kept: then the consent on this page counts.
  if ((attribution === undefined ? findSource().attribution : attribution) === null) return undefined;
  const own = Object.entries(toFields(attribution)).flatMap(([name, value]) => {
    const text = readString(value);
    return text ? [[name, text] as const] : [];
  });
  const {origin} = address();
  const source = omitUndefined({ks_referrer: toSource(referrer, origin)});
  const toCampaign = (search: string): Readonly<Record<string, string>> => readAttribution(new URLSearchParams(search));
  const begun = attempt(() => new URL(exact ?? from, origin).search) ?? '';
  const campaign = own.some(([name]) => !name.startsWith('ks_'))
    ? {}
    : [toCampaign(begun), toCampaign(landing ?? '')].find((found) => Object.keys(found).length > 0);
  const entries = Object.entries({...source, ...Object.fromEntries(own), ...campaign});
  return entries.length > 0 ? Object.fromEntries(entries.slice(0, MAX_ATTRIBUTION)) : undefined;
}

/**
 * The origin that a visitor came from; undefined if it is no source of visitors, as Kakao's pages of a login.
 *
 * @param own the site's origin, which is none either
 */
export function toSource(origin: string | undefined, own?: string): string | undefined {
  return origin && origin !== own && !KAKAO_PAGES.test(origin) ? origin : undefined;
}

/**
 * The campaign parameters of an address: the trip to Kakao would lose them to the referrer. A value that looks like an
 * e-mail address, a Korean mobile number or a token is left out as a whole.
 *
 * @param query of the page where the login began
 * @returns at most {@link MAX_ATTRIBUTION} of them, each of at most {@link MAX_ATTRIBUTION_VALUE} characters
 */
export function readAttribution(query: URLSearchParams): Readonly<Record<string, string>> {
  const names: readonly string[] = [...CAMPAIGN_NAMES, ...CLICK_NAMES];
  const entries = names.flatMap((name) => {
    const value = query.getAll(name).pop();
    const isKept = value && value.length <= MAX_ATTRIBUTION_VALUE && !isPersonal(value, isClick(name));
    return isKept ? [[name, value] as const] : [];
  });
  return Object.fromEntries(entries.slice(0, MAX_ATTRIBUTION));
}

const isClick = (name: string): boolean => (CLICK_NAMES as readonly string[]).includes(name);

const E_MAIL = /[\p{L}\p{N}_]@[\p{L}\p{N}_]/u;
/** As a query, `+` may have become a blank. */
const MOBILE_NUMBER = /^\s*(\+?82[- ]?0?|0)1[016789][- ]?\d{3,4}[- ]?\d{4}\s*$/;
/** Three parts of a JSON Web Token (RFC 7519), the first of which is JSON. */
const TOKEN = /(^|[^\w-])eyJ[\w-]*\.[\w-]+\.[\w-]*/;

/** Whether a value may name a person. Looks at it as it is, and as it would be decoded once more: links are often encoded twice. */
export function isPersonal(value: string, isOpaque: boolean): boolean {
  const texts = [value, attempt(() => decodeURIComponent(value)) ?? ''];
  return texts.some((text) => E_MAIL.test(text) || MOBILE_NUMBER.test(text) || (!isOpaque && TOKEN.test(text)));
}
