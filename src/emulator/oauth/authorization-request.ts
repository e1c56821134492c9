import {findDuplicate, getText, toList} from '../http/responses.js';
import type {AppKey, EmulatedApp, TalkChannel} from '../store/apps.js';
import type {KoeCode} from '../base/kakao-errors.js';
import {findClient, type EmulatorContext} from '../http/emulator-context.js';

/** An authorization request that may be answered at its redirect URI (RFC 6749 §4.1.1, Kakao: Request authorization code). */
export interface AuthorizationRequest {
  readonly app: EmulatedApp;
  readonly key: AppKey;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly nonce: string | null;
  /** Null where the request names none. */
  readonly scopes: readonly string[] | null;
  readonly serviceTerms: readonly string[] | null;
  /** Those that the consent screen offers: the named ones, else the representative one. */
  readonly channels: readonly TalkChannel[];
  readonly prompts: readonly string[];
  readonly loginHint: string | null;
  readonly codeChallenge: string | null;
  /** Set where a page waits for the answer at `/apiweb/code.json`. */
  readonly authTranId: string | null;
  readonly isPopup: boolean;
  /** Whether the login page was just passed for this request. */
  readonly throughAccount: boolean;
  readonly warnings: readonly string[];
}

/** Why a request is answered on Kakao's own error page and never at its redirect URI. */
export interface RefusedRequest {
  readonly koe: KoeCode;
  readonly detail: string;
}

const KNOWN = new Set([
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
]);

const PROMPTS = ['login', 'none', 'create', 'select_account', 'cert'];

/** The request behind an authorize address, or why there is none. Everything is checked before anything is answered. */
export function readAuthorizationRequest(
  emulator: EmulatorContext,
  parameters: URLSearchParams,
): AuthorizationRequest | RefusedRequest {
  const refuse = (koe: KoeCode, detail: string): RefusedRequest => ({koe, detail});
  const get = (name: string): string | null => getText(parameters, name);
  const warnings = [...parameters.keys()]
    .filter((name) => !KNOWN.has(name))
    .map((name) => `Kakao knows no parameter "${name}" of /oauth/authorize.`);

  const duplicate = findDuplicate(parameters);
  if (duplicate !== null) return refuse('KOE001', `The parameter ${duplicate} is given more than once.`);

  const clientId = get('client_id');
  if (clientId === null) return refuse('KOE207', 'client_id is missing.');
  const client = findClient(emulator, clientId);
  if (!client) return refuse('KOE101', 'client_id is not a key of any app.');
  const {app, key} = client;
  if (!app.loginEnabled) return refuse('KOE004', 'Kakao Login is switched off.');

  const redirectUri = get('redirect_uri');
  if (redirectUri === null) return refuse('KOE207', 'redirect_uri is missing.');
  if (!key.redirectUris.includes(redirectUri)) {
    return refuse(
      'KOE006',
      `Register ${redirectUri} for this key; registered: ${key.redirectUris.join(', ') || 'none'}.`,
    );
  }
  const kaOrigin = readKaOrigin(get('ka'));
  if (key.kind === 'javascript' && kaOrigin !== null && !key.domains.includes(kaOrigin)) {
    return refuse('KOE009', `Register the domain ${kaOrigin} for this key; registered: ${key.domains.join(', ')}.`);
  }
  if (key.kind === 'javascript' && get('ka') === null) {
    warnings.push('A JavaScript key is used without the SDK (no ka parameter).');
  }

  const responseType = get('response_type');
  if (responseType === null) return refuse('KOE207', 'response_type is missing.');
  if (responseType === 'token') return refuse('KOE202', 'response_type=token.');
  if (responseType !== 'code') return refuse('KOE201', `response_type=${responseType}.`);

  const prompts = toList(get('prompt'));
  const strange = prompts.find((prompt) => !PROMPTS.includes(prompt));
  if (strange !== undefined) return refuse('KOE204', `prompt=${strange}.`);
  if (prompts.includes('none') && prompts.length > 1) return refuse('KOE204', 'prompt=none stands alone.');

  const scopes = parameters.has('scope') ? toList(get('scope')) : null;
  const offered = [...app.scopes.map(({id}) => id), ...(app.openIdConnect ? ['openid'] : [])];
  const missing = scopes?.find((scope) => !offered.includes(scope));
  if (missing !== undefined)
    return refuse('KOE205', `The scope ${missing} is not set up; set up: ${offered.join(', ')}.`);
  if (scopes && scopes.length > 0 && app.openIdConnect && !scopes.includes('openid')) {
    warnings.push('scope is given without openid: the answer has no ID token.');
  }

  const channelIds = toList(get('channel_public_id'));
  if (channelIds.length > 2) return refuse('KOE204', 'channel_public_id names more than two channels.');
  const linked = app.channels.map(({publicId}) => publicId);
  if (channelIds.some((id) => !linked.includes(id))) {
    return refuse(
      'KOE102',
      `The channel ${channelIds.join(', ')} is not linked; linked: ${linked.join(', ') || 'none'}.`,
    );
  }

  const codeChallenge = get('code_challenge');
  const method = get('code_challenge_method');
  if ((codeChallenge === null) !== (method === null)) {
    return refuse('KOE204', 'code_challenge and code_challenge_method go together.');
  }
  if (method !== null && method !== 'S256') return refuse('KOE204', `code_challenge_method=${method}; only S256.`);
  if (codeChallenge !== null && !/^[\w-]{43}$/.test(codeChallenge)) {
    return refuse('KOE204', 'code_challenge is not 43 base64url characters.');
  }

  const isPopup = get('is_popup');
  if (isPopup !== null && isPopup !== 'true' && isPopup !== 'false') return refuse('KOE204', `is_popup=${isPopup}.`);

  // The SDK writes extra.service_terms, the REST API service_terms.
  const termNames = ['service_terms', 'extra.service_terms'].filter((name) => parameters.has(name));
  const serviceTerms = termNames.length > 0 ? termNames.flatMap((name) => toList(get(name))) : null;
  const unknownTerm = serviceTerms?.find((tag) => !app.terms.some((term) => term.tag === tag));
  if (unknownTerm !== undefined) {
    warnings.push(`There is no term "${unknownTerm}": Kakao then asks for no term at all.`);
  }

  return {
    app,
    key,
    redirectUri,
    state: parameters.get('state'),
    nonce: get('nonce'),
    scopes,
    serviceTerms,
    channels:
      channelIds.length > 0
        ? app.channels.filter(({publicId}) => channelIds.includes(publicId))
        : app.channels.slice(0, 1),
    prompts,
    loginHint: get('login_hint'),
    codeChallenge,
    authTranId: get('auth_tran_id'),
    isPopup: isPopup === 'true',
    throughAccount: get('through_account') === 'true',
    warnings,
  };
}

/** The page's origin in the SDK's `ka` text. */
export function readKaOrigin(ka: string | null): string | null {
  const encoded = /(?:^| )origin\/(\S+)/.exec(ka ?? '')?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
