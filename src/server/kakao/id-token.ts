import {compactVerify, errors} from 'jose';
import {fromBase64url, textFromBase64url} from '../../shared/base64url.js';
import {type UnknownRecord, isRecord} from '../base/validate.js';
import {readJsonObject} from './http.js';
import {RequestError} from '../base/request-error.js';
import type {KeySet, SigningKeys} from './signing-keys.js';

const MAX_LENGTH = 16_384;
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
  const namesKey = readHeader(token)['kid'] !== undefined;
  return checkClaims(await verify(token, keys, namesKey), rules);
}

/** Checks what jose leaves open: exactly three strict base64url parts, and no header that changes their meaning. */
function readHeader(token: string): UnknownRecord {
  const parts = token.split('.');
  if (token.length > MAX_LENGTH || parts.length !== 3 || parts.some((part) => !part || !fromBase64url(part))) {
    throw invalid('is not a signed JWT');
  }
  // Stryker disable next-line StringLiteral: nothing and no JSON are refused alike
  const header = readJsonObject(textFromBase64url(parts[0] ?? '') ?? '');
  if (!header) throw invalid('has no header');
  if (header['alg'] !== 'RS256') throw invalid('is not signed with RS256');
  // A security event token has the same issuer, key and audience.
  if (header['typ'] !== undefined && header['typ'] !== 'JWT') throw invalid('is a token of another type');
  if (header['crit'] !== undefined) throw invalid('has critical headers');
  return header;
}

async function verify(token: string, keys: SigningKeys, namesKey: boolean): Promise<unknown> {
  let payload: Uint8Array;
  try {
    payload = await verifyWithNewest(keys, token, namesKey);
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    throw invalid('has a signature by none of Kakao’s keys', cause);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(payload);
  } catch (cause) {
    throw invalid('has unreadable claims', cause);
  }
  return readJsonObject(text);
}

async function verifyWithNewest(keys: SigningKeys, token: string, namesKey: boolean): Promise<Uint8Array> {
  let known = await keys.read();
  // A token that names no key is good while there is but one: Kakao may have added another since.
  if (!namesKey) known = (await keys.readAgain(known)) ?? known;
  for (;;) {
    try {
      return await verifyWith(known, token);
    } catch (error) {
      // Newer keys may themselves have been asked for before the token's was there.
      const newer = error instanceof errors.JWKSNoMatchingKey ? await keys.readAgain(known) : null;
      if (!newer) throw error;
      known = newer;
    }
  }
}

async function verifyWith(keys: KeySet, token: string): Promise<Uint8Array> {
  const {payload} = await compactVerify(
    token,
    (header, input) => {
      // With several keys, a token that names none could be tried against each: none is what it gets.
      if (header.kid === undefined && keys.size > 1) throw new errors.JWKSMultipleMatchingKeys();
      return keys.find(header, input);
    },
    // Stryker disable next-line ObjectLiteral: no other header comes here, this is the second lock
    {algorithms: ['RS256']},
  );
  return payload;
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
