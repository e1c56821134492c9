import {decodeText, findDuplicate, getText, toList, warnOfUnknown} from '../http/parameters.js';
import type {AppKey, EmulatedApp, TalkChannel} from '../store/apps.js';
import type {KoeCode} from '../base/kakao-errors.js';
import type {Localized} from '../base/localized.js';
import {findUnknownTags} from '../store/terms.js';
import {findClient, type EmulatorContext} from '../http/emulator-context.js';

/** A valid authorization request (RFC 6749 §4.1.1, Kakao: Request authorization code). */
export interface AuthorizationRequest {
  readonly app: EmulatedApp;
  readonly key: AppKey;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly nonce: string | null;
  /** Null if the request names no scopes. An empty `scope` is an empty list. */
  readonly scopes: readonly string[] | null;
  readonly serviceTerms: readonly string[] | null;
  /** The channels on the consent screen: those that the request names; by default the representative channel. */
  readonly channels: readonly TalkChannel[];
  readonly prompts: readonly string[];
  readonly loginHint: string | null;
  readonly codeChallenge: string | null;
  /** Given if a page polls `/apiweb/code.json` for the response. */
  readonly authTranId: string | null;
  readonly isPopup: boolean;
  /** Whether the person has just logged in for this request. */
  readonly throughAccount: boolean;
  /** Mistakes that Kakao accepts. */
  readonly warnings: readonly Localized[];
}

/** A request that Kakao answers with its own error page, and never at the redirect URI. */
export interface RefusedRequest {
  readonly koe: KoeCode;
  readonly detail: Localized;
}

const KNOWN = [
  'client_id',
  'redirect_uri',
  'response_type',
  'state',
  'nonce',
  'scope',
  'prompt',
  'login_hint',
  'service_terms',
  'extra.service_terms',
  'channel_public_id',
  'code_challenge',
  'code_challenge_method',
  'auth_tran_id',
  'is_popup',
  'ka',
  'device_type',
  'settle_id',
  'kauth_tx_id',
  'approval_window_type',
  'through_account',
  'lang',
];

const PROMPTS = ['login', 'none', 'create', 'select_account', 'cert'];

export function refuse(koe: KoeCode, en: string, ko: string): RefusedRequest {
  return {koe, detail: {en, ko}};
}

/** Reads the request of an authorize address. All checks come first: a mistake is never reported at the redirect URI. */
export function readAuthorizationRequest(
  emulator: EmulatorContext,
  parameters: URLSearchParams,
): AuthorizationRequest | RefusedRequest {
  const duplicate = findDuplicate(parameters);
  if (duplicate !== null)
    return refuse(
      'KOE001',
      `The parameter ${duplicate} is given more than once.`,
      `파라미터 ${duplicate}을(를) 여러 번 지정했습니다.`,
    );
  const client = readClient(emulator, parameters);
  if ('koe' in client) return client;
  const {app, key} = client;
  const redirectUri = readRedirectUri(key, parameters);
  if (typeof redirectUri !== 'string') return redirectUri;
  const refused =
    checkSdkOrigin(key, parameters) ??
    checkResponseType(parameters) ??
    checkPrompts(parameters) ??
    checkScopes(app, parameters) ??
    checkChannels(app, parameters) ??
    checkCodeChallenge(parameters) ??
    checkPopup(parameters);
  return refused ?? toRequest(app, key, redirectUri, parameters);
}

function readClient(
  emulator: EmulatorContext,
  parameters: URLSearchParams,
): Pick<AuthorizationRequest, 'app' | 'key'> | RefusedRequest {
  const clientId = getText(parameters, 'client_id');
  if (clientId === null) return refuse('KOE207', 'client_id is missing.', 'client_id가 없습니다.');
  const client = findClient(emulator, clientId);
  if (!client) return refuse('KOE101', 'client_id is not a key of any app.', 'client_id가 어떤 앱의 키도 아닙니다.');
  return client.app.loginEnabled
    ? client
    : refuse('KOE004', 'Kakao Login is switched off.', '카카오 로그인이 꺼져 있습니다.');
}

function readRedirectUri({redirectUris}: AppKey, parameters: URLSearchParams): string | RefusedRequest {
  const redirectUri = getText(parameters, 'redirect_uri');
  if (redirectUri === null) return refuse('KOE207', 'redirect_uri is missing.', 'redirect_uri가 없습니다.');
  if (redirectUris.includes(redirectUri)) return redirectUri;
  return refuse(
    'KOE006',
    `Register ${redirectUri} for this key; registered: ${redirectUris.join(', ') || 'none'}.`,
    `이 키에 ${redirectUri} 주소를 등록하세요. 등록된 주소: ${redirectUris.join(', ') || '없음'}`,
  );
}

function checkSdkOrigin({kind, domains}: AppKey, parameters: URLSearchParams): RefusedRequest | null {
  const origin = readKaOrigin(getText(parameters, 'ka'));
  if (kind !== 'javascript' || origin === null || domains.includes(origin)) return null;
  return refuse(
    'KOE009',
    `Register the domain ${origin} for this key; registered: ${domains.join(', ')}.`,
    `이 키에 도메인 ${origin}을(를) 등록하세요. 등록된 도메인: ${domains.join(', ')}`,
  );
}

function checkResponseType(parameters: URLSearchParams): RefusedRequest | null {
  const responseType = getText(parameters, 'response_type');
  if (responseType === null) return refuse('KOE207', 'response_type is missing.', 'response_type이 없습니다.');
  if (responseType === 'token') return refuse('KOE202', 'response_type=token.', 'response_type=token');
  return responseType === 'code'
    ? null
    : refuse('KOE201', `response_type=${responseType}.`, `response_type=${responseType}`);
}

function checkPrompts(parameters: URLSearchParams): RefusedRequest | null {
  const prompts = toList(getText(parameters, 'prompt'));
  const unknown = prompts.find((prompt) => !PROMPTS.includes(prompt));
  if (unknown !== undefined) return refuse('KOE204', `prompt=${unknown}.`, `prompt=${unknown}`);
  return prompts.includes('none') && prompts.length > 1
    ? refuse('KOE204', 'prompt=none stands alone.', 'prompt=none은 다른 값과 함께 쓸 수 없습니다.')
    : null;
}

function checkScopes(app: EmulatedApp, parameters: URLSearchParams): RefusedRequest | null {
  const offered = [...app.scopes.map(({id}) => id), ...(app.openIdConnect ? ['openid'] : [])];
  const missing = readScopes(parameters)?.find((scope) => !offered.includes(scope));
  if (missing === undefined) return null;
  return refuse(
    'KOE205',
    `The scope ${missing} is not set up; set up: ${offered.join(', ')}.`,
    `동의항목 ${missing}이(가) 설정되지 않았습니다. 설정된 항목: ${offered.join(', ')}`,
  );
}

function checkChannels(app: EmulatedApp, parameters: URLSearchParams): RefusedRequest | null {
  const ids = toList(getText(parameters, 'channel_public_id'));
  if (ids.length > 2)
    return refuse(
      'KOE204',
      'channel_public_id names more than two channels.',
      'channel_public_id에 채널을 셋 이상 지정했습니다.',
    );
  const linked = app.channels.map(({publicId}) => publicId);
  if (ids.every((id) => linked.includes(id))) return null;
  return refuse(
    'KOE102',
    `The channel ${ids.join(', ')} is not linked; linked: ${linked.join(', ') || 'none'}.`,
    `채널 ${ids.join(', ')}이(가) 연결되지 않았습니다. 연결된 채널: ${linked.join(', ') || '없음'}`,
  );
}

function checkCodeChallenge(parameters: URLSearchParams): RefusedRequest | null {
  const challenge = getText(parameters, 'code_challenge');
  const method = getText(parameters, 'code_challenge_method');
  if ((challenge === null) !== (method === null)) {
    return refuse(
      'KOE204',
      'code_challenge and code_challenge_method go together.',
      'code_challenge와 code_challenge_method는 함께 써야 합니다.',
    );
  }
  if (method !== null && method !== 'S256')
    return refuse(
      'KOE204',
      `code_challenge_method=${method}; only S256.`,
      `code_challenge_method=${method}. S256만 쓸 수 있습니다.`,
    );
  const isWellFormed = challenge === null || /^[\w-]{43}$/.test(challenge);
  return isWellFormed
    ? null
    : refuse('KOE204', 'code_challenge is not 43 base64url characters.', 'code_challenge가 base64url 43자가 아닙니다.');
}

function checkPopup(parameters: URLSearchParams): RefusedRequest | null {
  const isPopup = getText(parameters, 'is_popup');
  return isPopup === null || isPopup === 'true' || isPopup === 'false'
    ? null
    : refuse('KOE204', `is_popup=${isPopup}.`, `is_popup=${isPopup}`);
}

function toRequest(
  app: EmulatedApp,
  key: AppKey,
  redirectUri: string,
  parameters: URLSearchParams,
): AuthorizationRequest {
  const get = (name: string): string | null => getText(parameters, name);
  const channelIds = toList(get('channel_public_id'));
  const named = app.channels.filter(({publicId}) => channelIds.includes(publicId));
  return {
    app,
    key,
    redirectUri,
    state: parameters.get('state'),
    nonce: get('nonce'),
    scopes: readScopes(parameters),
    serviceTerms: readServiceTerms(parameters),
    channels: channelIds.length > 0 ? named : app.channels.slice(0, 1),
    prompts: toList(get('prompt')),
    loginHint: get('login_hint'),
    codeChallenge: get('code_challenge'),
    authTranId: get('auth_tran_id'),
    isPopup: get('is_popup') === 'true',
    throughAccount: get('through_account') === 'true',
    warnings: findWarnings(app, key, parameters),
  };
}

function readScopes(parameters: URLSearchParams): readonly string[] | null {
  return parameters.has('scope') ? toList(getText(parameters, 'scope')) : null;
}

/** The SDK writes `extra.service_terms`, the REST API `service_terms`. */
function readServiceTerms(parameters: URLSearchParams): readonly string[] | null {
  const names = ['service_terms', 'extra.service_terms'].filter((name) => parameters.has(name));
  return names.length > 0 ? names.flatMap((name) => toList(getText(parameters, name))) : null;
}

function toUnknownTagWarning(tag: string): Localized {
  return {
    en: `There is no term "${tag}": Kakao then asks for no term at all.`,
    ko: `앱에 없는 약관 태그입니다: "${tag}". 이런 태그가 하나라도 있으면 카카오는 약관을 하나도 묻지 않습니다.`,
  };
}

function findWarnings(app: EmulatedApp, key: AppKey, parameters: URLSearchParams): readonly Localized[] {
  const warnings = warnOfUnknown(parameters, KNOWN, '/oauth/authorize');
  if (key.kind === 'javascript' && getText(parameters, 'ka') === null) {
    warnings.push({
      en: 'A JavaScript key is used without the SDK (no ka parameter).',
      ko: 'JavaScript 키를 SDK 없이 사용했습니다(ka 파라미터가 없습니다).',
    });
  }
  const scopes = readScopes(parameters);
  if (scopes && scopes.length > 0 && app.openIdConnect && !scopes.includes('openid')) {
    warnings.push({
      en: 'scope is given without openid: the answer has no ID token.',
      ko: 'scope에 openid가 없어 응답에 ID 토큰이 없습니다.',
    });
  }
  return [...warnings, ...findUnknownTags(app.terms, readServiceTerms(parameters) ?? []).map(toUnknownTagWarning)];
}

/** The page's origin in the `ka` text of the SDK; null if it has none. */
export function readKaOrigin(ka: string | null): string | null {
  const encoded = /(?:^| )origin\/(\S+)/.exec(ka ?? '')?.[1];
  return encoded === undefined ? null : decodeText(encoded);
}
