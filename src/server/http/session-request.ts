import {MAX_ATTRIBUTION, MAX_ATTRIBUTION_VALUE} from '../../shared/attribution.js';
import {isRandomToken} from '../../shared/encoding/random.js';
import {readReference, toReference} from '../../shared/reference.js';
import {isErrorCode} from '../../shared/errors.js';
import type {Purpose} from '../../shared/transaction.js';
import {
  CLIENT_HEADER,
  CLIENT_HEADER_VALUE,
  type LoginRequest,
  type LogoutRequest,
  type PageReport,
  type ReportedBrowser,
  type ReportRequest,
  type UnlinkRequest,
} from '../../shared/wire.js';
import {READ_FIRST, readRequestText} from '../base/request-text.js';
import {type UnknownRecord, isRecord, isNonEmptyString} from '../base/validate.js';
import {RequestError} from '../base/request-error.js';

const MAX_BODY = 64 * 1024;
const BODY_TIMEOUT = 10_000;
const MAX_TERMS = 50;

const BROWSERS = Object.keys({
  kakaotalk: 1,
  naver: 1,
  instagram: 1,
  facebook: 1,
  line: 1,
  chrome: 1,
  safari: 1,
  samsung: 1,
  firefox: 1,
  other: 1,
} satisfies Record<ReportedBrowser, 1>) as ReportedBrowser[];

/** What a POST may ask for. */
type SessionRequest = LoginRequest | LogoutRequest | UnlinkRequest | ReportRequest;

const LOGINS: ReadonlySet<string> = new Set(['login', 'auto-login', 'terms', 'link'] satisfies Purpose[]);

/**
 * Checks the header that a page of another site cannot add.
 *
 * @throws RequestError `request_invalid`
 */
export function checkClientHeader(request: Request): void {
  if (request.headers.get(CLIENT_HEADER) !== CLIENT_HEADER_VALUE) {
    throw new RequestError('request_invalid', `The request lacks the header ${CLIENT_HEADER}: ${CLIENT_HEADER_VALUE}.`);
  }
}

/**
 * The JSON object in a request's body.
 *
 * @throws RequestError `request_invalid`
 */
export async function readRequestBody(request: Request): Promise<UnknownRecord> {
  if (!request.headers.get('content-type')?.match(/^application\/json[ \t]*(;|$)/i)) {
    throw new RequestError('request_invalid', 'The request’s content type is not application/json.', {status: 415});
  }
  const text = await readRequestText(request, {maxBytes: MAX_BODY, milliseconds: BODY_TIMEOUT});
  if (text === '') throw new RequestError('request_invalid', `The request’s body is not JSON: empty. ${READ_FIRST}`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new RequestError('request_invalid', 'The request’s body is not JSON.');
  }
  if (!isRecord(body)) throw new RequestError('request_invalid', 'The request’s body is not a JSON object.');
  return body;
}

/** The reference of the transaction that a body names, if it names one. */
export function findReference(body: UnknownRecord): string | undefined {
  return isRandomToken(body['tx']) ? toReference(body['tx']) : undefined;
}

/**
 * What a body asks for: named fields only, each of its form.
 *
 * @throws RequestError `request_invalid`, `purpose_unsupported`
 */
export function readSessionRequest(body: UnknownRecord): SessionRequest {
  const {purpose} = body;
  if (typeof purpose !== 'string') throw invalid('purpose');
  if (purpose === 'logout') return {purpose};
  if (purpose === 'unlink') return {purpose, ...readUnlink(body)};
  if (purpose === 'report') return {purpose, ...readReport(body)};
  if (LOGINS.has(purpose)) return readLoginRequest(purpose as Purpose, body);
  throw new RequestError('purpose_unsupported', 'No such purpose is known.');
}

function readUnlink({tx}: UnknownRecord): Omit<UnlinkRequest, 'purpose'> {
  if (tx === undefined) return {};
  // Any text is accepted, because a site's own session may hold the `tx` of another kit.
  if (!isNonEmptyString(tx, 1024)) throw invalid('tx');
  return {tx};
}

function readReport({code, ref, release, browser: name}: UnknownRecord): PageReport {
  if (!isErrorCode(code)) throw invalid('code');
  const reference = readReference(ref);
  if (!reference) throw invalid('ref');
  // https://semver.org
  if (!isNonEmptyString(release, 64) || !/^\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(release)) throw invalid('release');
  const browser = BROWSERS.find((known) => known === name);
  if (!browser) throw invalid('browser');
  return {code, ref: reference, release, browser};
}

/**
 * A login, by the fields of a page's body, or of the record that a route of the server finds in the cookie.
 *
 * @throws RequestError `request_invalid`
 */
export function readLoginRequest(purpose: Purpose, body: UnknownRecord): LoginRequest {
  const {tx, code, redirectUri, clientId, nonceSecret, codeVerifier, t, terms, attribution, context} = body;
  if (!isRandomToken(tx)) throw invalid('tx');
  if (!isNonEmptyString(code, 1024) || !/^[\x21-\x7e]+$/.test(code)) throw invalid('code');
  if (!isNonEmptyString(redirectUri, 2048)) throw invalid('redirectUri');
  if (!isNonEmptyString(clientId, 128)) throw invalid('clientId');
  if (!isRandomToken(nonceSecret)) throw invalid('nonceSecret');
  // RFC 7636 §4.1
  const isVerifier =
    codeVerifier === undefined || (isNonEmptyString(codeVerifier) && /^[\w.~-]{43,128}$/.test(codeVerifier));
  if (!isVerifier) throw invalid('codeVerifier');
  if (t !== undefined && !Number.isSafeInteger(t)) throw invalid('t');
  if (terms !== undefined && !isTerms(terms)) throw invalid('terms');
  if (attribution !== undefined && !isRecord(attribution)) throw invalid('attribution');
  if (context !== undefined && !isContext(context)) throw invalid('context');
  return {
    purpose,
    tx,
    code,
    redirectUri,
    clientId,
    nonceSecret,
    ...(codeVerifier !== undefined && {codeVerifier}),
    ...(t !== undefined && {t: t as number}),
    ...(terms !== undefined && {terms}),
    ...(attribution !== undefined && {attribution: readAttribution(attribution)}),
    ...(context !== undefined && {context}),
  };
}

/** Whether a value is tags of terms that were asked for. */
export function isTerms(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MAX_TERMS && value.every((tag) => isNonEmptyString(tag, 100));
}

/** Whether a value is the site's own text. */
export function isContext(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 512;
}

/** What fits is kept: a strange campaign address keeps nobody from logging in. */
export function readAttribution(attribution: UnknownRecord): Readonly<Record<string, string>> {
  const entries = Object.entries(attribution).filter(
    (entry): entry is [string, string] =>
      /^[a-z][\w.-]{0,63}$/i.test(entry[0]) && isNonEmptyString(entry[1], MAX_ATTRIBUTION_VALUE),
  );
  return Object.fromEntries(entries.slice(0, MAX_ATTRIBUTION));
}

function invalid(field: string): RequestError {
  return new RequestError('request_invalid', `The request's ${field} is missing or not of its form.`);
}
