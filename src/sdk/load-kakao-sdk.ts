import {KakaoSyncError} from '../shared/kakao-sync-error.js';
import {findKakaoSdk, noteWholeSdk} from './find-kakao-sdk.js';
import type {KakaoSdk} from './kakao-sdk-types.js';
import {insertScript} from './insert-script.js';
import type {SdkRelease} from './releases.js';

/** Where the SDK's file comes from. */
export interface SdkSource {
  /** Null: none that may be loaded. */
  readonly release: SdkRelease | null;
  /** The emulator's origin, which serves a stand-in without integrity. */
  readonly emulator?: string | undefined;
}

const CDN = 'https://t1.kakaocdn.net';
const TIMEOUT = 10_000;
const LOADING = Symbol.for('kakao-sync-widget.sdk');

/**
 * Loads Kakao's SDK once a page, whichever copy of this code asks first, and adopts one that the page brings itself.
 * A tag of ours that has failed is removed, the page's own stays; the next call tries again.
 *
 * @throws {KakaoSyncError} `sdk_blocked` (network, an ad blocker, the page's CSP, or a file whose hash differs: a page
 * cannot tell them apart), `sdk_timeout`, `sdk_missing` (loaded, but there is no `Kakao`), each with the file's address in
 * its message; `sdk_amd`; `config_invalid` (there is none to load)
 */
export function loadKakaoSdk(source: SdkSource): Promise<KakaoSdk> {
  const present = findKakaoSdk();
  if (present) return Promise.resolve(present);
  const holder = document as {[LOADING]?: Promise<KakaoSdk> | undefined};
  return (holder[LOADING] ??= load(source).finally(() => {
    holder[LOADING] = undefined;
  }));
}

/** The address that is asked for the SDK, without a query. */
export function findSdkFile(source: SdkSource): string {
  return (findTag()?.src ?? toAddress(source)).replace(/[?#].*/s, '');
}

async function load(source: SdkSource): Promise<KakaoSdk> {
  const own = findTag();
  if (!own && hasModuleLoader()) throw new KakaoSyncError('sdk_amd');
  if (!own && !source.release) throw new KakaoSyncError('config_invalid');
  const file = findSdkFile(source);
  return loadTag(own ?? insertTag(source), file, !own);
}

/**
 * Whether Kakao's file would look for a module loader's names and leave out its global. A call of AMD's `define()` from a
 * tag of ours would besides make the site's next module fail ("Mismatched anonymous define()").
 */
function hasModuleLoader(): boolean {
  // By the global object: bundlers replace the names themselves.
  const {define, exports, module} = globalThis as ModuleLoader;
  return (typeof exports === 'object' && module !== undefined) || (typeof define === 'function' && !!define.amd);
}

interface ModuleLoader {
  readonly define?: (() => unknown) & {readonly amd?: unknown};
  readonly exports?: unknown;
  readonly module?: unknown;
}

/** Tags of the page that have brought nothing. */
const failed = new WeakSet<Element>();

/**
 * The page's own tag, while it may still answer: after the page has loaded, one without a global has failed. Until a
 * consent, or for speed, sites give it a type that no browser runs.
 */
function findTag(): HTMLScriptElement | undefined {
  const tags = document.querySelectorAll<HTMLScriptElement>(
    'script[src*="/kakao_js_sdk/"]:not([src*=".channel."],[nomodule])',
  );
  return document.readyState === 'complete'
    ? undefined
    : [...tags].find((tag) => RUNS.test(tag.type) && !failed.has(tag));
}

/** The types of scripts that browsers run (HTML, "JavaScript MIME type essence match"). */
const RUNS =
  /^\s*(|module|(text|application)\/(x-)?(java|ecma)script|text\/(javascript1\.[0-5]|jscript|livescript))\s*$/i;

function toAddress({release, emulator}: SdkSource): string {
  return `${emulator ?? CDN}/kakao_js_sdk/${release?.version}/kakao.min.js`;
}

function insertTag(source: SdkSource): HTMLScriptElement {
  const script = insertScript(toAddress(source), source.emulator ? undefined : source.release?.integrity);
  script.addEventListener('load', holdAsyncInit);
  return script;
}

/** The SDK calls `kakaoAsyncInit` in a task after its own: the site's file calls it, and a second channel button must not come. */
function holdAsyncInit(): void {
  const page = globalThis as {kakaoAsyncInit?: unknown};
  const {kakaoAsyncInit} = page;
  if (typeof kakaoAsyncInit !== 'function') return;
  const held = (): void => undefined;
  page.kakaoAsyncInit = held;
  setTimeout(() => {
    // The site may have named another one meanwhile.
    if (page.kakaoAsyncInit === held) page.kakaoAsyncInit = kakaoAsyncInit;
  });
}

function loadTag(script: HTMLScriptElement, file: string, isOurs: boolean): Promise<KakaoSdk> {
  return new Promise((resolve, reject) => {
    const settle = (code: 'sdk_blocked' | 'sdk_timeout' | 'sdk_missing', sdk?: KakaoSdk | null): void => {
      clearTimeout(timer);
      if (sdk) return resolve(sdk);
      if (isOurs) script.remove();
      else failed.add(script);
      const isAmd = code === 'sdk_missing' && hasModuleLoader();
      reject(isAmd ? new KakaoSyncError('sdk_amd') : new KakaoSyncError(code, `${code} ${file}`));
    };
    const timer = setTimeout(() => settle('sdk_timeout'), TIMEOUT);
    script.addEventListener('error', () => settle('sdk_blocked'));
    script.addEventListener('load', () => {
      noteWholeSdk();
      settle('sdk_missing', findKakaoSdk());
    });
  });
}
