import {attempt} from '../shared/attempt.js';
import {KakaoSyncError} from '../shared/kakao-sync-error.js';
import type {KakaoSdk} from './kakao-sdk-types.js';

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

/**
 * Runs what calls the SDK.
 *
 * @throws {KakaoSyncError} `sdk_failed`
 */
export function callSdk<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    throw new KakaoSyncError('sdk_failed', undefined, cause);
  }
}
