import * as openid from 'openid-client';
import type {Row} from './rows.js';
import {
  authorize,
  JAVASCRIPT_KEY,
  REDIRECT_URI,
  REST,
  spoilNext,
  type TestEnvironment,
  stealCode,
} from './test-environment.js';

export type Verdict = 'accepts' | 'refuses';

/**
 * What openid-client makes of a row, with its signature checks on. It keeps no keys from one login to the next.
 *
 * @throws what is no refusal: a mistake of the test's own
 */
export async function judgeByReference({emulator, issuer}: TestEnvironment, row: Row): Promise<Verdict> {
  emulator.reset();
  const askedWith = (row.key ?? 'rest') === 'rest' ? REST.key : JAVASCRIPT_KEY;
  const isAlone = row.key === 'javascript-alone';
  const config = new openid.Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
    },
    isAlone ? JAVASCRIPT_KEY : REST.key,
    undefined,
    isAlone ? openid.None() : openid.ClientSecretPost(REST.clientSecret),
  );
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed; the provider is on this machine
  openid.allowInsecureRequests(config);
  openid.enableNonRepudiationChecks(config);

  const state = openid.randomState();
  const nonce = openid.randomNonce();
  const codeVerifier = askedWith === REST.key ? openid.randomPKCECodeVerifier() : undefined;
  const address = openid.buildAuthorizationUrl(config, {
    client_id: askedWith,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    state,
    nonce,
    ...(codeVerifier !== undefined && {
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }),
  });
  spoilNext(emulator, row);
  const back = new URL(await authorize(emulator, address.href, row));
  if (row.forge) row.forge(back, stealCode(emulator, address.href));
  try {
    await openid.authorizationCodeGrant(config, back, {
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
      ...(codeVerifier !== undefined && {pkceCodeVerifier: codeVerifier}),
    });
    return 'accepts';
  } catch (error) {
    if (isRefusal(error)) return 'refuses';
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof openid.ClientError ||
    error instanceof openid.ResponseBodyError ||
    error instanceof openid.AuthorizationResponseError ||
    error instanceof openid.WWWAuthenticateChallengeError
  );
}
