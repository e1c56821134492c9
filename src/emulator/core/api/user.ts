import {getText, warnOfUnknown} from '../http/parameters.js';
import {toJson, toKapiError} from '../http/responses.js';
import {authenticate, authenticateOrAdmin} from './authenticate.js';
import type {Fault} from '../faults/faults.js';
import {toLoginMutation} from '../faults/api-mutations.js';
import {getMutationOrThrow} from '../faults/login-mutations.js';
import {readPropertyKeys, toPictureOrigin, toUserInformation} from './user-information.js';
import type {RequestContext} from '../http/emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

const KNOWN = ['property_keys', 'secure_resource', 'target_id', 'target_id_type'];

/** GET or POST /v2/user/me. */
export async function handleUser(context: RequestContext, fault: Fault | null): Promise<EmulatorResponse> {
  const {url, entry} = context;
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  const {caller, parameters} = call;
  if (caller.persona.under14 === 'after-linking') return toKapiError(context, -406);
  entry.warn(...warnOfUnknown(parameters, KNOWN, '/v2/user/me'));
  const propertyKeys = readPropertyKeys(getText(parameters, 'property_keys'));
  if (propertyKeys === undefined) return toKapiError(context, -2, 'property_keys is not a JSON array of known keys.');
  const secure = getText(parameters, 'secure_resource');
  if (secure !== null && secure !== 'true' && secure !== 'false') {
    return toKapiError(context, -2, 'secure_resource is true or false.');
  }
  const user = toUserInformation(caller, {pictures: toPictureOrigin(url, secure), propertyKeys});
  for (const mutation of [caller.token?.mutation ?? null, toLoginMutation(fault?.spoil)]) {
    if (mutation !== null) getMutationOrThrow(mutation).user?.(user);
  }
  return toJson(user);
}

/** GET /v1/user/access_token_info. */
export function handleTokenInfo(context: RequestContext): EmulatorResponse {
  const caller = authenticate(context);
  if (caller instanceof EmulatorResponse) return caller;
  const expiresIn = Math.floor((caller.token.expiresAt - context.emulator.now()) / 1000);
  return toJson({id: caller.persona.userId, expires_in: expiresIn, app_id: caller.app.appId});
}

/** POST /v1/user/logout: ends the token; with the admin key, all tokens of the person. The link stays. */
export async function handleApiLogout(context: RequestContext): Promise<EmulatorResponse> {
  const {store} = context.emulator;
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  const {caller} = call;
  if ('accessToken' in caller) store.tokens.removeAccessToken(caller.accessToken);
  else store.tokens.removeTokens(caller.app, caller.persona);
  return toJson({id: caller.persona.userId});
}

/** POST /v1/user/unlink: ends the link and all its tokens. No unlink notice follows. */
export async function handleUnlink(context: RequestContext): Promise<EmulatorResponse> {
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  context.emulator.store.unlink(call.caller.app, call.caller.persona, null);
  return toJson({id: call.caller.persona.userId});
}
