import {KakaoSyncError} from '../shared/errors.js';

/**
 * What we use of Kakao's JavaScript SDK, release 2. `Auth` exists only after `init`.
 * https://developers.kakao.com/docs/latest/ko/javascript/getting-started
 */
export interface KakaoSdk {
  readonly VERSION?: string;
  init(appKey: string): void;
  isInitialized(): boolean;
  readonly Auth?: {
    authorize(settings: AuthorizeSettings): unknown;
    getAppKey(): string | null;
  };
}

/** `Kakao.Auth.authorize()`'s settings. An unknown key or an own key that is undefined makes it throw. */
export interface AuthorizeSettings {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly scope?: string;
  readonly prompt?: string;
  readonly loginHint?: string;
  readonly serviceTerms?: string;
  readonly channelPublicId?: string;
  readonly throughTalk?: boolean;
}

/** The SDK on this page, or null while there is none. An element whose id is `Kakao` is none. */
export function findKakaoSdk(): KakaoSdk | null {
  const sdk = (globalThis as {Kakao?: Partial<KakaoSdk>}).Kakao;
  return typeof sdk?.init === 'function' && typeof sdk.isInitialized === 'function' ? (sdk as KakaoSdk) : null;
}

/**
 * Makes an SDK ready for an app key. One that the site has set up with another key, or a release 1, is left as it is.
 *
 * @throws {KakaoSyncError} `sdk_conflict`, `sdk_failed`
 */
export function initializeKakaoSdk(sdk: KakaoSdk, appKey: string): void {
  if (!/^2\./.test(String(sdk.VERSION))) {
    throw new KakaoSyncError('sdk_conflict');
  }
  try {
    // Called as a method: init uses `this`.
    if (!sdk.isInitialized()) sdk.init(appKey);
  } catch (cause) {
    throw new KakaoSyncError('sdk_failed', undefined, cause);
  }
  if (typeof sdk.Auth?.authorize !== 'function') {
    throw new KakaoSyncError('sdk_failed');
  }
  if (sdk.Auth.getAppKey() !== appKey) {
    throw new KakaoSyncError('sdk_conflict');
  }
}

/** What the promise of `authorize()` brings when KakaoTalk's answer arrives in this tab. */
export type AuthorizeAnswer = {readonly code: string} | {readonly error: string; readonly errorDescription: string};

/**
 * Calls `authorize()` in the caller's task, so that the visitor's gesture still counts and KakaoTalk may open.
 * `onAnswer` gets the first settlement that holds an own text `code` or `error`; any other is ignored, and mostly there
 * is none, because the page leaves.
 *
 * @throws {KakaoSyncError} `sdk_failed`
 */
export function authorize(
  sdk: KakaoSdk,
  settings: AuthorizeSettings,
  onAnswer: (answer: AuthorizeAnswer) => void,
): void {
  let result: unknown;
  try {
    // The SDK writes its defaults into the object it is given.
    result = sdk.Auth?.authorize({...settings});
  } catch (cause) {
    throw new KakaoSyncError('sdk_failed', undefined, cause);
  }
  let settled = false;
  const settle = (value: unknown): void => {
    const answer = readAnswer(value);
    if (!answer || settled) return;
    settled = true;
    onAnswer(answer);
  };
  // The SDK's own thenable, or undefined: never assumed to be a Promise.
  Promise.resolve(result).then(settle, settle);
}

function readAnswer(value: unknown): AuthorizeAnswer | null {
  if (typeof value !== 'object' || value === null) return null;
  const own = (key: string): string | null => {
    const field: unknown = Object.prototype.hasOwnProperty.call(value, key) ? value[key as keyof typeof value] : null;
    return typeof field === 'string' && field !== '' ? field : null;
  };
  const code = own('code');
  if (code !== null) return {code};
  const error = own('error');
  return error === null ? null : {error, errorDescription: own('error_description') ?? ''};
}
