import type {ConsentItem, EmulatedApp, TalkChannel} from '../store/apps.js';
import type {AuthorizationRequest} from './authorization-request.js';
import {type Persona, toConsentValue} from '../store/personas.js';
import type {AppLink} from '../store/app-links.js';
import {findUnknownTags, type ServiceTerm} from '../store/terms.js';

/** The parts of the consent screen. */
export interface ConsentNeeds {
  readonly items: readonly ConsentItem[];
  readonly terms: readonly ServiceTerm[];
  /** The channels that can be added. */
  readonly channels: readonly TalkChannel[];
}

/**
 * Finds what a person must still be asked.
 *
 * Without a link, Kakao asks everything; `service_terms` chooses among the terms. With a link, Kakao asks only what the
 * request names and the person has not agreed to. Named terms are asked only if one of them is required, and not at all if
 * a tag is unknown (Kakao Sync: Dynamic terms).
 *
 * @returns null if Kakao issues the code at once.
 */
export function findConsentNeeds(
  {app, scopes, serviceTerms, channels}: Pick<AuthorizationRequest, 'app' | 'scopes' | 'serviceTerms' | 'channels'>,
  persona: Persona,
  link: AppLink | null,
): ConsentNeeds | null {
  const isNamed = (item: ConsentItem): boolean => scopes?.includes(item.id) ?? false;
  const isGiven = (item: ConsentItem): boolean => link?.scopes.includes(item.id) ?? false;
  const canGive = (item: ConsentItem): boolean => toConsentValue(persona, item.id) !== null;
  const items = app.scopes.filter(
    (item) => canGive(item) && !isGiven(item) && (isNamed(item) || (link === null && item.when !== 'use')),
  );
  const terms = findTerms(app, serviceTerms, link);
  if (link === null) return {items, terms, channels};
  return items.length > 0 || terms.length > 0 ? {items, terms, channels: []} : null;
}

function findTerms(app: EmulatedApp, tags: readonly string[] | null, link: AppLink | null): readonly ServiceTerm[] {
  if (tags === null) return link === null ? app.terms : [];
  if (findUnknownTags(app.terms, tags).length > 0) return [];
  const open = app.terms.filter(({tag}) => tags.includes(tag) && !(link && tag in link.terms));
  return open.some(({required}) => required) ? open : [];
}
