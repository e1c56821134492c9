import type {BackendCode} from '../../shared/errors.js';
import {type KakaoAnswer, readJsonObject} from './http.js';
import {RequestError} from '../base/request-error.js';

/** Our code and what a developer should do, for one of Kakao's. */
interface KakaoErrorMeaning {
  readonly code: BackendCode;
  readonly hint: string;
}

const MAX_WAIT = 60;

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
  ['KOE320', {code: 'code_used', hint: 'The code was used before, is too old, or belongs to another key.'}],
]);

/** What Kakao's user API answers (https://developers.kakao.com/docs/latest/ko/rest-api/reference#error-code). */
export const API_ERRORS: ReadonlyMap<string, KakaoErrorMeaning> = new Map<string, KakaoErrorMeaning>([
  ['-1', {code: 'provider_unavailable', hint: 'Kakao has temporary trouble. Nothing to do here.'}],
  ['-3', {code: 'provider_refused', hint: 'Switch on the feature on the app’s console page.'}],
  ['-4', {code: 'account_restricted', hint: 'Kakao has restricted this account.'}],
  ['-5', {code: 'provider_refused', hint: 'The app lacks the permission: apply for it on the console page.'}],
  ['-7', {code: 'provider_unavailable', hint: 'Kakao is under maintenance.'}],
  ['-10', {code: 'rate_limited', hint: 'The app’s quota of API calls is used up.'}],
  ['-12', {code: 'provider_refused', hint: 'Kakao has restricted the app: see the console page.'}],
  [
    '-101',
    {
      code: 'provider_refused',
      hint: 'The account is not linked with the app. Switch on automatic linking on the console page.',
    },
  ],
  ['-103', {code: 'account_restricted', hint: 'The account is dormant or gone.'}],
  ['-401', {code: 'provider_refused', hint: 'Kakao refused the access token it had just issued.'}],
  ['-402', {code: 'provider_refused', hint: 'The person has not agreed to what the request needs.'}],
  ['-406', {code: 'under_age', hint: 'Kakao does not allow this app for people under 14.'}],
  ['-9798', {code: 'provider_unavailable', hint: 'Kakao is under maintenance.'}],
]);

/**
 * The error behind an answer of the token endpoint that is not a success. The code is read from the body: Kakao may
 * add a `WWW-Authenticate` header, which says less.
 */
export function toTokenError(answer: KakaoAnswer): RequestError {
  const body = readJsonObject(answer.text);
  const kakaoCode =
    typeof body?.['error_code'] === 'string' && /^KOE\d{3}$/.test(body['error_code']) ? body['error_code'] : '';
  const cause = body?.['error_description'];
  return toRequestError(
    answer,
    TOKEN_ERRORS,
    kakaoCode,
    cause,
    body !== null && (kakaoCode !== '' || typeof body['error'] === 'string'),
  );
}

/** The error behind an answer of the user API that is not a success. */
export function toApiError(answer: KakaoAnswer): RequestError {
  const body = readJsonObject(answer.text);
  const kakaoCode = Number.isInteger(body?.['code']) ? String(body?.['code']) : '';
  return toRequestError(answer, API_ERRORS, kakaoCode, body?.['msg'], kakaoCode !== '');
}

function toRequestError(
  {status, headers}: KakaoAnswer,
  meanings: ReadonlyMap<string, KakaoErrorMeaning>,
  kakaoCode: string,
  said: unknown,
  isErrorBody: boolean,
): RequestError {
  const details = {...(kakaoCode && {kakaoCode}), ...(typeof said === 'string' && {cause: said})};
  const meaning = meanings.get(kakaoCode);
  if (status === 429 || meaning?.code === 'rate_limited') {
    const hint = meaning?.hint ?? 'Kakao asks to send fewer requests.';
    return new RequestError('rate_limited', hint, {...details, retryAfter: readRetryAfter(headers)});
  }
  // Whatever comes with it, a status of 500 or more passes by itself.
  if (status >= 500 && meaning?.code !== 'provider_unavailable') {
    return new RequestError('provider_unavailable', `Kakao answered ${status}. Nothing to do here.`, details);
  }
  if (meaning && status >= 400) return new RequestError(meaning.code, meaning.hint, details);
  if (isErrorBody && status >= 400) {
    const hint = `Kakao refused with ${kakaoCode || `status ${status}`}: see its trouble-shooting page.`;
    return new RequestError('provider_refused', hint, details);
  }
  const hint = `Kakao answered ${status} with a body that is none of its answers. A proxy may stand between.`;
  return new RequestError('provider_bad_response', hint, details);
}

/** Seconds to wait: what Kakao says, at most a minute. */
function readRetryAfter(headers: Headers): number {
  const seconds = headers.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(seconds) ? Math.min(Number(seconds), MAX_WAIT) : MAX_WAIT;
}
