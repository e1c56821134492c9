import assert from 'node:assert/strict';
import type {Fault, FaultPoint, Spoil} from '../../src/emulator/index.js';
import type {ErrorCode} from '../../src/shared/errors.js';
import type {Login} from './relying-party.js';

/** One thing that an OpenID provider does, mostly wrong, and what must come of it. */
export interface Row {
  /** Its number in the list of sixty. Variants share it. */
  readonly number: number;
  /** The conformance suite's module, or `ktl-` where it is ours. A spoil of the emulator with this name is on. */
  readonly name: string;
  readonly provider: string;
  /** How the login ends: with a session, or with a code that the visitor's page and the site's log get. */
  readonly must: 'signed-in' | ErrorCode;
  /** What openid-client does, with its signature checks on; or why it cannot be asked. */
  readonly reference: 'accepts' | 'refuses' | {readonly cannot: string};
  /** Where the name is not the spoil's. */
  readonly spoil?: Spoil;
  readonly faults?: readonly (readonly [FaultPoint, Fault])[];
  /** The key that asks. `javascript` goes through the SDK, and another key exchanges its code. */
  readonly key?: 'rest' | 'javascript' | 'javascript-alone';
  /** A login that was completed before by the same server, and maybe a new key at Kakao since. */
  readonly before?: 'login' | 'login-then-rotation';
  /** What the person has agreed to, where that is not everything. */
  readonly scopes?: readonly string[];
  /** What an attacker makes of the address that leads back; `code` is another person's. */
  readonly forge?: (address: URL, code: string) => void;
  /** What a proxy makes of the body that the page posts. */
  readonly tamper?: (body: Record<string, unknown>) => void;
  /** What has to be seen beside the end. */
  readonly also?: (login: Login) => void;
}

const ACCEPTED = {must: 'signed-in', reference: 'accepts'} as const;
const REFUSED = {must: 'id_token_invalid', reference: 'refuses'} as const;
/** Rows that need a check of our own. */
const OURS_ALONE = {must: 'id_token_invalid', reference: 'accepts'} as const;
const BAD_ANSWER = {must: 'provider_bad_response', reference: 'refuses'} as const;
const BAD_CALLBACK = {must: 'callback_invalid', reference: 'refuses'} as const;
const NOT_OPENID = {cannot: 'it does not speak /v2/user/me'};

/** Without and with a `WWW-Authenticate` header beside the body, which changes the error's class in openid-client. */
const koe = (code: NonNullable<Fault['koe']>, must: ErrorCode): Row[] =>
  ([{}, {headers: {'www-authenticate': 'Bearer error="invalid_token"'}}] as const).map((more) => ({
    number: 56,
    name: `ktl-${code.toLowerCase()}${'headers' in more ? ', with WWW-Authenticate' : ''}`,
    provider: `refuses the code with ${code}`,
    must,
    reference: 'refuses' as const,
    faults: [['token', {koe: code, ...more}]] as const,
    also: ({reports}: Login) => assert.equal(reports[0]?.koe, code),
  }));

const promptNone = (error: string, must: ErrorCode): Row => ({
  number: 51,
  name: `oidcc-client-test-form-post-error, ${error}`,
  provider: `answers ${error}`,
  must,
  reference: 'refuses',
  faults: [['authorize', {error}]],
});

/** The list of sixty, but for what {@link LATER} names. */
export const ROWS: readonly Row[] = [
  {number: 1, name: 'oidcc-client-test', provider: 'does nothing wrong', ...ACCEPTED},
  {
    number: 2,
    name: 'oidcc-client-test-idtoken-sig-rs256',
    provider: 'signs with RS256',
    ...ACCEPTED,
    also: ({idTokenHeader}) => assert.equal(idTokenHeader?.['alg'], 'RS256'),
  },
  {
    number: 3,
    name: 'oidcc-client-test-client-secret-basic',
    provider: 'takes the client secret in the body alone',
    ...ACCEPTED,
    also({sent, secret}) {
      const request = sent.find(({path}) => path === '/oauth/token');
      assert.equal(new URLSearchParams(request?.body).get('client_secret'), secret);
      assert.equal(request?.headers['authorization'], undefined);
    },
  },
  {
    number: 4,
    name: 'oidcc-client-test-scope-userinfo-claims',
    provider: 'tells what the person agreed to',
    ...ACCEPTED,
    scopes: ['profile_nickname'],
    also({profile}) {
      assert.equal(profile?.nickname, '김새봄');
      assert.equal(profile.email, undefined);
      assert.equal(profile.phoneNumber, undefined);
      assert.equal(profile.emailVerified, false);
      assert.deepEqual(profile.needsAgreement, ['profile_image', 'name', 'account_email', 'phone_number']);
    },
  },

  {number: 5, name: 'oidcc-client-test-nonce-invalid', provider: 'nonce + "1"', ...REFUSED},
  {
    number: 6,
    name: 'fapi2-security-profile-final-client-test-invalid-missing-nonce',
    provider: 'no nonce',
    ...REFUSED,
  },
  {number: 6, name: 'ktl-nonce-empty', provider: 'an empty nonce', ...REFUSED},
  {number: 7, name: 'oidcc-client-test-invalid-iss', provider: 'iss + "1"', ...REFUSED},
  {number: 8, name: 'ktl-iss-slash', provider: 'iss + "/"', ...REFUSED},
  {number: 9, name: 'fapi2-security-profile-final-client-test-invalid-missing-iss', provider: 'no iss', ...REFUSED},
  {number: 10, name: 'oidcc-client-test-invalid-aud', provider: 'aud + "1"', ...REFUSED},
  {number: 11, name: 'oidcc-client-test-missing-aud', provider: 'no aud', ...REFUSED},
  {
    number: 12,
    name: 'fapi2-security-profile-final-client-test-valid-aud-as-array',
    provider: 'aud is a list of the one key',
    ...ACCEPTED,
  },
  {
    number: 13,
    name: 'fapi2-security-profile-final-client-test-invalid-secondary-aud',
    provider: 'a second aud',
    ...REFUSED,
  },
  {number: 13, name: 'ktl-secondary-aud-azp', provider: 'a second aud, and azp is the key', ...OURS_ALONE},
  {number: 13, name: 'ktl-azp-other', provider: 'azp is another client', ...OURS_ALONE},
  {number: 14, name: 'ktl-aud-other-key', provider: 'aud is the JavaScript key; the REST API key asked', ...REFUSED},
  {
    number: 14,
    name: 'ktl-aud-other-key, reverse',
    spoil: 'ktl-aud-other-key',
    provider: 'aud is the REST API key; the JavaScript key asked and exchanges by itself',
    ...REFUSED,
    key: 'javascript-alone',
  },
  {
    number: 15,
    name: 'ktl-aud-js-key',
    provider: 'aud is the JavaScript key, which asked through the SDK',
    must: 'signed-in',
    reference: 'refuses',
    key: 'javascript',
  },
  {
    number: 15,
    name: 'ktl-aud-exchanging-key',
    spoil: 'ktl-aud-other-key',
    provider: 'aud is the REST API key, which exchanged what the JavaScript key asked for',
    ...ACCEPTED,
    key: 'javascript',
  },
  {number: 16, name: 'oidcc-client-test-missing-sub', provider: 'no sub', ...REFUSED},
  {number: 17, name: 'ktl-sub-number', provider: 'sub is a number', ...REFUSED},
  {number: 17, name: 'ktl-sub-empty', provider: 'sub is empty', ...OURS_ALONE},
  {number: 17, name: 'ktl-sub-21-digits', provider: 'sub has 21 digits', ...OURS_ALONE},
  {number: 17, name: 'ktl-sub-proto', provider: 'sub is __proto__', ...OURS_ALONE},
  {number: 18, name: 'oidcc-client-test-missing-iat', provider: 'no iat', ...REFUSED},
  {
    number: 19,
    name: 'fapi1-advanced-final-client-test-iat-is-week-in-past',
    provider: 'iat is a week ago',
    ...OURS_ALONE,
  },
  {number: 20, name: 'ktl-iat-future', provider: 'iat is in an hour', ...OURS_ALONE},
  {
    number: 21,
    name: 'fapi2-security-profile-final-client-test-invalid-expired-exp',
    provider: 'exp is six minutes ago',
    ...REFUSED,
  },
  {number: 22, name: 'ktl-exp-20s', provider: 'exp is 20 seconds ago', ...ACCEPTED},
  {number: 23, name: 'fapi2-security-profile-final-client-test-invalid-missing-exp', provider: 'no exp', ...REFUSED},
  {number: 23, name: 'ktl-exp-string', provider: 'exp is a text', ...REFUSED},
  {number: 24, name: 'ktl-nbf-future', provider: 'nbf is in an hour', ...REFUSED},

  {number: 25, name: 'oidcc-client-test-invalid-sig-rs256', provider: 'a changed signature', ...REFUSED},
  {number: 26, name: 'ktl-sig-empty', provider: 'an empty signature', ...REFUSED},
  {number: 26, name: 'ktl-sig-truncated', provider: 'half a signature', ...REFUSED},
  {number: 27, name: 'oidcc-client-test-idtoken-sig-none', provider: 'alg none', ...REFUSED},
  {number: 28, name: 'oidcc-client-test-invalid-sig-hs256', provider: 'HS256 by the client secret', ...REFUSED},
  {number: 28, name: 'ktl-hs256-public-key', provider: 'HS256 by the public key', ...REFUSED},
  {number: 29, name: 'oidcc-client-test-invalid-sig-es256', provider: 'ES256', ...REFUSED},
  {number: 29, name: 'ktl-ps256', provider: 'PS256', ...REFUSED},
  {number: 30, name: 'ktl-other-key-same-kid', provider: 'another RSA key under the same kid', ...REFUSED},
  {
    number: 31,
    name: 'ktl-unknown-kid',
    provider: 'a kid that is not published',
    ...REFUSED,
    also: ({counts}) => assert.equal(counts.jwks, 2, 'the keys are asked for once more'),
  },
  {number: 32, name: 'oidcc-client-test-kid-absent-single-jwks', provider: 'no kid, one key', ...ACCEPTED},
  {number: 33, name: 'oidcc-client-test-kid-absent-multiple-jwks', provider: 'no kid, twelve keys', ...REFUSED},
  {number: 34, name: 'ktl-embedded-jwk', provider: 'a key in the header, signed by the published one', ...ACCEPTED},
  {number: 34, name: 'ktl-embedded-jwk-signs', provider: 'a key in the header, signed by it', ...REFUSED},
  {number: 34, name: 'ktl-embedded-jku', provider: 'jku in the header', ...ACCEPTED},
  {number: 34, name: 'ktl-embedded-x5u', provider: 'x5u in the header', ...ACCEPTED},
  {number: 34, name: 'ktl-embedded-x5c', provider: 'x5c in the header', ...ACCEPTED},
  {number: 35, name: 'ktl-crit', provider: 'an unknown critical header', ...REFUSED},
  {number: 36, name: 'ktl-typ-set', provider: 'typ secevent+jwt', ...OURS_ALONE},
  {number: 36, name: 'ktl-events-claim', provider: 'an events claim', ...OURS_ALONE},

  {
    number: 37,
    name: 'ktl-no-id-token',
    provider: 'no ID token',
    must: 'id_token_missing',
    reference: 'refuses',
    also: ({reports}) => assert.match(reports[0]?.hint ?? '', /turn on OpenID Connect/),
  },
  {
    number: 37,
    name: 'ktl-id-token-empty',
    provider: 'an empty ID token',
    must: 'id_token_missing',
    reference: 'refuses',
  },
  {number: 37, name: 'ktl-id-token-number', provider: 'a number for an ID token', ...BAD_ANSWER},
  {
    number: 38,
    name: 'oidcc-client-test-userinfo-invalid-sub',
    provider: '/v2/user/me speaks of somebody else',
    must: 'profile_mismatch',
    reference: NOT_OPENID,
  },
  {
    number: 38,
    name: 'ktl-user-id-missing',
    provider: '/v2/user/me speaks of nobody',
    must: 'profile_mismatch',
    reference: NOT_OPENID,
  },
  {
    number: 38,
    name: 'ktl-user-id-string',
    provider: '/v2/user/me has the id as text',
    must: 'signed-in',
    reference: NOT_OPENID,
  },
  {
    number: 38,
    name: 'ktl-user-account-null',
    provider: '/v2/user/me has no account',
    must: 'signed-in',
    reference: NOT_OPENID,
  },
  {
    number: 39,
    name: 'oidcc-client-test-userinfo-bearer-header',
    provider: 'takes the access token in a header alone',
    must: 'signed-in',
    reference: NOT_OPENID,
    also({sent, secrets}) {
      const request = sent.find(({path}) => path === '/v2/user/me');
      assert.match(request?.headers['authorization'] ?? '', /^Bearer [\w-]+$/);
      for (const secret of secrets) assert.ok(!`${request?.url} ${request?.body}`.includes(secret));
    },
  },

  {
    number: 40,
    name: 'oidcc-client-test-discovery-openid-config',
    provider: 'moves its endpoints in its metadata',
    must: 'signed-in',
    reference: {cannot: 'it follows the metadata, as it should; the kit has the addresses pinned'},
    also: ({counts}) => assert.equal(counts.discovery, 0),
  },
  {
    number: 40,
    name: 'oidcc-client-test-discovery-jwks-uri-keys',
    provider: 'moves its keys in its metadata',
    must: 'signed-in',
    reference: {cannot: 'it follows the metadata, as it should; the kit has the addresses pinned'},
    also: ({counts}) => assert.equal(counts.discovery, 0),
  },
  {
    number: 41,
    name: 'oidcc-client-test-discovery-issuer-mismatch',
    provider: 'names another issuer in its metadata',
    must: 'signed-in',
    reference: {cannot: 'it refuses the metadata, which the kit never reads'},
    also: ({counts}) => assert.equal(counts.discovery, 0),
  },
  {
    number: 42,
    name: 'oidcc-client-test-signing-key-rotation',
    provider: 'signs with a new key after the first login',
    ...ACCEPTED,
    before: 'login-then-rotation',
    also: ({counts}) => assert.equal(counts.jwks, 1),
  },
  {
    number: 43,
    name: 'oidcc-client-test-signing-key-rotation-just-before-signing',
    provider: 'takes a new key right before it signs',
    ...ACCEPTED,
    before: 'login',
    also: ({counts}) => assert.equal(counts.jwks, 1),
  },

  {
    number: 44,
    name: 'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-state-fails',
    provider: 'state + "1"',
    ...BAD_CALLBACK,
  },
  {
    number: 44,
    name: 'ktl-state-of-another-login',
    provider: 'the state of a login that began elsewhere',
    must: 'other_browser',
    reference: 'refuses',
    forge: (address) => address.searchParams.set('state', `ks1.${'A'.repeat(43)}.`),
  },
  {
    number: 45,
    name: 'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-missing-state-fails',
    provider: 'no state',
    must: 'state_missing',
    reference: 'refuses',
  },
  {
    number: 45,
    name: 'ktl-error-without-state',
    spoil: 'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-missing-state-fails',
    provider: 'an error without state',
    must: 'state_missing',
    reference: 'refuses',
    faults: [['authorize', {error: 'access_denied'}]],
  },
  {number: 46, name: 'ktl-state-dup', provider: 'state twice', ...BAD_CALLBACK},
  {number: 46, name: 'ktl-code-dup', provider: 'code twice', ...BAD_CALLBACK},
  {number: 46, name: 'ktl-code-empty', provider: 'an empty code', ...BAD_CALLBACK},
  {number: 46, name: 'ktl-code-missing', provider: 'no code', ...BAD_CALLBACK},
  {number: 47, name: 'ktl-code-and-error', provider: 'code and error', ...BAD_CALLBACK},
  {
    number: 48,
    name: 'fapi2-security-profile-final-client-test-invalid-authorization-response-iss',
    provider: 'iss + "1" beside the code',
    ...BAD_CALLBACK,
  },
  {number: 48, name: 'ktl-response-iss-dup', provider: 'the right iss twice', ...BAD_CALLBACK},
  {
    number: 49,
    name: 'fapi2-security-profile-final-client-test-remove-authorization-response-iss',
    provider: 'no iss beside the code, as Kakao',
    ...ACCEPTED,
  },
  {number: 49, name: 'ktl-response-iss', provider: 'the right iss beside the code', ...ACCEPTED},
  {number: 50, name: 'ktl-implicit-id-token', provider: 'an id_token beside the code', ...BAD_CALLBACK},
  {
    number: 50,
    name: 'ktl-implicit-access-token',
    provider: 'an access_token beside the code',
    must: 'callback_invalid',
    reference: 'accepts',
  },
  {number: 50, name: 'ktl-jarm', provider: 'a response beside the code', ...BAD_CALLBACK},
  promptNone('login_required', 'kakao_interaction_required'),
  promptNone('consent_required', 'kakao_interaction_required'),
  promptNone('interaction_required', 'kakao_interaction_required'),
  promptNone('account_selection_required', 'kakao_interaction_required'),
  promptNone('auto_login', 'kakao_interaction_required'),
  promptNone('timeout', 'kakao_timeout'),
  promptNone('temporarily_unavailable', 'kakao_unavailable'),
  promptNone('server_error', 'kakao_unavailable'),

  {
    number: 52,
    name: 'fapi2-security-profile-final-client-test-token-type-case-insensitivity',
    provider: 'token_type BEARER',
    ...ACCEPTED,
  },
  {
    number: 53,
    name: 'ktl-token-type-dpop',
    provider: 'token_type DPoP',
    must: 'provider_bad_response',
    reference: 'accepts',
  },
  {number: 53, name: 'ktl-token-type-mac', provider: 'token_type mac', ...BAD_ANSWER},
  {number: 53, name: 'ktl-token-type-missing', provider: 'no token_type', ...BAD_ANSWER},
  {
    number: 54,
    name: 'fapi2-security-profile-final-client-test-token-endpoint-response-without-expires_in',
    provider: 'no expires_in',
    ...ACCEPTED,
  },
  {
    number: 54,
    name: 'fapi1-advanced-final-client-test-no-scope-in-token-endpoint-response',
    provider: 'no scope',
    ...ACCEPTED,
  },
  {number: 54, name: 'ktl-no-access-token', provider: 'no access_token', ...BAD_ANSWER},
  {number: 55, name: 'ktl-token-html', provider: 'an HTML page for tokens', ...BAD_ANSWER},
  {number: 55, name: 'ktl-token-truncated', provider: 'truncated JSON', ...BAD_ANSWER},
  {number: 55, name: 'ktl-token-null', provider: 'null', ...BAD_ANSWER},
  {number: 55, name: 'ktl-token-array', provider: 'a list', ...BAD_ANSWER},
  {number: 55, name: 'ktl-token-201', provider: 'status 201', ...BAD_ANSWER},
  {number: 55, name: 'ktl-token-302', provider: 'a redirect to elsewhere', ...BAD_ANSWER},
  {
    number: 55,
    name: 'ktl-token-1mb',
    provider: 'a megabyte',
    must: 'provider_bad_response',
    reference: 'accepts',
  },
  {
    number: 55,
    name: 'ktl-token-gzip-bomb',
    provider: '8 MB that are 8 kB on their way',
    must: 'provider_bad_response',
    reference: 'accepts',
  },
  ...koe('KOE320', 'code_used'),
  {
    number: 56,
    name: 'ktl-koe320, which repeats the code',
    provider: 'does not know the code, and says which',
    must: 'code_used',
    reference: 'refuses',
    forge: (address) => address.searchParams.set('code', 'unknown-code-unknown-code-unknown-code'),
    also: ({reports}) => assert.match(reports[0]?.cause ?? '', /code=\[hidden\]/),
  },
  ...koe('KOE303', 'redirect_uri_mismatch'),
  ...koe('KOE010', 'client_secret_wrong'),
  ...koe('KOE101', 'app_key_wrong'),
  ...koe('KOE237', 'rate_limited'),
  ...koe('KOE400', 'provider_refused'),
  {
    number: 57,
    name: 'oidcc-client-test-refresh-token',
    provider: 'gives a refresh token',
    ...ACCEPTED,
    also({sent}) {
      assert.deepEqual(
        sent.filter(({path}) => path === '/oauth/token').map(({body}) => new URLSearchParams(body).get('grant_type')),
        ['authorization_code'],
        'it is never used',
      );
    },
  },
  {
    number: 58,
    name: 'ktl-code-swap',
    provider: 'nothing; the code is another person’s',
    must: 'provider_refused',
    reference: 'refuses',
    forge: (address, code) => address.searchParams.set('code', code),
  },
  {
    number: 58,
    name: 'ktl-code-swap, without PKCE',
    provider: 'nothing; the code is another person’s, and no verifier guards it',
    ...REFUSED,
    key: 'javascript',
    forge: (address, code) => address.searchParams.set('code', code),
  },
  {
    number: 59,
    name: 'ktl-pkce-wrong-verifier',
    provider: 'refuses a verifier that does not match',
    must: 'provider_refused',
    reference: {cannot: 'the body that is changed on its way is the widget’s'},
    tamper: (body) => (body['codeVerifier'] = 'A'.repeat(43)),
  },
  {number: 60, name: 'ktl-expires-in-string', provider: 'expires_in is a text', ...ACCEPTED},
  {number: 60, name: 'ktl-expires-in-negative', provider: 'expires_in is negative', ...BAD_ANSWER},
];

/** Rows that openid-client refuses and we accept, each with its reason. */
export const MORE_LENIENT: Readonly<Record<string, string>> = {
  'ktl-aud-js-key':
    'Kakao’s SDK asks with the JavaScript key, so that the ID token is for it; the key is the site’s own, named by exchangeAs',
};

/** What of the list cannot be tried yet. */
export const LATER: readonly {readonly number: number; readonly name: string; readonly reason: string}[] = [
  {
    number: 40,
    name: 'oidcc-client-test-discovery-openid-config, doctor',
    reason: 'there is no doctor yet that compares Kakao’s metadata with the pinned addresses and warns',
  },
  {
    number: 41,
    name: 'oidcc-client-test-discovery-issuer-mismatch, doctor',
    reason: 'there is no doctor yet that fails where the metadata names another issuer',
  },
  {
    number: 57,
    name: 'oidcc-client-test-refresh-token-invalid-issuer, oidcc-client-test-refresh-token-invalid-sub',
    reason: 'the kit keeps no refresh token, so that no ID token comes of one',
  },
];
