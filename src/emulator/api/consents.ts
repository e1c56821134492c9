import {getText, readForm, toList} from '../http/parameters.js';
import {toJson, toKapiError} from '../http/responses.js';
import type {ConsentItem} from '../store/apps.js';
import {type Caller, authenticate} from './authenticate.js';
import type {RequestContext} from '../http/emulator-context.js';

/** GET /v2/user/scopes: the consent items of the app, or the named ones (Kakao: Retrieve consent details). */
export function handleScopes(context: RequestContext): Response {
  const caller = authenticate(context);
  if (caller instanceof Response) return caller;
  const named = readNames(getText(context.url.searchParams, 'scopes'));
  const items = named && findItems(caller, named);
  if (!items) return toKapiError(context, -2, 'scopes is not a JSON array of the app’s consent items.');
  return toJson(toScopes(caller, items));
}

/** POST /v2/user/revoke/scopes: revokes optional consents (Kakao: Revoke consent). */
export async function handleRevokeScopes(context: RequestContext): Promise<Response> {
  const caller = authenticate(context);
  if (caller instanceof Response) return caller;
  const form = await readForm(context);
  const named = readNames(getText(form ?? new URLSearchParams(), 'scopes'));
  const items = named && findItems(caller, named);
  if (!items || named.length === 0) return toKapiError(context, -2, 'scopes is not a JSON array of consent items.');
  if (items.some(({required}) => required)) return toKapiError(context, -3, 'A required consent cannot be revoked.');
  if (items.every(({id}) => !caller.link.scopes.includes(id))) {
    return toKapiError(context, -2, 'There is no such consent to revoke.');
  }
  const {app, persona} = caller;
  context.emulator.store.links.revoke(app, persona, {scopes: items.map(({id}) => id)});
  return toJson(toScopes({...caller, link: context.emulator.store.links.getOrThrow(app, persona)}, items));
}

/** POST /v2/user/revoke/service_terms: revokes the agreement to optional terms. */
export async function handleRevokeTerms(context: RequestContext): Promise<Response> {
  const caller = authenticate(context);
  if (caller instanceof Response) return caller;
  const tags = await readTags(context, caller);
  if (!tags) return toKapiError(context, -2, 'tags does not name terms of the app.');
  const {app, persona} = caller;
  const isRequired = app.terms.some(({tag, required}) => required && tags.includes(tag));
  if (isRequired) return toKapiError(context, -3, 'A required term cannot be revoked.');
  context.emulator.store.links.revoke(app, persona, {terms: [...tags]});
  return toJson({id: persona.userId, revoked_service_terms: tags.map((tag) => ({tag, agreed: false}))});
}

/** POST /v2/user/upgrade/service_terms: records an agreement that the service obtained itself. */
export async function handleUpgradeTerms(context: RequestContext): Promise<Response> {
  const caller = authenticate(context);
  if (caller instanceof Response) return caller;
  const tags = await readTags(context, caller);
  if (!tags) return toKapiError(context, -2, 'tags does not name terms of the app.');
  const {app, persona} = caller;
  context.emulator.store.links.agree(app, persona, {terms: tags, by: 'KAPI'});
  return toJson({
    id: persona.userId,
    agreed_service_terms: tags.map((tag) => ({tag, agreed: true, agreed_by: 'KAPI'})),
  });
}

function toScopes({persona, link}: Caller, items: readonly ConsentItem[]): unknown {
  const scopes = items.map(({id, name, required}) => {
    const agreed = link.scopes.includes(id);
    return {id, display_name: name, type: 'PRIVACY', using: true, agreed, ...(agreed && {revocable: !required})};
  });
  return {id: persona.userId, scopes};
}

function readNames(text: string | null): readonly string[] | null {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : null;
  } catch {
    return null;
  }
}

/** The named items, or all items if none is named; null if one is unknown. */
function findItems({app}: Caller, names: readonly string[]): readonly ConsentItem[] | null {
  if (names.some((name) => !app.scopes.some(({id}) => id === name))) return null;
  return names.length === 0 ? app.scopes : app.scopes.filter(({id}) => names.includes(id));
}

async function readTags(context: RequestContext, {app}: Caller): Promise<readonly string[] | null> {
  const form = await readForm(context);
  const tags = toList(getText(form ?? new URLSearchParams(), 'tags'));
  return tags.length > 0 && tags.every((tag) => app.terms.some((term) => term.tag === tag)) ? tags : null;
}
