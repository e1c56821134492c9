import {type UnknownRecord, isRecord} from '../base/validate.js';
import {RequestError} from '../base/request-error.js';
import {readSignedToken, SignedTokenError} from './signed-token.js';
import type {SigningKeys} from './signing-keys.js';

/** Seconds by which two clocks may differ. */
const TOLERANCE = 60;
/** Seconds since a token was issued: it is fresh from the token endpoint. */
const MAX_AGE = 600;

/** What an ID token must say. */
export interface IdTokenRules {
  readonly issuer: string;
  /** The app keys it may be for: the one that the login was asked with, and the one that exchanged the code. */
  readonly audiences: readonly string[];
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Kakao's clock minus ours in milliseconds, where an answer of Kakao's told it. */
  readonly clockOffset?: number | undefined;
}

/** What is taken from an ID token: who it is, and since when Kakao is sure of it. */
interface IdToken {
  readonly sub: string;
  /** When the person last proved who they are to Kakao, in seconds since the epoch, if the token says so; 0 if unreadably. */
  readonly authTime?: number;
}

/**
 * The person an ID token speaks of, after every check of OpenID Connect Core §3.1.3.7: signature by one of Kakao's keys
 * with RS256 and nothing else, issuer, audience, nonce, times.
 *
 * @throws RequestError `id_token_invalid`, `clock_skew`, or why Kakao's keys cannot be had
 */
export async function readIdToken(token: string, keys: SigningKeys, rules: IdTokenRules): Promise<IdToken> {
  return checkClaims(await readClaims(token, keys), rules);
}

/** @throws RequestError `id_token_invalid`, or why Kakao's keys cannot be had */
async function readClaims(token: string, keys: SigningKeys): Promise<unknown> {
  try {
    // A security event token has the same issuer, key and audience.
    return await readSignedToken(token, keys, (type) => type === undefined || type === 'JWT');
  } catch (error) {
    if (error instanceof SignedTokenError) throw invalid(error.message, error.cause);
    throw error;
  }
}

/**
 * The person that verified claims speak of.
 *
 * @throws RequestError `id_token_invalid`, or `clock_skew` where all is right but the times and the clocks are known to differ
 */
export function checkClaims(claims: unknown, rules: IdTokenRules): IdToken {
  if (!isRecord(claims)) throw invalid('has unreadable claims');
  const {iss, aud, azp, nonce, sub, events} = claims;
  if (iss !== rules.issuer) throw invalid('is from another issuer');
  const audience: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  if (!rules.audiences.some((ours) => ours === audience)) {
    throw invalid('is for another app key. Where a JavaScript key asks and a REST API key exchanges, set exchangeAs');
  }
  if (azp !== undefined && azp !== audience) throw invalid('is for another party');
  if (nonce !== rules.nonce) throw invalid('belongs to another login (nonce)');
  if (events !== undefined) throw invalid('is an event, not a login');
  if (typeof sub !== 'string' || !/^[1-9][0-9]{0,19}$/.test(sub)) throw invalid('names nobody');
  checkTimes(claims, rules);
  const {auth_time: authTime = null} = claims;
  // One that is told and cannot be read is no reason to take this login for a fresh one.
  return {sub, ...(authTime !== null && {authTime: isTime(authTime) ? authTime : 0})};
}

function checkTimes({exp, iat, nbf = 0}: UnknownRecord, {now, clockOffset = 0}: IdTokenRules): void {
  const seconds = now / 1000;
  if (!isTime(exp) || !isTime(iat) || !isTime(nbf)) throw invalid('lacks its times');
  let problem: string;
  if (seconds >= exp + TOLERANCE) problem = 'has expired';
  else if (iat > seconds + TOLERANCE) problem = 'was issued in the future';
  else if (iat < seconds - MAX_AGE) problem = 'was issued too long ago';
  else if (nbf > seconds + TOLERANCE) problem = 'is not valid yet';
  else return;
  // Half of the tolerance: the header counts whole seconds, and the answer took its time.
  if (Math.abs(clockOffset) > (TOLERANCE * 1000) / 2) {
    const offset = Math.round(clockOffset / 1000);
    // Stryker disable next-line EqualityOperator: the clocks are seconds apart
    const direction = offset > 0 ? 'behind' : 'ahead of';
    throw new RequestError(
      'clock_skew',
      `This server's clock is ${Math.abs(offset)} s ${direction} Kakao's: synchronise it (NTP). The ID token ${problem}.`,
    );
  }
  throw invalid(problem);
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value);
}

function invalid(problem: string, cause?: unknown): RequestError {
  return new RequestError('id_token_invalid', `The ID token ${problem}.`, {cause});
}
