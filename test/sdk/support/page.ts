import type * as loader from '../../../src/sdk/load-kakao-sdk.js';

type Loader = Pick<typeof loader, 'findSdkFile' | 'loadKakaoSdk'>;

/** A document of its own, in which the loader has been imported. */
export interface Page {
  readonly window: Window & Loader & {Kakao?: unknown; outcome?: Promise<unknown>; copy: Loader};
  readonly document: Document;
  /** Every script that asks for Kakao's SDK. */
  tags(): HTMLScriptElement[];
}

interface PageOptions {
  /** Its Content Security Policy. */
  readonly csp?: string;
  readonly markup?: string;
  /** Run in the page while it is still loading; sees `loadKakaoSdk` and `files`. */
  readonly whileLoading?: string;
  /** The nonce of the page's own script. */
  readonly nonce?: string;
}

const FILES = new URL('../files', import.meta.url).pathname;

/** A source that is served here: a stand-in, one that looks for a loader first, a file without a global, or no file. */
export function servedFrom(folder: 'good' | 'umd' | 'empty' | 'none'): loader.SdkSource {
  return {release: {version: '2.7.4', integrity: 'sha384-unused'}, emulator: `${location.origin}${FILES}/${folder}`};
}

/** Opens a page, loaded to its end. Closed with the test, by `closePages`. */
export async function openPage({csp, markup = '', whileLoading = '', nonce}: PageOptions = {}): Promise<Page> {
  const frame = document.createElement('iframe');
  const policy = csp === undefined ? '' : `<meta http-equiv="Content-Security-Policy" content="${csp}">`;
  const html = `<!doctype html><head>${policy}</head><body>${markup}
    <script type="module"${nonce === undefined ? '' : ` nonce="${nonce}"`}>
      import {findSdkFile, loadKakaoSdk} from '${location.origin}/src/sdk/load-kakao-sdk.ts';
      import * as copy from '${location.origin}/src/sdk/load-kakao-sdk.ts?copy';
      const files = '${location.origin}${FILES}';
      Object.assign(window, {findSdkFile, loadKakaoSdk, copy});
      ${whileLoading}
    </script></body>`;
  // Such a page has this one's origin, also by its own address.
  const address = URL.createObjectURL(new Blob([html], {type: 'text/html'}));
  frame.src = address;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
  document.body.append(frame);
  await loaded;
  URL.revokeObjectURL(address);
  const page = frame.contentWindow as unknown as Page['window'];
  return {
    window: page,
    document: page.document,
    tags: () => [...page.document.querySelectorAll<HTMLScriptElement>('script[src*="/kakao_js_sdk/"]')],
  };
}

export function closePages(): void {
  for (const frame of document.querySelectorAll('iframe')) frame.remove();
}

/** The page's clock, stopped: no timer runs but by `fire`. */
export function stopClock({window}: Page): {readonly delays: number[]; fire(): void} {
  const timers = new Map<number, {delay: number; callback: () => void}>();
  let last = 0;
  Object.assign(window, {
    setTimeout(callback: () => void, delay: number) {
      timers.set(++last, {delay, callback});
      return last;
    },
    clearTimeout: (timer: number) => void timers.delete(timer),
  });
  return {
    get delays() {
      return [...timers.values()].map(({delay}) => delay);
    },
    fire() {
      const due = [...timers.values()];
      timers.clear();
      for (const {callback} of due) callback();
    },
  };
}

/** The code that a promise is rejected with, or what it brings. */
export function settle(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => (error as {code?: unknown}).code ?? error);
}
