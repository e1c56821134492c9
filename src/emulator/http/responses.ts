import {hasMediaType, stripBlanks} from '../base/header-text.js';
import {KAPI_ERRORS, KOE, type KoeCode} from '../base/kakao-errors.js';
import {hideSecrets} from '../store/request-log.js';
import type {RequestContext} from './emulator-context.js';

/** JSON that nobody stores. */
export function toJson(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store', ...headers},
  });
}

/** A redirect that nobody stores. */
export function toRedirect(address: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {status: 302, headers: {location: address, 'cache-control': 'no-store', ...headers}});
}

/** The token endpoint's error (RFC 6749 §5.2, with Kakao's `error_code`). */
export function toTokenError(context: RequestContext, code: KoeCode, description?: string): Response {
  context.entry.error = code;
  const {status, error, description: usual} = KOE[code];
  return toJson({error, error_description: description ?? usual, error_code: code}, status);
}

/** kapi's error (Kakao: REST API > Reference > Error code). */
export function toKapiError(context: RequestContext, code: number, msg?: string, more: object = {}): Response {
  context.entry.error = String(code);
  const known = KAPI_ERRORS[code] ?? {status: 400, msg: 'error'};
  const headers = code === -401 ? {'www-authenticate': 'Bearer error=invalid_token'} : undefined;
  return toJson({msg: msg ?? known.msg, code, ...more}, known.status, headers);
}

/** For a path or method that Kakao does not have. */
export function toRefusal(context: RequestContext, status: number, message: string): Response {
  context.entry.error = message;
  return toJson({error: 'emulator', error_description: message}, status);
}

export const FORM = 'application/x-www-form-urlencoded';
const MAX_BODY = 64 * 1024;

/** A form's fields, noted in the log; null where the content type is another or the body too long. */
export async function readForm({request, entry}: RequestContext): Promise<URLSearchParams | null> {
  if (!hasMediaType(request, FORM)) return null;
  const text = await request.text();
  if (text.length > MAX_BODY) return null;
  const form = new URLSearchParams(text);
  entry.body = hideSecrets(form);
  return form;
}

/** The first name that comes more than once (RFC 6749 §3.1 forbids it), or null. */
export function findDuplicate(parameters: URLSearchParams): string | null {
  const names = [...parameters.keys()];
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}

/** A parameter's value; null where it is absent or empty (RFC 6749 §3.1: the two are the same). */
export function getText(parameters: URLSearchParams, name: string): string | null {
  const value = parameters.get(name);
  return value === '' ? null : value;
}

/** The items of a comma separated list. */
export function toList(text: string | null): readonly string[] {
  return (text ?? '')
    .split(',')
    .map(stripBlanks)
    .filter((item) => item !== '');
}
