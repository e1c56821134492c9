import type {ConsentItem, EmulatedApp, TalkChannel} from '../store/apps.js';
import type {AuthorizationRequest} from './authorization-request.js';
import {type Persona, toConsentValue} from '../store/personas.js';
import type {AppLink} from '../store/app-links.js';
import type {ServiceTerm} from '../store/terms.js';

/** What the consent screen has to ask. */
export interface ConsentNeeds {
  readonly items: readonly ConsentItem[];
  readonly terms: readonly ServiceTerm[];
  /** Those that have a line to add them. */
  readonly channels: readonly TalkChannel[];
}

/**
 * What a person must still be asked, or null where the code is given at once.
 *
 * Without a link everything is asked; `service_terms` chooses among the terms. With a link only what the request names
 * and the person has not agreed to. Named terms are asked only if one of them is required, and none of them if a tag is
 * wrong (Kakao Sync: Dynamic terms).
 */
export function findConsentNeeds(
  {app, scopes, serviceTerms, channels}: Pick<AuthorizationRequest, 'app' | 'scopes' | 'serviceTerms' | 'channels'>,
  persona: Persona,
  link: AppLink | null,
): ConsentNeeds | null {
  const asked = (item: ConsentItem): boolean => scopes?.includes(item.id) ?? false;
  const isGiven = (item: ConsentItem): boolean => link?.scopes.includes(item.id) ?? false;
  const canGive = (item: ConsentItem): boolean => toConsentValue(persona, item.id) !== null;
  const items = app.scopes.filter(
    (item) => canGive(item) && !isGiven(item) && (asked(item) || (link === null && item.when !== 'use')),
  );
  const terms = findTerms(app, serviceTerms, link);
  if (link === null) return {items, terms, channels};
  return items.length > 0 || terms.length > 0 ? {items, terms, channels: []} : null;
}

function findTerms(app: EmulatedApp, tags: readonly string[] | null, link: AppLink | null): readonly ServiceTerm[] {
  if (tags === null) return link === null ? app.terms : [];
  const isWrong = tags.some((tag) => !app.terms.some((term) => term.tag === tag));
  if (isWrong) return [];
  const open = app.terms.filter(({tag}) => tags.includes(tag) && !(link && tag in link.terms));
  return open.some(({required}) => required) ? open : [];
}
