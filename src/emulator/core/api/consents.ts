import {getText, parseJson, toList} from '../http/parameters.js';
import {toJson, toKapiError} from '../http/responses.js';
import type {ConsentItem} from '../store/apps.js';
import {authenticateOrAdmin, type Caller} from './authenticate.js';
import {findUnknownTags} from '../store/terms.js';
import {toAgreement} from './terms.js';
import type {RequestContext} from '../http/emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

/** GET /v2/user/scopes: the consent items of the app, or the named ones (Kakao: Retrieve consent details). */
export async function handleScopes(context: RequestContext): Promise<EmulatorResponse> {
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  const {caller, parameters} = call;
  const named = readNames(getText(parameters, 'scopes'));
  const items = named && findItems(caller, named);
  if (!items) return toKapiError(context, -2, 'scopes is not a JSON array of the app’s consent items.');
  return toJson(toScopes(caller, items));
}

/** POST /v2/user/revoke/scopes: revokes optional consents (Kakao: Revoke consent). */
export async function handleRevokeScopes(context: RequestContext): Promise<EmulatorResponse> {
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  const {caller, parameters} = call;
  const named = readNames(getText(parameters, 'scopes'));
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

/** POST /v2/user/revoke/service_terms: revokes the agreement to optional terms. Terms without one are left out. */
export async function handleRevokeTerms(context: RequestContext): Promise<EmulatorResponse> {
  const call = await readTagsCall(context);
  if (call instanceof EmulatorResponse) return call;
  const {tags} = call;
  const {app, persona, link} = call.caller;
  const isRequired = app.terms.some(({tag, required}) => required && tags.includes(tag));
  if (isRequired) return toKapiError(context, -3, 'A required term cannot be revoked.');
  const agreed = tags.filter((tag) => tag in link.terms);
  context.emulator.store.links.revoke(app, persona, {terms: agreed});
  return toJson({id: persona.userId, revoked_service_terms: agreed.map((tag) => ({tag, agreed: false}))});
}

/** POST /v2/user/upgrade/service_terms: records agreements that the service obtained itself. Earlier ones stay as they are. */
export async function handleUpgradeTerms(context: RequestContext): Promise<EmulatorResponse> {
  const call = await readTagsCall(context);
  if (call instanceof EmulatorResponse) return call;
  const {tags} = call;
  const {app, persona, link} = call.caller;
  const {links} = context.emulator.store;
  links.agree(app, persona, {terms: tags.filter((tag) => !(tag in link.terms)), by: 'KAPI'});
  const {terms} = links.getOrThrow(app, persona);
  const agreed = tags.map((tag) => ({tag, agreed: true, ...toAgreement(terms[tag])}));
  return toJson({id: persona.userId, agreed_service_terms: agreed});
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
  const value = parseJson(text);
  return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : null;
}

/** The named items, or all items if none is named; null if one is unknown. */
function findItems({app}: Caller, names: readonly string[]): readonly ConsentItem[] | null {
  if (names.some((name) => !app.scopes.some(({id}) => id === name))) return null;
  return names.length === 0 ? app.scopes : app.scopes.filter(({id}) => names.includes(id));
}

/** A request about named terms of the app, or the error. */
async function readTagsCall(
  context: RequestContext,
): Promise<{readonly caller: Caller; readonly tags: readonly string[]} | EmulatorResponse> {
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  const {caller, parameters} = call;
  const tags = toList(getText(parameters, 'tags'));
  const isKnown = tags.length > 0 && findUnknownTags(caller.app.terms, tags).length === 0;
  return isKnown ? {caller, tags} : toKapiError(context, -2, 'tags does not name terms of the app.');
}
