import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createLocalJWKSet, createRemoteJWKSet, customFetch, jwtVerify, type JSONWebKeySet} from 'jose';
import {type Spoil, SPOILS} from '../../../src/emulator/index.js';
import {toMutationPoints} from '../../../src/emulator/faults/login-mutations.js';
import {KAUTH, readClaims, REDIRECT_URI, REST_KEY, setup, toAuthorizeAddress} from '../support/setup.js';
import {Visitor} from '../support/visitor.js';

/** What a verifier with nothing but jose's ordinary checks says, and what our own comparison finds different. */
async function judge(spoil: Spoil) {
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

/** Of a token answer, by jose's error code. `accepted`: needs a check of one's own, or is no fault at all. */
const VERDICTS: Partial<Record<Spoil, string>> = {
  'oidcc-client-test-nonce-invalid': 'accepted',
  'fapi2-security-profile-final-client-test-invalid-missing-nonce': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ktl-nonce-empty': 'accepted',
  'oidcc-client-test-invalid-iss': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ktl-iss-slash': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'fapi2-security-profile-final-client-test-invalid-missing-iss': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'oidcc-client-test-invalid-aud': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'oidcc-client-test-missing-aud': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'fapi2-security-profile-final-client-test-valid-aud-as-array': 'accepted',
  'fapi2-security-profile-final-client-test-invalid-secondary-aud': 'accepted',
  'ktl-secondary-aud-azp': 'accepted',
  'ktl-azp-other': 'accepted',
  'ktl-aud-other-key': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'oidcc-client-test-missing-sub': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ktl-sub-number': 'accepted',
  'ktl-sub-empty': 'accepted',
  'ktl-sub-21-digits': 'accepted',
  'ktl-sub-proto': 'accepted',
  'oidcc-client-test-missing-iat': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'fapi1-advanced-final-client-test-iat-is-week-in-past': 'accepted',
  'ktl-iat-future': 'accepted',
  'fapi2-security-profile-final-client-test-invalid-expired-exp': 'ERR_JWT_EXPIRED',
  'ktl-exp-20s': 'accepted',
  'fapi2-security-profile-final-client-test-invalid-missing-exp': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ktl-exp-string': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ktl-nbf-future': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ktl-events-claim': 'accepted',
  'oidcc-client-test-invalid-sig-rs256': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ktl-sig-empty': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ktl-sig-truncated': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'oidcc-client-test-idtoken-sig-none': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'oidcc-client-test-invalid-sig-hs256': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'ktl-hs256-public-key': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'oidcc-client-test-invalid-sig-es256': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'ktl-ps256': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'ktl-other-key-same-kid': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ktl-unknown-kid': 'ERR_JWKS_NO_MATCHING_KEY',
  'oidcc-client-test-kid-absent-single-jwks': 'accepted',
  'oidcc-client-test-kid-absent-multiple-jwks': 'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'oidcc-client-test-signing-key-rotation-just-before-signing': 'accepted',
  'ktl-embedded-jwk': 'accepted',
  'ktl-embedded-jwk-signs': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ktl-embedded-jku': 'accepted',
  'ktl-embedded-x5u': 'accepted',
  'ktl-embedded-x5c': 'accepted',
  'ktl-crit': 'ERR_JOSE_NOT_SUPPORTED',
  'ktl-typ-set': 'accepted',
  'ktl-no-id-token': 'absent',
  'ktl-id-token-empty': 'ERR_JWS_INVALID',
  'ktl-id-token-number': 'absent',
  'fapi2-security-profile-final-client-test-token-type-case-insensitivity': 'accepted',
  'ktl-token-type-dpop': 'accepted',
  'ktl-token-type-mac': 'accepted',
  'ktl-token-type-missing': 'accepted',
  'ktl-no-access-token': 'accepted',
  'fapi2-security-profile-final-client-test-token-endpoint-response-without-expires_in': 'accepted',
  'fapi1-advanced-final-client-test-no-scope-in-token-endpoint-response': 'accepted',
  'ktl-expires-in-string': 'accepted',
  'ktl-expires-in-negative': 'accepted',
  'ktl-token-html': 'absent',
  'ktl-token-truncated': 'absent',
  'ktl-token-null': 'absent',
  'ktl-token-array': 'absent',
  'ktl-token-201': 'accepted',
  'ktl-token-302': 'absent',
  'ktl-token-1mb': 'accepted',
  'ktl-token-gzip-bomb': 'absent',
  'oidcc-client-test-userinfo-invalid-sub': 'accepted',
  'ktl-user-id-missing': 'accepted',
  'ktl-user-id-string': 'accepted',
  'ktl-user-account-null': 'accepted',
};

/** What is at the redirect URI. */
const ANSWERS: Partial<Record<Spoil, string>> = {
  'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-state-fails':
    'code=CODE&state=state-11',
  'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-missing-state-fails':
    'code=CODE',
  'ktl-state-dup': 'code=CODE&state=state-1&state=state-1',
  'ktl-code-dup': 'code=CODE&state=state-1&code=CODE',
  'ktl-code-empty': 'code=&state=state-1',
  'ktl-code-missing': 'state=state-1',
  'ktl-code-and-error': 'code=CODE&state=state-1&error=access_denied',
  'fapi2-security-profile-final-client-test-invalid-authorization-response-iss':
    'code=CODE&state=state-1&iss=https%3A%2F%2Fkauth.kakao.com1',
  'ktl-response-iss': 'code=CODE&state=state-1&iss=https%3A%2F%2Fkauth.kakao.com',
  'ktl-response-iss-dup': 'code=CODE&state=state-1&iss=https%3A%2F%2Fkauth.kakao.com&iss=https%3A%2F%2Fkauth.kakao.com',
  'ktl-implicit-id-token': 'code=CODE&state=state-1&id_token=e30.e30.',
  'ktl-implicit-access-token': 'code=CODE&state=state-1&access_token=leftover',
  'ktl-jarm': 'code=CODE&state=state-1&response=e30.e30.',
};

/** What the metadata says instead. */
const METADATA: Partial<Record<Spoil, Readonly<Record<string, string>>>> = {
  'oidcc-client-test-discovery-openid-config': {
    authorization_endpoint: 'https://evil.example/authorization',
    token_endpoint: 'https://evil.example/token',
    userinfo_endpoint: 'https://evil.example/userinfo',
  },
  'oidcc-client-test-discovery-jwks-uri-keys': {jwks_uri: 'https://evil.example/jwks.json'},
  'oidcc-client-test-discovery-issuer-mismatch': {issuer: 'https://kauth.kakao.com1'},
};

const spoilsOf = (point: ReturnType<typeof toMutationPoints>[number]): Spoil[] =>
  SPOILS.filter((spoil) => toMutationPoints(spoil).includes(point));

describe('spoil', () => {
  for (const spoil of spoilsOf('token')) {
    it(`${spoil}: ${VERDICTS[spoil] ?? 'is without a verdict here'}`, async () => {
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
      const isOnlyInSignature = [
        'oidcc-client-test-invalid-sig-rs256',
        'ktl-sig-empty',
        'ktl-sig-truncated',
        'ktl-other-key-same-kid',
      ].includes(spoil);
      const changed = [!isSameAnswer, !isSameToken || isOnlyInSignature, !isSameUser];
      assert.ok(changed.includes(true), 'nothing was spoiled');
    });
  }

  for (const spoil of spoilsOf('answer')) {
    it(`${spoil}: leads back with ${ANSWERS[spoil] ?? 'something that is not written here'}`, () => {
      const {emulator} = setup();
      emulator.failNext('answer', {spoil});
      const readQuery = (): string =>
        emulator.authorize(toAuthorizeAddress(), {persona: 'member'}).replace(/code=[\w-]{20,}/g, 'code=CODE');

      const spoiled = readQuery();
      const next = readQuery();

      assert.equal(spoiled, `${REDIRECT_URI}?${ANSWERS[spoil] ?? ''}`);
      assert.equal(next, `${REDIRECT_URI}?code=CODE&state=state-1`);
      emulator.expectNoPlannedFailures();
    });
  }

  it('ktl-code-dup: is also what comes of the pages', async () => {
    const {emulator} = setup();
    emulator.failNext('answer', {spoil: 'ktl-code-dup'});
    const visitor = await new Visitor(emulator).open(toAuthorizeAddress());

    await visitor.choose('member');

    assert.equal(new URL(visitor.url).searchParams.getAll('code').length, 2);
    emulator.expectNoPlannedFailures();
  });

  for (const spoil of spoilsOf('discovery')) {
    it(`${spoil}: says so in the metadata, once`, async () => {
      const {emulator} = setup();
      const read = async () =>
        (await (await emulator.fetch(`${KAUTH}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
      const honest = await read();
      emulator.failNext('discovery', {spoil});

      const spoiled = await read();
      const next = await read();

      assert.deepEqual(spoiled, {...honest, ...METADATA[spoil]});
      assert.notDeepEqual(spoiled, honest);
      assert.deepEqual(next, honest);
    });
  }

  it('leaves the next answer alone', async () => {
    const {emulator, tokens} = setup();
    emulator.failNext('token', {spoil: 'oidcc-client-test-invalid-aud'});

    const first = await tokens('member');
    const second = await tokens('member');

    assert.equal(readClaims(first.id_token!)['aud'], `${REST_KEY}1`);
    assert.equal(readClaims(second.id_token!)['aud'], REST_KEY);
  });

  it('publishes twelve keys without kid for oidcc-client-test-kid-absent-multiple-jwks, until the reset', async () => {
    const {emulator, tokens} = setup();
    emulator.failNext('token', {spoil: 'oidcc-client-test-kid-absent-multiple-jwks'});
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

  it('is refused by the points where it would not show', () => {
    const {emulator} = setup();

    assert.throws(() => emulator.failNext('jwks', {spoil: 'oidcc-client-test-invalid-aud'}), /token only/);
    assert.throws(() => emulator.failNext('user', {spoil: 'oidcc-client-test-invalid-aud'}), /token only/);
    assert.throws(() => emulator.failNext('token', {spoil: 'constructor' as Spoil}), /no way "constructor"/);
    assert.throws(() => emulator.failNext('token', {spoil: 'ktl-jarm'}), /answer only/);
    assert.throws(() => emulator.failNext('answer', {spoil: 'ktl-jarm', status: 500}), /only fault of answer/);
    assert.throws(() => emulator.failNext('answer', {}), /one or more of/);
  });
});

/** Header without kid, claims, and whether there is a kid. */
function readParts(token: string): unknown {
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString() || '{}') as {kid?: string};
  return [header, token.split('.')[1]];
}
