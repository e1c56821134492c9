import {isKapiCode, KAPI_ERRORS, type KapiCode, KOE, type KoeCode} from '../base/kakao-errors.js';
import type {RequestContext} from './emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

/** The list of the app's users, which has a quota of its own. */
export const USER_IDS = '/v1/user/ids';

/** JSON that must not be stored. */
export function toJson(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): EmulatorResponse {
  return new EmulatorResponse(JSON.stringify(body), {
    status,
    headers: {'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store', ...headers},
  });
}

/** A redirect that must not be stored. */
export function toRedirect(address: string, headers: Readonly<Record<string, string>> = {}): EmulatorResponse {
  return new EmulatorResponse(null, {
    status: 302,
    headers: {location: address, 'cache-control': 'no-store', ...headers},
  });
}

/** An error of the token endpoint (RFC 6749 §5.2, with Kakao's `error_code`). */
export function toTokenError(context: RequestContext, code: KoeCode, description?: string): EmulatorResponse {
  context.entry.error = code;
  const {status, error, description: usual} = KOE[code];
  return toJson({error, error_description: description ?? usual, error_code: code}, status);
}

/** An error of kapi (Kakao: REST API > Reference > Error code). */
export function toKapiError(
  context: RequestContext,
  code: KapiCode,
  msg?: string,
  more: object = {},
): EmulatorResponse {
  const {status: usualStatus, msg: usual} = KAPI_ERRORS[code];
  // Of all endpoints, only the list of users is documented to answer 429.
  const status = code === -10 && context.url.pathname === USER_IDS ? 429 : usualStatus;
  return toNumberedError(context, {code, status, msg: msg ?? usual}, more);
}

/** The error of a planned fault, which may have a number that Kakao does not document. */
export function toPlannedKapiError(context: RequestContext, code: number): EmulatorResponse {
  return isKapiCode(code)
    ? toKapiError(context, code)
    : toNumberedError(context, {code, status: 400, msg: 'error'}, {});
}

function toNumberedError(
  context: RequestContext,
  {code, status, msg}: {readonly code: number; readonly status: number; readonly msg: string},
  more: object,
): EmulatorResponse {
  context.entry.error = String(code);
  const headers = code === -401 ? {'www-authenticate': 'Bearer error=invalid_token'} : undefined;
  return toJson({msg, code, ...more}, status, headers);
}

/** Refuses a path or a method that Kakao does not have. */
export function toRefusal(context: RequestContext, status: number, message: string): EmulatorResponse {
  context.entry.error = message;
  return toJson({error: 'emulator', error_description: message}, status);
}
