import {KakaoSyncError} from '../shared/errors.js';
import {findKakaoSdk, type KakaoSdk} from './kakao-sdk.js';
import type {SdkRelease} from './releases.js';
import {toTrustedScriptUrl} from './trusted-script-url.js';

/** Where the SDK's file comes from. */
export interface SdkSource {
  readonly release: SdkRelease;
  /** The emulator's origin, which serves a stand-in without integrity. */
  readonly emulator?: string | undefined;
}

const CDN = 'https://t1.kakaocdn.net';
const TIMEOUT = 10_000;
const LOADING = Symbol.for('kakao-sync-widget.sdk');

/**
 * Loads Kakao's SDK once a page, whichever copy of this code asks first, and adopts one that the page brings itself.
 * A failed tag is removed, and the next call tries again.
 *
 * @throws {KakaoSyncError} `sdk_blocked` (network, an ad blocker, the page's CSP, or a file whose hash differs: a page
 * cannot tell them apart), `sdk_timeout`, `sdk_missing` (loaded, but there is no `Kakao`)
 */
export function loadKakaoSdk(source: SdkSource): Promise<KakaoSdk> {
  const present = findKakaoSdk();
  if (present) return Promise.resolve(present);
  const holder = document as {[LOADING]?: Promise<KakaoSdk> | undefined};
  return (holder[LOADING] ??= loadTag(findTag() ?? insertTag(source)).finally(() => {
    holder[LOADING] = undefined;
  }));
}

/** The page's own tag, while it may still answer: after the page has loaded, one without a global has failed. */
function findTag(): HTMLScriptElement | null {
  return document.readyState === 'complete'
    ? null
    : document.querySelector<HTMLScriptElement>('script[src*="/kakao_js_sdk/"]:not([type="text/plain"])');
}

function insertTag({release, emulator}: SdkSource): HTMLScriptElement {
  const script = document.createElement('script');
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) script.nonce = nonce;
  script.async = true;
  script.crossOrigin = 'anonymous';
  if (!emulator) script.integrity = release.integrity;
  try {
    script.src = toTrustedScriptUrl(`${emulator ?? CDN}/kakao_js_sdk/${release.version}/kakao.min.js`);
    document.head.append(script);
  } catch {
    // Trusted Types refused the text, and no `error` event will tell.
    queueMicrotask(() => script.dispatchEvent(new CustomEvent('error')));
  }
  return script;
}

function loadTag(script: HTMLScriptElement): Promise<KakaoSdk> {
  return new Promise((resolve, reject) => {
    const settle = (code: 'sdk_blocked' | 'sdk_timeout' | 'sdk_missing', sdk?: KakaoSdk | null): void => {
      clearTimeout(timer);
      if (sdk) return resolve(sdk);
      script.remove();
      reject(new KakaoSyncError(code));
    };
    const timer = setTimeout(() => settle('sdk_timeout'), TIMEOUT);
    script.addEventListener('error', () => settle('sdk_blocked'));
    script.addEventListener('load', () => settle('sdk_missing', findKakaoSdk()));
  });
}
