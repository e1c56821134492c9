import {getText, toJson, toKapiError} from '../http/responses.js';
import {authenticate, authenticateOrAdmin} from './authenticate.js';
import type {Fault} from '../faults/faults.js';
import {toLoginSpoil} from '../faults/spoil-api.js';
import {readSpoil} from '../faults/mutations.js';
import {readPropertyKeys, toUserInformation} from './user-information.js';
import {type RequestContext, isKakaoHost} from '../http/emulator-context.js';

const KNOWN = ['property_keys', 'secure_resource', 'target_id', 'target_id_type'];

/** GET or POST /v2/user/me. */
export async function handleUser(exchange: RequestContext, fault: Fault | null): Promise<Response> {
  const {url, entry} = exchange;
  const call = await authenticateOrAdmin(exchange);
  if (call instanceof Response) return call;
  const {caller, parameters} = call;
  if (caller.persona.under14 === 'after-linking') return toKapiError(exchange, -406);
  for (const name of parameters.keys()) {
    if (!KNOWN.includes(name)) entry.warnings.push(`Kakao knows no parameter "${name}" of /v2/user/me.`);
  }
  const propertyKeys = readPropertyKeys(getText(parameters, 'property_keys'));
  if (propertyKeys === undefined) return toKapiError(exchange, -2, 'property_keys is not a JSON array of known keys.');
  const secure = getText(parameters, 'secure_resource');
  if (secure !== null && secure !== 'true' && secure !== 'false') {
    return toKapiError(exchange, -2, 'secure_resource is true or false.');
  }
  const pictures = isKakaoHost(url) ? `${secure === 'true' ? 'https' : 'http'}://k.kakaocdn.net` : url.origin;
  const user = toUserInformation(caller, {pictures, propertyKeys});
  const spoils = [caller.token?.spoil ?? null, toLoginSpoil(fault?.spoil)];
  for (const spoil of spoils) if (spoil !== null) readSpoil(spoil).user?.(user);
  return toJson(user);
}

/** GET /v1/user/access_token_info. */
export function handleTokenInfo(exchange: RequestContext): Response {
  const caller = authenticate(exchange);
  if (caller instanceof Response) return caller;
  const expiresIn = Math.floor((caller.token.expiresAt - exchange.world.now()) / 1000);
  return toJson({id: caller.persona.userId, expires_in: expiresIn, app_id: caller.app.appId});
}

/** POST /v1/user/logout: the token ends, or, by the admin key, every token of the person. The link stays. */
export async function handleApiLogout(exchange: RequestContext): Promise<Response> {
  const {store} = exchange.world;
  const call = await authenticateOrAdmin(exchange);
  if (call instanceof Response) return call;
  const {caller} = call;
  if ('accessToken' in caller) store.issued.removeAccessToken(caller.accessToken);
  else store.issued.removeTokens(caller.app, caller.persona);
  return toJson({id: caller.persona.userId});
}

/** POST /v1/user/unlink: the link and all its tokens end. */
export async function handleUnlink(exchange: RequestContext): Promise<Response> {
  const call = await authenticateOrAdmin(exchange);
  if (call instanceof Response) return call;
  exchange.world.store.unlink(call.caller.app, call.caller.persona);
  return toJson({id: call.caller.persona.userId});
}
