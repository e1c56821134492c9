import type {ServiceTerm} from 'kakao-sync-widget/emulator';
import type {SiteTerm} from 'kakao-sync-widget/server';

/** The page that shows the shop's terms. */
export const TERMS_PATH = '/terms';

/** The section of that page that shows one of them. */
export function toTermId(tag: string): string {
  return `term-${tag}`;
}

/** Where a term can be read: its own address at Kakao, or the shop's page. */
export function toTermAddress({tag, url}: Pick<ServiceTerm, 'tag' | 'url'>): string {
  const address = url === undefined ? null : new URL(url);
  return address && /^https?:$/.test(address.protocol) ? address.href : `${TERMS_PATH}#${toTermId(tag)}`;
}

/** What the kit tells pages of the app's terms. */
export function toSiteTerms(terms: readonly ServiceTerm[]): SiteTerm[] {
  return terms.map((term) => ({tag: term.tag, title: term.title, url: toTermAddress(term)}));
}

/** A term's title as the app has it; null if the app has no such term, or only Kakao knows. */
export function findTermTitle(terms: readonly ServiceTerm[], tag: string): string | null {
  return terms.find((term) => term.tag === tag)?.title ?? null;
}
