import {toJson} from '../http/responses.js';
import type {Fault} from '../faults/faults.js';
import {toLoginMutation} from '../faults/api-mutations.js';
import {getMutationOrThrow} from '../faults/login-mutations.js';
import {isKakaoHost} from '../base/hosts.js';
import {type RequestContext, toIssuer} from '../http/emulator-context.js';
import type {EmulatorResponse} from '../base/messages.js';

/** GET /.well-known/jwks.json. */
export async function handleJwks({emulator}: RequestContext): Promise<EmulatorResponse> {
  return toJson(await emulator.keys.published(), 200, {'cache-control': 'public, max-age=3600'});
}

/** GET /.well-known/openid-configuration (OpenID Connect Discovery §4), with the values Kakao publishes. */
export function handleDiscovery({url}: RequestContext, fault: Fault | null): EmulatorResponse {
  const issuer = toIssuer(url);
  const api = isKakaoHost(url) ? 'https://kapi.kakao.com' : issuer;
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    userinfo_endpoint: `${api}/v1/oidc/userinfo`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    request_uri_parameter_supported: false,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: ['iss', 'aud', 'sub', 'auth_time', 'exp', 'iat', 'nonce', 'nickname', 'picture', 'email'],
  };
  const mutation = toLoginMutation(fault?.spoil);
  if (mutation !== null) getMutationOrThrow(mutation).metadata?.(metadata);
  return toJson(metadata);
}
