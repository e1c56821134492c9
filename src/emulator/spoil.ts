import type {KeyRing} from './keys.js';

/** The claims of an ID token as they are about to be signed. */
export type Claims = Record<string, unknown>;

/** How an ID token is signed. */
export type SignatureKind =
  | 'rs256'
  | 'ps256'
  | 'es256'
  | 'none'
  | 'hs256-secret'
  | 'hs256-public-key'
  | 'other-key'
  | 'changed'
  | 'empty'
  | 'truncated';

interface SpoilRow {
  /** Changes the claims. `now` in seconds; `otherKey`: another key of the same app. */
  readonly claims?: (claims: Claims, context: {readonly now: number; readonly otherKey: string}) => void;
  readonly header?: (header: Claims) => void;
  readonly signature?: SignatureKind;
  /** Changes the token answer, which then goes out. */
  readonly answer?: (answer: Claims) => void;
  /** Replaces the token answer altogether. */
  readonly response?: (answer: Claims) => Response;
  /** Changes what `/v2/user/me` says to the token of this answer. */
  readonly user?: (user: Claims) => void;
  readonly keys?: (keys: KeyRing) => Promise<void> | void;
}

/**
 * Everything right but one thing: the ways of the OpenID conformance suite to test a relying party, and of ours. The
 * value is marked wrong as the suite does it: `"1"` appended, six minutes or a week shifted, a claim removed.
 */
const SPOILS = {
  'nonce-invalid': {claims: (claims) => (claims['nonce'] = `${String(claims['nonce'])}1`)},
  'missing-nonce': {claims: (claims) => delete claims['nonce']},
  'nonce-empty': {claims: (claims) => (claims['nonce'] = '')},
  'invalid-iss': {claims: (claims) => (claims['iss'] = `${String(claims['iss'])}1`)},
  'iss-slash': {claims: (claims) => (claims['iss'] = `${String(claims['iss'])}/`)},
  'missing-iss': {claims: (claims) => delete claims['iss']},
  'invalid-aud': {claims: (claims) => (claims['aud'] = `${String(claims['aud'])}1`)},
  'missing-aud': {claims: (claims) => delete claims['aud']},
  'aud-as-array': {claims: (claims) => (claims['aud'] = [claims['aud']])},
  'secondary-aud': {claims: (claims) => (claims['aud'] = [claims['aud'], 'another-client'])},
  'secondary-aud-azp': {
    claims: (claims) => Object.assign(claims, {azp: claims['aud'], aud: [claims['aud'], 'another-client']}),
  },
  'azp-other': {claims: (claims) => (claims['azp'] = 'another-client')},
  'aud-other-key': {claims: (claims, {otherKey}) => (claims['aud'] = otherKey)},
  'missing-sub': {claims: (claims) => delete claims['sub']},
  'sub-number': {claims: (claims) => (claims['sub'] = Number(claims['sub']))},
  'sub-empty': {claims: (claims) => (claims['sub'] = '')},
  'sub-21-digits': {claims: (claims) => (claims['sub'] = '1'.repeat(21))},
  'sub-proto': {claims: (claims) => (claims['sub'] = '__proto__')},
  'missing-iat': {claims: (claims) => delete claims['iat']},
  'iat-week-old': {claims: (claims, {now}) => (claims['iat'] = now - 7 * 24 * 3600)},
  'iat-future': {claims: (claims, {now}) => (claims['iat'] = now + 3600)},
  expired: {claims: (claims, {now}) => (claims['exp'] = now - 360)},
  'exp-20s': {claims: (claims, {now}) => (claims['exp'] = now - 20)},
  'missing-exp': {claims: (claims) => delete claims['exp']},
  'exp-string': {claims: (claims) => (claims['exp'] = String(claims['exp']))},
  'nbf-future': {claims: (claims, {now}) => (claims['nbf'] = now + 3600)},
  'events-claim': {claims: (claims) => (claims['events'] = {'urn:example:event': {}})},
  'invalid-sig': {signature: 'changed'},
  'sig-empty': {signature: 'empty'},
  'sig-truncated': {signature: 'truncated'},
  'alg-none': {header: (header) => (header['alg'] = 'none'), signature: 'none'},
  'hs256-secret': {header: (header) => (header['alg'] = 'HS256'), signature: 'hs256-secret'},
  'hs256-public-key': {header: (header) => (header['alg'] = 'HS256'), signature: 'hs256-public-key'},
  es256: {header: (header) => (header['alg'] = 'ES256'), signature: 'es256'},
  ps256: {header: (header) => (header['alg'] = 'PS256'), signature: 'ps256'},
  'other-key-same-kid': {signature: 'other-key'},
  'unknown-kid': {header: (header) => (header['kid'] = 'unknown'), signature: 'other-key'},
  'kid-absent': {header: (header) => delete header['kid']},
  'kid-absent-many-keys': {header: (header) => delete header['kid'], keys: (keys) => keys.publishManyWithoutKid()},
  'key-just-rotated': {keys: (keys) => keys.rotate()},
  'embedded-jwk': {header: (header) => (header['jwk'] = {kty: 'RSA', e: 'AQAB', n: 'AQAB'})},
  'embedded-jku': {header: (header) => (header['jku'] = 'https://evil.example/jwks.json')},
  'embedded-x5u': {header: (header) => (header['x5u'] = 'https://evil.example/chain.pem')},
  'embedded-x5c': {header: (header) => (header['x5c'] = ['AQAB'])},
  'crit-unknown': {header: (header) => Object.assign(header, {crit: ['emulator'], emulator: true})},
  'typ-set': {header: (header) => (header['typ'] = 'secevent+jwt')},
  'no-id-token': {answer: (answer) => delete answer['id_token']},
  'id-token-empty': {answer: (answer) => (answer['id_token'] = '')},
  'id-token-number': {answer: (answer) => (answer['id_token'] = 1)},
  'token-type-upper-case': {answer: (answer) => (answer['token_type'] = 'BEARER')},
  'token-type-dpop': {answer: (answer) => (answer['token_type'] = 'DPoP')},
  'token-type-mac': {answer: (answer) => (answer['token_type'] = 'mac')},
  'token-type-missing': {answer: (answer) => delete answer['token_type']},
  'no-access-token': {answer: (answer) => delete answer['access_token']},
  'no-expires-in': {answer: (answer) => delete answer['expires_in']},
  'no-scope': {answer: (answer) => delete answer['scope']},
  'expires-in-string': {answer: (answer) => (answer['expires_in'] = String(answer['expires_in']))},
  'expires-in-negative': {answer: (answer) => (answer['expires_in'] = -1)},
  'token-html': {response: () => toText('<!doctype html><title>Oops</title>', 200, 'text/html')},
  'token-truncated': {response: (answer) => toText(JSON.stringify(answer).slice(0, -20), 200)},
  'token-null': {response: () => toText('null', 200)},
  'token-array': {response: (answer) => toText(JSON.stringify([answer]), 200)},
  'token-201': {response: (answer) => toText(JSON.stringify(answer), 201)},
  'token-302': {response: () => new Response(null, {status: 302, headers: {location: 'https://evil.example/token'}})},
  'token-1mb': {response: (answer) => toText(JSON.stringify({...answer, padding: 'x'.repeat(1 << 20)}), 200)},
  'user-id-differs': {user: (user) => (user['id'] = Number(user['id']) + 1)},
  'user-id-missing': {user: (user) => delete user['id']},
  'user-id-string': {user: (user) => (user['id'] = String(user['id']))},
  'user-account-null': {user: (user) => (user['kakao_account'] = null)},
} satisfies Record<string, SpoilRow>;

/** The name of one thing that can be wrong with a token answer, its ID token, or the user information it leads to. */
export type IdTokenSpoil = keyof typeof SPOILS;

/** Every name, for a test that goes through them all. */
export const ID_TOKEN_SPOILS = Object.keys(SPOILS) as IdTokenSpoil[];

/** @throws {Error} where there is no such row. */
export function readSpoil(name: IdTokenSpoil): SpoilRow {
  if (!Object.prototype.hasOwnProperty.call(SPOILS, name)) {
    throw new Error(`There is no way "${name}" to spoil an ID token. Known: ${ID_TOKEN_SPOILS.join(', ')}.`);
  }
  return SPOILS[name];
}

function toText(body: string, status: number, type = 'application/json;charset=UTF-8'): Response {
  return new Response(body, {status, headers: {'content-type': type}});
}
