/** Kakao's response for a KOE code (Kakao: Kakao Login > Troubleshooting). */
interface KoeError {
  /** HTTP status at the token endpoint. */
  readonly status: number;
  /** `error` at the token endpoint (RFC 6749 §5.2). */
  readonly error: string;
  readonly description: string;
}

export const KOE = {
  KOE001: {status: 400, error: 'invalid_request', description: 'Malformed request.'},
  KOE002: {status: 400, error: 'invalid_request', description: 'Wrong URL.'},
  KOE003: {status: 500, error: 'server_error', description: 'Temporary trouble at Kakao.'},
  KOE004: {status: 400, error: 'misconfigured', description: 'Kakao Login is switched off for this app.'},
  KOE005: {status: 403, error: 'access_denied', description: 'Not a member of this test app.'},
  KOE006: {status: 400, error: 'invalid_request', description: 'The redirect URI is not registered for this app key.'},
  KOE007: {status: 400, error: 'invalid_request', description: 'The logout redirect URI is not registered.'},
  KOE008: {status: 400, error: 'invalid_client', description: 'Wrong kind of app key.'},
  KOE009: {status: 400, error: 'misconfigured', description: 'The page’s domain is not registered for this app key.'},
  KOE010: {status: 401, error: 'invalid_client', description: 'Bad client credentials'},
  KOE023: {status: 400, error: 'invalid_request', description: 'Popup login is not available to the JavaScript SDK.'},
  KOE101: {status: 401, error: 'invalid_client', description: 'Not exist client_id'},
  KOE102: {status: 400, error: 'invalid_request', description: 'The channel is not linked to this app.'},
  KOE201: {status: 400, error: 'unsupported_response_type', description: 'Only response_type=code is supported.'},
  KOE202: {status: 400, error: 'unsupported_response_type', description: 'The implicit flow is not supported.'},
  KOE203: {status: 403, error: 'access_denied', description: 'A required consent is missing.'},
  KOE204: {status: 400, error: 'invalid_request', description: 'Invalid parameter.'},
  KOE205: {status: 400, error: 'invalid_scope', description: 'A scope is not set up for this app.'},
  KOE207: {status: 400, error: 'invalid_request', description: 'A required parameter is missing.'},
  KOE237: {status: 429, error: 'invalid_request', description: 'token request rate limit exceeded'},
  KOE303: {status: 400, error: 'invalid_grant', description: 'Redirect URI mismatch.'},
  KOE310: {status: 400, error: 'unsupported_grant_type', description: 'The grant_type is not supported.'},
  KOE319: {status: 400, error: 'invalid_grant', description: 'The refresh token is missing.'},
  KOE320: {status: 400, error: 'invalid_grant', description: 'authorization code not found'},
  KOE322: {status: 400, error: 'invalid_grant', description: 'expired_or_invalid_refresh_token'},
  KOE400: {status: 400, error: 'invalid_token', description: 'Bad ID token.'},
} as const satisfies Record<string, KoeError>;

export type KoeCode = keyof typeof KOE;

/** kapi's response for one of its error numbers (Kakao: REST API > Reference > Error code). */
interface KapiError {
  readonly status: number;
  readonly msg: string;
}

export const KAPI_ERRORS = {
  [-1]: {status: 400, msg: 'internal error. please retry.'},
  [-2]: {status: 400, msg: 'bad or missing parameter.'},
  [-3]: {status: 403, msg: 'the feature is not enabled for this app.'},
  [-4]: {status: 403, msg: 'the account is restricted.'},
  [-5]: {status: 403, msg: 'no permission for this API.'},
  [-6]: {status: 403, msg: 'the action is not allowed.'},
  [-7]: {status: 400, msg: 'the service is under maintenance.'},
  [-8]: {status: 400, msg: 'bad header.'},
  [-9]: {status: 400, msg: 'the API is discontinued.'},
  [-10]: {status: 400, msg: 'API limit has been exceeded.'},
  [-11]: {status: 400, msg: 'the limit of the paid plan has been exceeded.'},
  [-12]: {status: 403, msg: 'the app is restricted.'},
  [-101]: {status: 400, msg: 'NotRegisteredUserException'},
  [-102]: {status: 400, msg: 'AlreadyRegisteredUserException'},
  [-103]: {status: 400, msg: 'the account does not exist.'},
  [-201]: {status: 400, msg: 'bad property key or value.'},
  [-401]: {status: 401, msg: 'this access token does not exist'},
  [-402]: {status: 403, msg: 'insufficient scopes.'},
  [-406]: {status: 401, msg: 'the user is under age 14.'},
  [-501]: {status: 400, msg: 'NotExistTalkUserException'},
  [-541]: {status: 400, msg: 'the channel does not exist.'},
  [-544]: {status: 400, msg: 'the channel is banned.'},
  [-815]: {status: 400, msg: 'internal error of the channel.'},
  [-816]: {status: 400, msg: 'INVALID_FILE_ID'},
  [-817]: {status: 400, msg: 'INVALID_FILE_NAME'},
  [-818]: {status: 400, msg: 'there are 30 customer files already.'},
  [-819]: {status: 400, msg: 'the channel is not connected to this app.'},
  [-9798]: {status: 503, msg: 'service check.'},
} as const satisfies Record<number, KapiError>;

export type KapiCode = keyof typeof KAPI_ERRORS;

/** Whether an error number is in the table. */
export function isKapiCode(code: number): code is KapiCode {
  return code in KAPI_ERRORS;
}
