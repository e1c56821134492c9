import {attempt} from '../shared/attempt.js';
import {KakaoSyncError} from '../shared/errors.js';
import {readString, toFields, type UnknownRecord} from '../shared/fields.js';

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
  readonly Channel?: KakaoChannel;
}

/** `Kakao.Channel`. https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/js */
export interface KakaoChannel {
  /** Since 2.6. Its promise rejects in apps where it cannot work, and never settles where its window is closed. */
  followChannel?(settings: {readonly channelPublicId: string}): unknown;
  addChannel(settings: {readonly channelPublicId: string}): void;
  chat(settings: {readonly channelPublicId: string; readonly lang: 'ko' | 'en' | 'ja'}): void;
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
  /** Whether KakaoTalk may open, its sheet in a channel home included. */
  readonly throughTalk?: boolean;
}

/**
 * The SDK on this page, or null while there is none that a login can use. Also what nothing can be loaded over, which
 * {@link initializeKakaoSdk} refuses: something frozen, or a release 1. An element whose id is `Kakao` is none.
 */
export function findKakaoSdk(): KakaoSdk | null {
  // Throws for a frame of another origin whose name is `Kakao`.
  const sdk = attempt(() => {
    const {Kakao} = globalThis as {Kakao?: Partial<KakaoSdk>};
    const isSdk =
      typeof Kakao?.init === 'function' && typeof Kakao.isInitialized === 'function' && isWhole(Kakao as KakaoSdk);
    return Kakao && (isSdk || !Object.isExtensible(Kakao)) && (Kakao as KakaoSdk);
  });
  return sdk || null;
}

/** On the `init` of an SDK that is known to be whole, whatever parts of another one are still there. */
const WHOLE = Symbol.for('kakao-sync-widget.whole-sdk');

/** The whole SDK has just been loaded, where its file has found its place. */
export function noteWholeSdk(): void {
  attempt(() => Object.assign((globalThis as {Kakao?: Partial<KakaoSdk>}).Kakao?.init ?? {}, {[WHOLE]: true}));
}

/**
 * Whether there is a login in it, or will be after `init`. The file of a channel's button has its parts without `Auth`, and
 * so has an `init` that has failed: the whole SDK can be loaded over both, and their parts stay until the next `init`.
 */
function isWhole(sdk: KakaoSdk): boolean {
  return (
    !!sdk.Auth ||
    /^1\./.test(String(sdk.VERSION)) ||
    !(sdk.isInitialized() || (sdk.Channel && !(sdk.init as {[WHOLE]?: true})[WHOLE]))
  );
}

/**
 * Makes an SDK ready for an app key. One that the site has set up with another key, one that is frozen and not set up, or
 * a release 1, is left as it is.
 *
 * @throws {KakaoSyncError} `sdk_conflict`, `sdk_failed`
 */
export function initializeKakaoSdk(sdk: KakaoSdk, appKey: string): void {
  if (!/^2\./.test(String(sdk.VERSION))) {
    throw new KakaoSyncError('sdk_conflict');
  }
  const key = callSdk(() => {
    // `init` of a frozen one throws halfway: it has the key then, and no Auth.
    if (!Object.isExtensible(sdk)) return sdk.Auth?.getAppKey();
    // A copy that has run over one in use keeps its Auth until the next init, and says that it is not initialised.
    const isFree = (sdk.Auth?.getAppKey() ?? appKey) === appKey;
    // Called as a method: init uses `this`.
    if (isFree && !sdk.isInitialized()) sdk.init(appKey);
    return (sdk as Required<KakaoSdk>).Auth.getAppKey();
  });
  if (key !== appKey) {
    throw new KakaoSyncError('sdk_conflict');
  }
}

/** What the promise of `authorize()` brings when KakaoTalk's answer arrives in this tab. */
export type AuthorizeAnswer = {readonly code: string} | {readonly error: string; readonly errorDescription: string};

/**
 * Calls `authorize()` in the caller's task, so that the visitor's gesture still counts and KakaoTalk may open.
 * `onAnswer` gets the settlement if it holds an own text `code` or `error`, which counts first; any other is ignored, and
 * mostly there is none, because the page leaves.
 *
 * @throws {KakaoSyncError} `sdk_failed`
 */
export function authorize(
  sdk: KakaoSdk,
  settings: AuthorizeSettings,
  onAnswer: (answer: AuthorizeAnswer) => void,
): void {
  const result = callSdk(() => callAuthorize(sdk as Required<KakaoSdk>, settings));
  const settle = (value: unknown): void => {
    const answer = readAnswer(value);
    if (answer) onAnswer(answer);
  };
  // The SDK's own thenable, or undefined: never assumed to be a Promise, which settles once.
  Promise.resolve(result).then(settle, settle);
}

/** Called as a method, and once more where this release does not know a setting that can be put otherwise. */
function callAuthorize({Auth}: Required<KakaoSdk>, settings: AuthorizeSettings): unknown {
  // In the homes of channels and profiles this alone keeps the SDK from KakaoTalk's sheet.
  const given = {...settings, ...(settings.throughTalk === false && {throughSyncplugin: false})};
  try {
    // The SDK writes its defaults into the object it is given.
    return Auth.authorize({...given});
  } catch (error) {
    return Auth.authorize(toKnown(given, error));
  }
}

/** What a release may not know, and its name there, if it has one: before 2.3 it was `prompts`. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['prompt', 'prompts'],
  ['throughSyncplugin', ''],
]);

/** The settings without those that the SDK has refused, which it does before it does anything. */
function toKnown(settings: AuthorizeSettings, error: unknown): AuthorizeSettings {
  const known: UnknownRecord = {...settings};
  const [, names = ''] = /^Invalid parameter keys: (\S+) at /.exec(String(toFields(error)['message'])) ?? [];
  for (const name of names.split(',')) {
    const other = OTHER_NAMES.get(name);
    if (other === undefined) throw error;
    if (other) known[other] = known[name];
    Reflect.deleteProperty(known, name);
  }
  return known as unknown as AuthorizeSettings;
}

function callSdk<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    throw new KakaoSyncError('sdk_failed', undefined, cause);
  }
}

function readAnswer(value: unknown): AuthorizeAnswer | null {
  // Own fields only, whatever it is.
  const fields: UnknownRecord = {...(value as object)};
  const [error, code] = [readString(fields['error']), readString(fields['code'])];
  if (error) return {error, errorDescription: readString(fields['error_description']) ?? ''};
  return code ? {code} : null;
}
