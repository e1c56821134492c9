import {BodyNotTextError, BodyTooLargeError, readBodyText} from '../../server/base/body-text.js';
import {TimeLimitError, withTimeout} from '../../server/base/with-timeout.js';
import {toEndpoints} from '../../server/kakao/kakao-endpoints.js';
import {isLoopback} from '../../shared/loopback.js';

/** How long one answer may take, its body included, in milliseconds. */
const PATIENCE = 10_000;
const MAX_BODY = 512 * 1024;

/** What came back, read to its end. Nothing is followed. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Why there is no reply. */
export type Failure = 'unreached' | 'late' | 'unreadable';

/** What is sent. */
export interface Message {
  readonly method?: 'GET' | 'POST' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** The doctor's only ways out. */
export interface Network {
  /** Where Kakao is: its own server for logins, or an emulator on this machine. */
  readonly kakaoOrigin: string;
  /** Sends something to Kakao, secrets included. */
  askKakao(path: string, message?: Message): Promise<Reply | Failure>;
  /** Sends something to the site, at an origin that its settings name. It takes no secret. */
  askSite(address: string, message?: Message): Promise<Reply | Failure>;
}

/** What the ways out are limited to. */
interface NetworkOptions {
  /** The emulator's address. */
  readonly emulator: string | undefined;
  /** The site's own addresses. */
  readonly site: readonly string[];
  /** What goes to Kakao alone. */
  readonly secrets: readonly string[];
  readonly patience?: number;
}

/**
 * Opens the ways out.
 *
 * @throws {Error} if the emulator is not on this machine
 */
export function openNetwork({emulator, site, secrets, patience = PATIENCE}: NetworkOptions): Network {
  if (emulator !== undefined && !isLoopback(emulator)) throw new Error('The emulator is not on this machine.');
  const {kauth} = toEndpoints(emulator && new URL(emulator).origin);
  const origins = new Set(site.map((address) => new URL(address).origin));
  return {
    kakaoOrigin: kauth,
    askKakao(path, message = {}) {
      const url = new URL(path, kauth);
      if (url.origin !== kauth) throw new Error('Only Kakao is asked this way.');
      return send(url, message, patience);
    },
    askSite(address, message = {}) {
      const url = new URL(address);
      if (!origins.has(url.origin)) throw new Error(`${url.origin} is not the site’s.`);
      const whole = JSON.stringify([url.href, message]);
      if (secrets.some((secret) => secret !== '' && whole.includes(secret))) {
        throw new Error('No secret is sent to the site.');
      }
      return send(url, message, patience);
    },
  };
}

async function send(url: URL, {method, headers, form, json}: Message, patience: number): Promise<Reply | Failure> {
  const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
  const type = json === undefined ? {} : {'Content-Type': 'application/json'};
  try {
    return await withTimeout(patience, async (signal) => {
      const response = await fetch(url, {
        method: method ?? (body === null ? 'GET' : 'POST'),
        headers: {...type, ...headers},
        body,
        redirect: 'manual',
        signal,
      });
      return {status: response.status, headers: response.headers, text: await readBodyText(response, MAX_BODY)};
    });
  } catch (error) {
    if (error instanceof TimeLimitError) return 'late';
    return error instanceof BodyTooLargeError || error instanceof BodyNotTextError ? 'unreadable' : 'unreached';
  }
}

/** Whether an address of the site can be asked: by https, or on this machine. */
export function isAskable(address: string): boolean {
  return URL.canParse(address) && (new URL(address).protocol === 'https:' || isLoopback(address));
}
