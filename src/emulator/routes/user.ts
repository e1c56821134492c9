import {getText, readForm, toJson, toKapiError} from '../answers.js';
import {readCaller} from '../bearer.js';
import type {Fault} from '../faults.js';
import {readSpoil} from '../spoil.js';
import {readPropertyKeys, toUserInformation} from '../user-information.js';
import {type Exchange, isKakaoHost} from '../world.js';

/** GET or POST /v2/user/me. */
export async function handleUser(exchange: Exchange, fault: Fault | null): Promise<Response> {
  const {request, url, entry} = exchange;
  const caller = readCaller(exchange);
  if (caller instanceof Response) return caller;
  if (caller.persona.under14 === 'after-linking') return toKapiError(exchange, -406);
  const parameters = request.method === 'POST' ? await readParameters(exchange) : url.searchParams;
  if (!parameters) return toKapiError(exchange, -2, 'The body is a form: application/x-www-form-urlencoded.');
  for (const name of parameters.keys()) {
    if (name !== 'property_keys' && name !== 'secure_resource') {
      entry.warnings.push(`Kakao knows no parameter "${name}" of /v2/user/me.`);
    }
  }
  const propertyKeys = readPropertyKeys(getText(parameters, 'property_keys'));
  if (propertyKeys === undefined) return toKapiError(exchange, -2, 'property_keys is not a JSON array of known keys.');
  const secure = getText(parameters, 'secure_resource');
  if (secure !== null && secure !== 'true' && secure !== 'false') {
    return toKapiError(exchange, -2, 'secure_resource is true or false.');
  }
  const pictures = isKakaoHost(url) ? `${secure === 'true' ? 'https' : 'http'}://k.kakaocdn.net` : url.origin;
  const user = toUserInformation(caller, {pictures, propertyKeys});
  for (const spoil of [caller.token.spoil, fault?.spoil ?? null]) if (spoil !== null) readSpoil(spoil).user?.(user);
  return toJson(user);
}

// A POST without a body, as fetch sends it, has no content type.
async function readParameters(exchange: Exchange): Promise<URLSearchParams | null> {
  return exchange.request.body === null ? new URLSearchParams() : readForm(exchange);
}

/** GET /v1/user/access_token_info. */
export function handleTokenInfo(exchange: Exchange): Response {
  const caller = readCaller(exchange);
  if (caller instanceof Response) return caller;
  const expiresIn = Math.floor((caller.token.expiresAt - exchange.world.now()) / 1000);
  return toJson({id: caller.persona.userId, expires_in: expiresIn, app_id: caller.app.appId});
}

/** POST /v1/user/logout: the token ends, the link stays. */
export function handleApiLogout(exchange: Exchange): Response {
  const caller = readCaller(exchange);
  if (caller instanceof Response) return caller;
  exchange.world.store.removeAccessToken(caller.accessToken);
  return toJson({id: caller.persona.userId});
}

/** POST /v1/user/unlink: the link and all its tokens end. */
export function handleUnlink(exchange: Exchange): Response {
  const caller = readCaller(exchange);
  if (caller instanceof Response) return caller;
  exchange.world.store.unlink(caller.app, caller.persona);
  return toJson({id: caller.persona.userId});
}
