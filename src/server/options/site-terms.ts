import {readLinkAddress} from '../../shared/link-address.js';
import type {MissingTerm} from '../../shared/wire.js';
import {isRecord, isNonEmptyString, invalidOption} from '../base/validate.js';
import type {SessionTerm} from './session-port.js';
import type {ServiceTerm, ServiceTerms} from '../kakao/api/terms.js';

/** The site's own among the app's terms, by tag; undefined where all are the site's. */
export type SiteTerms = ReadonlyMap<string, Omit<MissingTerm, 'required'>> | undefined;

/** The option `terms`. */
export function readSiteTerms(value: unknown): SiteTerms {
  if (value === undefined) return undefined;
  if (!Array.isArray(value))
    throw invalidOption('terms', undefined, 'list {tag, title, url} of each of the site’s terms');
  const terms = value.map((entry: unknown, index): Omit<MissingTerm, 'required'> => {
    const {tag, title, url} = isRecord(entry) ? entry : {};
    const name = `terms[${index}]`;
    if (!isNonEmptyString(tag, 100))
      throw invalidOption(`${name}.tag`, tag, 'copy the tag from the app’s console page');
    if (title !== undefined && !isNonEmptyString(title)) throw invalidOption(`${name}.title`, title, 'write a text');
    const link = readLinkAddress(url);
    if (url !== undefined && link === undefined) {
      throw invalidOption(`${name}.url`, url, 'write an http(s) address, or a path that begins with one slash');
    }
    return {tag, ...(title !== undefined && {title}), ...(link !== undefined && {url: link})};
  });
  const byTag = new Map(terms.map((term) => [term.tag, term]));
  if (byTag.size !== terms.length) throw invalidOption('terms', undefined, 'two entries have the same tag: drop one');
  return byTag;
}

/** Those of the app's terms that are the site's. */
function ofSite<Term extends {readonly tag: string}>(list: readonly Term[], terms: SiteTerms): readonly Term[] {
  return terms ? list.filter(({tag}) => terms.has(tag)) : list;
}

/** Those of the app's terms whose consent is to be recorded: the site's, and what its page has asked for besides. */
export function toRecorded(
  list: readonly ServiceTerm[],
  terms: SiteTerms,
  asked: readonly string[] = [],
): readonly ServiceTerm[] {
  return terms ? list.filter(({tag}) => terms.has(tag) || asked.includes(tag)) : list;
}

/** What a session keeps of the terms that its member has not agreed to: required ones first. */
export function toSessionTerms({list}: Pick<ServiceTerms, 'list'>, terms: SiteTerms): readonly SessionTerm[] {
  const missing = ofSite(list, terms).filter(({agreed}) => !agreed);
  return [...missing.filter(({required}) => required), ...missing.filter(({required}) => !required)].map(
    ({tag, required}) => ({tag, required}),
  );
}

/** What a page is told of them: with the site's words, and none that are not the site's any more. */
export function toMissingTerms(missing: readonly SessionTerm[], terms: SiteTerms): readonly MissingTerm[] {
  return ofSite(missing, terms).map((term) => ({...term, ...terms?.get(term.tag)}));
}
