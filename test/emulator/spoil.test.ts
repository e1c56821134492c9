import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createLocalJWKSet, createRemoteJWKSet, customFetch, jwtVerify, type JSONWebKeySet} from 'jose';
import {ID_TOKEN_SPOILS, type IdTokenSpoil} from '../../src/emulator/index.js';
import {KAUTH, readClaims, REST_KEY, setup} from './support/setup.js';

/** What a verifier with nothing but jose's ordinary checks says, and what our own comparison finds different. */
async function judge(spoil: IdTokenSpoil) {
  const {emulator, clock, code, exchange, api} = setup();
  const honest = (await (await exchange(code('member'))).json()) as Record<string, unknown>;
  emulator.failNext('token', {spoil});
  const response = await exchange(code('member'));
  emulator.expectNoPlannedFailures();
  const text = await response.text();
  let body: Record<string, unknown> | null = null;
  try {
    body = JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    body = null;
  }
  const token = body?.['id_token'];
  const user =
    typeof body?.['access_token'] === 'string' ? (await api('/v2/user/me', body['access_token'])).body : null;
  const keys = createRemoteJWKSet(new URL(`${KAUTH}/.well-known/jwks.json`), {[customFetch]: emulator.fetch});
  const verdict =
    typeof token === 'string'
      ? await jwtVerify(token, keys, {
          issuer: KAUTH,
          audience: REST_KEY,
          algorithms: ['RS256'],
          requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
          currentDate: new Date(clock.at),
          clockTolerance: 60,
        }).then(
          () => 'accepted',
          (error: unknown) => (error as {code: string}).code,
        )
      : 'absent';
  return {honest, response, text, body, token, user, verdict};
}

/** By jose's error code. `accepted`: needs a check of one's own, or is no fault at all. */
const VERDICTS: Readonly<Record<IdTokenSpoil, string>> = {
  'nonce-invalid': 'accepted',
  'missing-nonce': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'nonce-empty': 'accepted',
  'invalid-iss': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'iss-slash': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'missing-iss': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'invalid-aud': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'missing-aud': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'aud-as-array': 'accepted',
  'secondary-aud': 'accepted',
  'secondary-aud-azp': 'accepted',
  'azp-other': 'accepted',
  'aud-other-key': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'missing-sub': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'sub-number': 'accepted',
  'sub-empty': 'accepted',
  'sub-21-digits': 'accepted',
  'sub-proto': 'accepted',
  'missing-iat': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'iat-week-old': 'accepted',
  'iat-future': 'accepted',
  expired: 'ERR_JWT_EXPIRED',
  'exp-20s': 'accepted',
  'missing-exp': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'exp-string': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'nbf-future': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'events-claim': 'accepted',
  'invalid-sig': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'sig-empty': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'sig-truncated': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'alg-none': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'hs256-secret': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'hs256-public-key': 'ERR_JOSE_ALG_NOT_ALLOWED',
  es256: 'ERR_JOSE_ALG_NOT_ALLOWED',
  ps256: 'ERR_JOSE_ALG_NOT_ALLOWED',
  'other-key-same-kid': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'unknown-kid': 'ERR_JWKS_NO_MATCHING_KEY',
  'kid-absent': 'accepted',
  'kid-absent-many-keys': 'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'key-just-rotated': 'accepted',
  'embedded-jwk': 'accepted',
  'embedded-jku': 'accepted',
  'embedded-x5u': 'accepted',
  'embedded-x5c': 'accepted',
  'crit-unknown': 'ERR_JOSE_NOT_SUPPORTED',
  'typ-set': 'accepted',
  'no-id-token': 'absent',
  'id-token-empty': 'ERR_JWS_INVALID',
  'id-token-number': 'absent',
  'token-type-upper-case': 'accepted',
  'token-type-dpop': 'accepted',
  'token-type-mac': 'accepted',
  'token-type-missing': 'accepted',
  'no-access-token': 'accepted',
  'no-expires-in': 'accepted',
  'no-scope': 'accepted',
  'expires-in-string': 'accepted',
  'expires-in-negative': 'accepted',
  'token-html': 'absent',
  'token-truncated': 'absent',
  'token-null': 'absent',
  'token-array': 'absent',
  'token-201': 'accepted',
  'token-302': 'absent',
  'token-1mb': 'accepted',
  'user-id-differs': 'accepted',
  'user-id-missing': 'accepted',
  'user-id-string': 'accepted',
  'user-account-null': 'accepted',
};

describe('spoil', () => {
  for (const spoil of ID_TOKEN_SPOILS) {
    it(`${spoil}: ${VERDICTS[spoil]}`, async () => {
      const {honest, response, text, body, token, user, verdict} = await judge(spoil);

      assert.equal(verdict, VERDICTS[spoil]);
      const withoutSecrets = (answer: Record<string, unknown> | null) =>
        JSON.stringify({...answer, access_token: '', refresh_token: '', id_token: typeof answer?.['id_token']});
      const isSameAnswer =
        response.status === 200 && withoutSecrets(body) === withoutSecrets(honest) && text.length < 10_000;
      const isSameToken =
        typeof token === 'string' &&
        JSON.stringify(readParts(token)) === JSON.stringify(readParts(honest['id_token'] as string));
      const isSameUser = user?.['id'] === 4100000002 && user['kakao_account'] !== null;
      const isOnlyInSignature = ['invalid-sig', 'sig-empty', 'sig-truncated', 'other-key-same-kid'].includes(spoil);
      const changed = [!isSameAnswer, !isSameToken || isOnlyInSignature, !isSameUser];
      assert.ok(changed.includes(true), 'nothing was spoiled');
    });
  }

  it('leaves the next answer alone', async () => {
    const {emulator, tokens} = setup();
    emulator.failNext('token', {spoil: 'invalid-aud'});

    const first = await tokens('member');
    const second = await tokens('member');

    assert.equal(readClaims(first.id_token!)['aud'], `${REST_KEY}1`);
    assert.equal(readClaims(second.id_token!)['aud'], REST_KEY);
  });

  it('publishes twelve keys without kid for kid-absent-many-keys, until the reset', async () => {
    const {emulator, tokens} = setup();
    emulator.failNext('token', {spoil: 'kid-absent-many-keys'});
    await tokens('member');
    const read = async () =>
      ((await (await emulator.fetch(`${KAUTH}/.well-known/jwks.json`)).json()) as JSONWebKeySet).keys;

    const many = await read();
    emulator.reset();
    const one = await read();

    assert.equal(many.length, 12);
    assert.ok(many.every((key) => key.kid === undefined));
    assert.equal(one.length, 1);
    assert.ok(one[0]?.kid);
    assert.doesNotThrow(() => createLocalJWKSet({keys: many}));
  });

  it('is refused by the points that have no token or user to spoil', () => {
    const {emulator} = setup();

    assert.throws(() => emulator.failNext('jwks', {spoil: 'invalid-aud'}), /token only/);
    assert.throws(() => emulator.failNext('user', {spoil: 'invalid-aud'}), /token only/);
    assert.throws(() => emulator.failNext('token', {spoil: 'constructor' as IdTokenSpoil}), /no way "constructor"/);
  });
});

/** Header without kid, claims, and whether there is a kid. */
function readParts(token: string): unknown {
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString() || '{}') as {kid?: string};
  return [header, token.split('.')[1]];
}
