import type {ApiCode, BackendCode} from '../../shared/errors.js';
import {readDate} from './values.js';
import {createRedactor, type Redactor} from '../base/redactor.js';
import {KakaoApiError} from './api-error.js';
import {type KakaoAnswer, readJsonObject} from './http.js';

/** Our code and what a developer should do, for one of Kakao's. */
interface KakaoErrorMeaning {
  readonly code: BackendCode | ApiCode;
  readonly hint: string;
}

/** What is known of a request that failed. */
export interface FailedRequest {
  /** Knows what the request held that no error may. */
  readonly redactor?: Redactor;
  /** Whether it was sent with the admin key. */
  readonly isAdmin?: boolean;
  /** The consent items that it needs, as far as Kakao documents it. */
  readonly scopes?: readonly string[];
  /** Seconds until Kakao counts its quota anew. */
  readonly quotaSeconds?: number | undefined;
}

/** What Kakao's token endpoint answers (https://developers.kakao.com/docs/latest/ko/kakaologin/trouble-shooting). */
export const TOKEN_ERRORS: ReadonlyMap<string, KakaoErrorMeaning> = new Map<string, KakaoErrorMeaning>([
  ['KOE003', {code: 'provider_unavailable', hint: 'Kakao has temporary trouble. Nothing to do here.'}],
  [
    'KOE009',
    {
      code: 'platform_unregistered',
      hint: 'Register the site’s domain under the JavaScript key on the app’s console page.',
    },
  ],
  [
    'KOE010',
    {
      code: 'client_secret_wrong',
      hint: 'Set the secret of this key to the client secret on the console page; it is on by default for REST API keys.',
    },
  ],
  ['KOE101', {code: 'app_key_wrong', hint: 'No app has this key: compare clientId with the app’s console page.'}],
  ['KOE237', {code: 'rate_limited', hint: 'Kakao allows 20 logins of one person in 10 minutes.'}],
  [
    'KOE303',
    {
      code: 'redirect_uri_mismatch',
      hint: 'The redirect URI differs from the one the code was asked with, or the key that exchanges it does not have it.',
    },
  ],
  [
    'KOE310',
    {code: 'provider_refused', hint: 'Kakao does not know the grant type. Update this package or tell its authors.'},
  ],
  ['KOE319', {code: 'login_required', hint: 'There is no refresh token: have the person log in.'}],
  ['KOE320', {code: 'code_used', hint: 'The code was used before, is too old, or belongs to another key.'}],
  [
    'KOE322',
    {
      code: 'login_required',
      hint: 'The refresh token has expired, was revoked or is another key’s: delete it, and have the person log in.',
    },
  ],
]);

/** What Kakao's APIs answer (https://developers.kakao.com/docs/latest/ko/rest-api/reference#error-code). */
export const API_ERRORS: ReadonlyMap<string, KakaoErrorMeaning> = new Map<string, KakaoErrorMeaning>([
  ['-1', {code: 'provider_unavailable', hint: 'Kakao has temporary trouble. Nothing to do here.'}],
  [
    '-2',
    {
      code: 'provider_refused',
      hint: 'Kakao refused a value of the request, such as a name that the app does not have.',
    },
  ],
  [
    '-3',
    {
      code: 'provider_refused',
      hint: 'Switch on the feature on the app’s console page; what is required cannot be revoked.',
    },
  ],
  ['-4', {code: 'account_restricted', hint: 'Kakao has restricted this account.'}],
  ['-5', {code: 'provider_refused', hint: 'The app lacks the permission: apply for it on the console page.'}],
  ['-6', {code: 'provider_refused', hint: 'Kakao does not allow this to the account or the app.'}],
  ['-7', {code: 'provider_unavailable', hint: 'Kakao is under maintenance.'}],
  ['-8', {code: 'provider_refused', hint: 'Kakao refused the headers. Update this package or tell its authors.'}],
  ['-9', {code: 'provider_refused', hint: 'Kakao has ended this API. Update this package or tell its authors.'}],
  ['-10', {code: 'rate_limited', hint: 'The app’s quota of API calls is used up.'}],
  ['-11', {code: 'rate_limited', hint: 'The app’s paid quota of API calls is used up.'}],
  ['-12', {code: 'provider_refused', hint: 'Kakao has restricted the app: see the console page.'}],
  [
    '-101',
    {
      code: 'not_linked',
      hint: 'The account is not linked with the app whose key was used. For a login, switch on automatic linking on the console page.',
    },
  ],
  ['-102', {code: 'provider_refused', hint: 'The account is linked with the app already.'}],
  ['-103', {code: 'account_restricted', hint: 'The account is dormant or gone.'}],
  ['-201', {code: 'provider_refused', hint: 'The app has no such user property: see the console page.'}],
  [
    '-401',
    {
      code: 'token_invalid',
      hint: 'Kakao refused the access token: it has expired, was revoked or is another app’s. Refresh it.',
    },
  ],
  ['-402', {code: 'scope_missing', hint: 'The person has not agreed to what the request needs.'}],
  ['-406', {code: 'under_age', hint: 'Kakao does not allow this app for people under 14.'}],
  ['-501', {code: 'provider_refused', hint: 'The person does not use KakaoTalk.'}],
  ['-541', {code: 'provider_refused', hint: 'There is no such channel: write its public id, such as _ZeUTxl.'}],
  ['-544', {code: 'provider_refused', hint: 'Kakao has banned the channel.'}],
  ['-815', {code: 'provider_unavailable', hint: 'Kakao’s customer files have temporary trouble. Nothing to do here.'}],
  ['-816', {code: 'provider_refused', hint: 'The channel has no customer file of this id.'}],
  ['-817', {code: 'provider_refused', hint: 'Kakao refused the name of the customer file: another file may have it.'}],
  [
    '-818',
    {code: 'provider_refused', hint: 'A channel has 30 customer files at most: remove one in its partner centre.'},
  ],
  ['-819', {code: 'provider_refused', hint: 'The channel is not linked with the app: link them on the console page.'}],
  ['-9798', {code: 'provider_unavailable', hint: 'Kakao is under maintenance.'}],
]);

/** Kakao refuses the admin key as it refuses a token. */
const ADMIN_KEY_REFUSED: KakaoErrorMeaning = {
  code: 'app_key_wrong',
  hint: 'Kakao refused adminKey: compare it with the admin key on the app’s console page.',
};

/**
 * The error behind an answer of the token endpoint that is not a success. The code is read from the body: Kakao may
 * add a `WWW-Authenticate` header, which says less.
 */
export function toTokenError(answer: KakaoAnswer, failed: FailedRequest = {}): KakaoApiError {
  const body = readJsonObject(answer.text);
  const said = body?.['error_code'];
  const kakaoCode = typeof said === 'string' && /^KOE\d{3}$/.test(said) ? said : '';
  const isErrorBody = kakaoCode !== '' || typeof body?.['error'] === 'string';
  const meaning = TOKEN_ERRORS.get(kakaoCode);
  return toApiErrorOf({answer, failed, meaning, kakaoCode, said: body?.['error_description'], isErrorBody});
}

/** The error behind an answer of the other APIs that is not a success. */
export function toApiError(answer: KakaoAnswer, failed: FailedRequest = {}): KakaoApiError {
  const body = readJsonObject(answer.text);
  const kakaoCode = Number.isInteger(body?.['code']) ? String(body?.['code']) : '';
  const known = failed.isAdmin && kakaoCode === '-401' ? ADMIN_KEY_REFUSED : API_ERRORS.get(kakaoCode);
  const scopes = known?.code === 'scope_missing' ? readRequiredScopes(body?.['required_scopes'], failed) : [];
  const meaning = known && scopes.length > 0 ? {...known, hint: toScopeHint(scopes)} : known;
  return toApiErrorOf({answer, failed, meaning, kakaoCode, scopes, said: body?.['msg'], isErrorBody: kakaoCode !== ''});
}

/** The error of an account whose information needs a consent that was not given. */
export function toScopeError(scopes: readonly string[]): KakaoApiError {
  return new KakaoApiError('scope_missing', toScopeHint(scopes), {requiredScopes: scopes});
}

function toScopeHint(scopes: readonly string[]): string {
  return `The person has not agreed to what the request needs: ask for scope="${scopes.join()}" in a login.`;
}

/** What Kakao says must be agreed to, else what its documents say of the request. */
function readRequiredScopes(value: unknown, {scopes = []}: FailedRequest): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value.slice(0, 50) : [];
  const said = list.filter((scope): scope is string => typeof scope === 'string' && /^\w{1,64}$/.test(scope));
  return said.length > 0 ? said : scopes;
}

/** What an answer says, read from its body. */
interface Refusal {
  readonly answer: KakaoAnswer;
  readonly failed: FailedRequest;
  readonly meaning: KakaoErrorMeaning | undefined;
  readonly kakaoCode: string;
  readonly scopes?: readonly string[];
  readonly said: unknown;
  readonly isErrorBody: boolean;
}

function toApiErrorOf({answer, failed, meaning, kakaoCode, scopes, said, isErrorBody}: Refusal): KakaoApiError {
  const {status, headers} = answer;
  const {redactor = createRedactor(), quotaSeconds} = failed;
  const details = {
    status,
    at: readDate(headers.get('date')),
    ...(kakaoCode && {kakaoCode}),
    ...(scopes && {requiredScopes: scopes}),
    ...(typeof said === 'string' && {cause: redactor.redact(said)}),
  };
  if (status === 429 || meaning?.code === 'rate_limited') {
    const hint = meaning?.hint ?? 'Kakao asks to send fewer requests.';
    return new KakaoApiError('rate_limited', hint, {...details, retryAfter: readRetryAfter(headers) ?? quotaSeconds});
  }
  // Whatever comes with it, a status of 500 or more passes by itself.
  if (status >= 500 && meaning?.code !== 'provider_unavailable') {
    return new KakaoApiError('provider_unavailable', `Kakao answered ${status}. Nothing to do here.`, details);
  }
  if (meaning && status >= 400) return new KakaoApiError(meaning.code, meaning.hint, details);
  if (isErrorBody && status >= 400) {
    const hint = `Kakao refused with ${kakaoCode || `status ${status}`}: see its trouble-shooting page.`;
    return new KakaoApiError('provider_refused', hint, details);
  }
  const hint = `Kakao answered ${status} with a body that is none of its answers. A proxy may stand between.`;
  return new KakaoApiError('provider_bad_response', hint, details);
}

/** Seconds to wait, if Kakao says it in one of the two forms of RFC 9110 §10.2.3; a date is compared with Kakao's own clock. */
function readRetryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const milliseconds = Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return /^[A-Z]/.test(text) && milliseconds >= 0 ? Math.ceil(milliseconds / 1000) : undefined;
}
