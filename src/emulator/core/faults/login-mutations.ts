import type {KeyRing} from '../base/keys.js';
import type {SignatureKind} from '../base/signature.js';
import {EmulatorResponse} from '../base/messages.js';

/** An object of JSON that is about to be sent: claims, a header, a response. */
export type Claims = Record<string, unknown>;

interface LoginMutationRow {
  /** Changes the claims of the ID token. `now`: in seconds; `otherKey`: another key of the same app. */
  readonly claims?: (claims: Claims, values: {readonly now: number; readonly otherKey: string}) => void;
  readonly header?: (header: Claims) => void;
  readonly signature?: SignatureKind;
  /** Changes the fields of the token response. */
  readonly tokens?: (tokens: Claims) => void;
  /** Replaces the token response. */
  readonly response?: (tokens: Claims) => EmulatorResponse;
  /** Changes the user information that the issued access token gets. */
  readonly user?: (user: Claims) => void;
  readonly keys?: (keys: KeyRing) => void;
  /** Changes the query of the authorization response. */
  readonly query?: (query: URLSearchParams, issuer: string) => void;
  /** Changes the metadata of `/.well-known/openid-configuration`. */
  readonly metadata?: (metadata: Claims) => void;
}

/**
 * Each row makes one mistake in a login. Rows with the names of the OpenID conformance suite make the mistake of that
 * module; `ktl-` rows are our own. The values are the suite's: `"1"` appended, six minutes or a week shifted, a claim
 * removed.
 *
 * @see https://gitlab.com/openid/conformance-suite
 */
const ROWS = {
  'oidcc-client-test-nonce-invalid': {claims: (claims) => (claims['nonce'] = `${String(claims['nonce'])}1`)},
  'fapi2-security-profile-final-client-test-invalid-missing-nonce': {claims: (claims) => delete claims['nonce']},
  'ktl-nonce-empty': {claims: (claims) => (claims['nonce'] = '')},
  'oidcc-client-test-invalid-iss': {claims: (claims) => (claims['iss'] = `${String(claims['iss'])}1`)},
  'ktl-iss-slash': {claims: (claims) => (claims['iss'] = `${String(claims['iss'])}/`)},
  'fapi2-security-profile-final-client-test-invalid-missing-iss': {claims: (claims) => delete claims['iss']},
  'oidcc-client-test-invalid-aud': {claims: (claims) => (claims['aud'] = `${String(claims['aud'])}1`)},
  'oidcc-client-test-missing-aud': {claims: (claims) => delete claims['aud']},
  'fapi2-security-profile-final-client-test-valid-aud-as-array': {
    claims: (claims) => (claims['aud'] = [claims['aud']]),
  },
  'fapi2-security-profile-final-client-test-invalid-secondary-aud': {
    claims: (claims) => (claims['aud'] = [claims['aud'], 'another-client']),
  },
  'ktl-secondary-aud-azp': {
    claims: (claims) => Object.assign(claims, {azp: claims['aud'], aud: [claims['aud'], 'another-client']}),
  },
  'ktl-azp-other': {claims: (claims) => (claims['azp'] = 'another-client')},
  'ktl-aud-other-key': {claims: (claims, {otherKey}) => (claims['aud'] = otherKey)},
  'oidcc-client-test-missing-sub': {claims: (claims) => delete claims['sub']},
  'ktl-sub-number': {claims: (claims) => (claims['sub'] = Number(claims['sub']))},
  'ktl-sub-empty': {claims: (claims) => (claims['sub'] = '')},
  'ktl-sub-21-digits': {claims: (claims) => (claims['sub'] = '1'.repeat(21))},
  'ktl-sub-proto': {claims: (claims) => (claims['sub'] = '__proto__')},
  'oidcc-client-test-missing-iat': {claims: (claims) => delete claims['iat']},
  'fapi1-advanced-final-client-test-iat-is-week-in-past': {
    claims: (claims, {now}) => (claims['iat'] = now - 7 * 24 * 3600),
  },
  'ktl-iat-future': {claims: (claims, {now}) => (claims['iat'] = now + 3600)},
  'fapi2-security-profile-final-client-test-invalid-expired-exp': {
    claims: (claims, {now}) => (claims['exp'] = now - 360),
  },
  'ktl-exp-20s': {claims: (claims, {now}) => (claims['exp'] = now - 20)},
  'fapi2-security-profile-final-client-test-invalid-missing-exp': {claims: (claims) => delete claims['exp']},
  'ktl-exp-string': {claims: (claims) => (claims['exp'] = String(claims['exp']))},
  'ktl-nbf-future': {claims: (claims, {now}) => (claims['nbf'] = now + 3600)},
  'ktl-events-claim': {claims: (claims) => (claims['events'] = {'urn:example:event': {}})},
  'oidcc-client-test-invalid-sig-rs256': {signature: 'changed'},
  'ktl-sig-empty': {signature: 'empty'},
  'ktl-sig-truncated': {signature: 'truncated'},
  'oidcc-client-test-idtoken-sig-none': {header: (header) => (header['alg'] = 'none'), signature: 'none'},
  'oidcc-client-test-invalid-sig-hs256': {header: (header) => (header['alg'] = 'HS256'), signature: 'hs256-secret'},
  'ktl-hs256-public-key': {header: (header) => (header['alg'] = 'HS256'), signature: 'hs256-public-key'},
  'oidcc-client-test-invalid-sig-es256': {header: (header) => (header['alg'] = 'ES256'), signature: 'es256'},
  'ktl-ps256': {header: (header) => (header['alg'] = 'PS256'), signature: 'ps256'},
  'ktl-other-key-same-kid': {signature: 'other-key'},
  'ktl-unknown-kid': {header: (header) => (header['kid'] = 'unknown'), signature: 'other-key'},
  'oidcc-client-test-kid-absent-single-jwks': {header: (header) => delete header['kid']},
  'oidcc-client-test-kid-absent-multiple-jwks': {
    header: (header) => delete header['kid'],
    keys: (keys) => keys.publishManyWithoutKid(),
  },
  'oidcc-client-test-signing-key-rotation-just-before-signing': {keys: (keys) => keys.rotate()},
  'ktl-embedded-jwk': {header: (header) => (header['jwk'] = {kty: 'RSA', e: 'AQAB', n: 'AQAB'})},
  'ktl-embedded-jwk-signs': {signature: 'embedded-key'},
  'ktl-embedded-jku': {header: (header) => (header['jku'] = 'https://evil.example/jwks.json')},
  'ktl-embedded-x5u': {header: (header) => (header['x5u'] = 'https://evil.example/chain.pem')},
  'ktl-embedded-x5c': {header: (header) => (header['x5c'] = ['AQAB'])},
  'ktl-crit': {header: (header) => Object.assign(header, {crit: ['emulator'], emulator: true})},
  'ktl-typ-set': {header: (header) => (header['typ'] = 'secevent+jwt')},

  'ktl-no-id-token': {tokens: (tokens) => delete tokens['id_token']},
  'ktl-id-token-empty': {tokens: (tokens) => (tokens['id_token'] = '')},
  'ktl-id-token-number': {tokens: (tokens) => (tokens['id_token'] = 1)},
  'fapi2-security-profile-final-client-test-token-type-case-insensitivity': {
    tokens: (tokens) => (tokens['token_type'] = 'BEARER'),
  },
  'ktl-token-type-dpop': {tokens: (tokens) => (tokens['token_type'] = 'DPoP')},
  'ktl-token-type-mac': {tokens: (tokens) => (tokens['token_type'] = 'mac')},
  'ktl-token-type-missing': {tokens: (tokens) => delete tokens['token_type']},
  'ktl-no-access-token': {tokens: (tokens) => delete tokens['access_token']},
  'fapi2-security-profile-final-client-test-token-endpoint-response-without-expires_in': {
    tokens: (tokens) => delete tokens['expires_in'],
  },
  'fapi1-advanced-final-client-test-no-scope-in-token-endpoint-response': {tokens: (tokens) => delete tokens['scope']},
  'ktl-expires-in-string': {tokens: (tokens) => (tokens['expires_in'] = String(tokens['expires_in']))},
  'ktl-expires-in-negative': {tokens: (tokens) => (tokens['expires_in'] = -1)},
  'ktl-token-html': {response: () => toText('<!doctype html><title>Oops</title>', 200, 'text/html')},
  'ktl-token-truncated': {response: (tokens) => toText(JSON.stringify(tokens).slice(0, -20), 200)},
  'ktl-token-null': {response: () => toText('null', 200)},
  'ktl-token-array': {response: (tokens) => toText(JSON.stringify([tokens]), 200)},
  'ktl-token-201': {response: (tokens) => toText(JSON.stringify(tokens), 201)},
  'ktl-token-302': {
    response: () => new EmulatorResponse(null, {status: 302, headers: {location: 'https://evil.example/token'}}),
  },
  'ktl-token-1mb': {response: (tokens) => toText(JSON.stringify({...tokens, padding: 'x'.repeat(1 << 20)}), 200)},
  'ktl-token-gzip-bomb': {response: (tokens) => toGzip(JSON.stringify({...tokens, padding: 'x'.repeat(1 << 23)}))},

  'oidcc-client-test-userinfo-invalid-sub': {user: (user) => (user['id'] = Number(user['id']) + 1)},
  'ktl-user-id-missing': {user: (user) => delete user['id']},
  'ktl-user-id-string': {user: (user) => (user['id'] = String(user['id']))},
  'ktl-user-account-null': {user: (user) => (user['kakao_account'] = null)},

  'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-state-fails': {
    query: (query) => query.set('state', `${query.get('state') ?? ''}1`),
  },
  'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-missing-state-fails': {
    query: (query) => query.delete('state'),
  },
  'ktl-state-dup': {query: (query) => query.append('state', query.get('state') ?? '')},
  'ktl-code-dup': {query: (query) => query.append('code', query.get('code') ?? '')},
  'ktl-code-empty': {query: (query) => query.set('code', '')},
  'ktl-code-missing': {query: (query) => query.delete('code')},
  'ktl-code-and-error': {query: (query) => query.set('error', 'access_denied')},
  'fapi2-security-profile-final-client-test-invalid-authorization-response-iss': {
    query: (query, issuer) => query.set('iss', `${issuer}1`),
  },
  'ktl-response-iss': {query: (query, issuer) => query.set('iss', issuer)},
  'ktl-response-iss-dup': {
    query: (query, issuer) => {
      query.append('iss', issuer);
      query.append('iss', issuer);
    },
  },
  'ktl-implicit-id-token': {query: (query) => query.set('id_token', 'e30.e30.')},
  'ktl-implicit-access-token': {query: (query) => query.set('access_token', 'leftover')},
  'ktl-jarm': {query: (query) => query.set('response', 'e30.e30.')},

  'oidcc-client-test-discovery-openid-config': {
    metadata: (metadata) => {
      for (const name of ['authorization', 'token', 'userinfo']) {
        metadata[`${name}_endpoint`] = `https://evil.example/${name}`;
      }
    },
  },
  'oidcc-client-test-discovery-jwks-uri-keys': {
    metadata: (metadata) => (metadata['jwks_uri'] = 'https://evil.example/jwks.json'),
  },
  'oidcc-client-test-discovery-issuer-mismatch': {
    metadata: (metadata) => (metadata['issuer'] = `${String(metadata['issuer'])}1`),
  },
} satisfies Record<string, LoginMutationRow>;

/** The name of a mistake in a login. */
export type LoginMutation = keyof typeof ROWS;

/** All names, for tests that go through every mistake. */
export const LOGIN_MUTATIONS = Object.keys(ROWS) as LoginMutation[];

/** @throws {Error} that lists the known names, if there is no such mutation. */
export function getMutationOrThrow(name: LoginMutation): LoginMutationRow {
  if (!Object.prototype.hasOwnProperty.call(ROWS, name)) {
    throw new Error(`There is no way "${name}" to spoil an answer. Known: ${LOGIN_MUTATIONS.join(', ')}.`);
  }
  return ROWS[name];
}

/** The points at which a mutation can be planned. */
export function toMutationPoints(name: LoginMutation): readonly ('token' | 'user' | 'answer' | 'discovery')[] {
  const {query, metadata, user} = getMutationOrThrow(name);
  if (query) return ['answer'];
  if (metadata) return ['discovery'];
  return user ? ['token', 'user'] : ['token'];
}

function toText(body: string, status: number, type = 'application/json;charset=UTF-8'): EmulatorResponse {
  return new EmulatorResponse(body, {status, headers: {'content-type': type}});
}

function toGzip(body: string): EmulatorResponse {
  const headers = {'content-type': 'application/json;charset=UTF-8', 'content-encoding': 'gzip'};
  return new EmulatorResponse(new Blob([body]).stream().pipeThrough(new CompressionStream('gzip')), {headers});
}
