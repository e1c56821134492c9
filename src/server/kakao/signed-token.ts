import {compactVerify, errors} from 'jose';
import {isCanonicalBase64url, textFromBase64url} from '../../shared/encoding/base64url.js';
import {RequestError} from '../base/request-error.js';
import type {UnknownRecord} from '../base/validate.js';
import {readJsonObject} from './http.js';
import type {KeySet, SigningKeys} from './signing-keys.js';

const MAX_LENGTH = 16_384;

/** What is wrong with a token: its form, or who signed it. */
type TokenFault = 'shape' | 'signature';

/** Why a token is not taken. The message goes on after "The token". */
export class SignedTokenError extends Error {
  override readonly name = 'SignedTokenError';
  readonly fault: TokenFault;

  constructor(fault: TokenFault, problem: string, cause?: unknown) {
    super(problem, {cause});
    this.fault = fault;
  }
}

/**
 * The claims of a JWT that Kakao has signed: by one of its keys, with RS256 and nothing else (RFC 7515, RFC 8725 §3.1).
 *
 * @param isType whether a `typ` is the one of such tokens, so that none of another kind is taken for one
 * @returns the claims; null if they are no JSON object
 * @throws SignedTokenError, or RequestError why Kakao's keys cannot be had
 */
export async function readSignedToken(
  token: string,
  keys: SigningKeys,
  isType: (type: unknown) => boolean,
): Promise<UnknownRecord | null> {
  const namesKey = readHeader(token, isType)['kid'] !== undefined;
  return verify(token, keys, namesKey);
}

/** Checks what jose leaves open: exactly three strict base64url parts, and no header that changes their meaning. */
function readHeader(token: string, isType: (type: unknown) => boolean): UnknownRecord {
  const parts = token.split('.');
  if (token.length > MAX_LENGTH || parts.length !== 3 || !parts.every((part) => part && isCanonicalBase64url(part))) {
    throw new SignedTokenError('shape', 'is not a signed JWT');
  }
  // Stryker disable next-line StringLiteral: nothing and no JSON are refused alike
  const header = readJsonObject(textFromBase64url(parts[0] ?? '') ?? '');
  if (!header) throw new SignedTokenError('shape', 'has no header');
  if (header['alg'] !== 'RS256') {
    throw new SignedTokenError(header['alg'] === 'none' ? 'shape' : 'signature', 'is not signed with RS256');
  }
  if (!isType(header['typ'])) throw new SignedTokenError('shape', 'is a token of another type');
  if (header['crit'] !== undefined) throw new SignedTokenError('shape', 'has critical headers');
  return header;
}

async function verify(token: string, keys: SigningKeys, namesKey: boolean): Promise<UnknownRecord | null> {
  let payload: Uint8Array;
  try {
    payload = await verifyWithNewest(keys, token, namesKey);
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    throw new SignedTokenError('signature', 'has a signature by none of Kakao’s keys', cause);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(payload);
  } catch (cause) {
    throw new SignedTokenError('shape', 'has unreadable claims', cause);
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
