import {textToBase64url} from '../../shared/encoding/base64url.js';
import {toJson} from '../../shared/fields.js';
import {MAX_SERVER_TRANSACTION, type TransactionRecord} from '../../shared/transaction.js';
import type {TransactionDetails} from '../page/transactions/open-transaction.js';
import type {ClientPorts} from '../page/ports/ports.js';
import type {toAttribution} from '../return/attribution.js';

/** A longer address of where it began is one of the campaign's parameters, which are told by themselves. */
const MAX_FROM = 500;

/**
 * The value of a cookie that a route of the server reads, with what it is told of the page: where a success ends, the
 * site's own text, the campaign, the terms. It has at most {@link MAX_SERVER_TRANSACTION} characters, as Tomcat and nginx
 * allow a request 8 kB of headers. What does not fit is left out, one by one: landing path, referrer, the campaign's
 * parameters from the last, and the queries of where it ends and began.
 *
 * @param findCampaign what a login tells of where the visitor came from
 * @returns empty if the site's own text is too long
 */
export function toServerValue(
  ports: Pick<ClientPorts, 'address' | 'findSource'>,
  record: Partial<TransactionRecord>,
  {asked, ...details}: TransactionDetails,
  begun: string,
  findCampaign: typeof toAttribution,
): string {
  const {context, returnTo = ''} = details;
  const attribution = Object.entries(findCampaign(ports, {...details, ...ports.findSource()}, begun) ?? {});
  const rank = ([name]: readonly [string, string]): number => ['ks_referrer', 'ks_landing'].indexOf(name);
  attribution.sort((a, b) => rank(a) - rank(b));
  const from = record.from && (record.from.length > MAX_FROM ? toPath(record.from) : record.from);
  const toValue = (shown: object, campaign?: object): string => {
    const entry = {...record, ...shown, context, terms: asked?.terms, attribution: campaign};
    return textToBase64url(toJson(entry));
  };
  const addresses = {...(from && {from}), ...(returnTo && {returnTo})};
  const paths = {...(from && {from: toPath(from)}), ...(returnTo && {returnTo: toPath(returnTo)})};
  const roots = {...(from && {from: '/'}), ...(returnTo && {returnTo: '/'})};

  for (; attribution.length > 0; attribution.pop()) {
    const value = toValue(addresses, Object.fromEntries(attribution));
    if (value.length <= MAX_SERVER_TRANSACTION) return value;
  }
  const values = [addresses, paths, roots].map((shown) => toValue(shown));
  return values.find(({length}) => length <= MAX_SERVER_TRANSACTION) ?? '';
}

function toPath(target: string): string {
  return target.replace(/[?#].*/s, '');
}
