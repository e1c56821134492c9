import {isLoopbackHost} from '../base/hosts.js';

/** Where notices go, and how. They are read once, when the emulator is created. */
export interface NoticeSettings {
  /** Where the unlink notice goes. Only addresses of this machine are accepted. Default: nowhere. */
  readonly unlink?: string;
  /** How the unlink notice is sent: by form or by query. Default `POST`. */
  readonly unlinkMethod?: 'POST' | 'GET';
  /** Where the channel notice goes. */
  readonly channel?: string;
  /** Where account events go. */
  readonly account?: string;
  /**
   * The audience (`aud`) of account events: the app's first REST API key, or the app's number. Implementers have seen both,
   * Kakao documents neither. Default `rest-key`.
   */
  readonly audience?: 'rest-key' | 'app-id';
  /**
   * The issuer (`iss`) of account events, which is the `emulator` address of the kit. Default: the address of the first
   * `listen()`, else `https://kauth.kakao.com`.
   */
  readonly issuer?: string;
  /** How a notice that the site has not accepted is sent again. Kakao documents nothing of it. Default: not at all. */
  readonly resend?: {
    readonly times: number;
    /** Milliseconds. Default 1000. */
    readonly afterMs?: number;
  };
  /** How long a response may take, in milliseconds. Default 3000, as at Kakao. */
  readonly timeLimitMs?: number;
  /** Delivers the notices, in place of the network. Default `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** {@link NoticeSettings} with all defaults filled in. */
export interface NoticeTargets {
  readonly unlink: string | null;
  readonly unlinkMethod: 'POST' | 'GET';
  readonly channel: string | null;
  readonly account: string | null;
  readonly audience: 'rest-key' | 'app-id';
  readonly issuer: string | null;
  readonly resend: {readonly times: number; readonly afterMs: number};
  readonly timeLimitMs: number;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** @throws {Error} that names the first setting which is malformed, or leads away from this machine. */
export function readNoticeSettings(settings: NoticeSettings): NoticeTargets {
  const {unlinkMethod = 'POST', audience = 'rest-key', issuer, resend = {times: 0}, timeLimitMs = 3000} = settings;
  const {times, afterMs = 1000} = resend;
  checkChoice('unlinkMethod', unlinkMethod, ['POST', 'GET']);
  checkChoice('audience', audience, ['rest-key', 'app-id']);
  if (!Number.isInteger(times) || times < 0 || times > 100) throw new Error('Notices are sent again 0 to 100 times.');
  if (!(afterMs >= 0 && afterMs <= 600_000)) throw new Error('Notices are sent again after 0 to 600000 ms.');
  if (!(timeLimitMs > 0 && timeLimitMs <= 60_000)) throw new Error('"timeLimitMs" of notices is up to 60000.');
  return {
    unlink: readTarget('unlink', settings.unlink),
    unlinkMethod,
    channel: readTarget('channel', settings.channel),
    account: readTarget('account', settings.account),
    audience,
    issuer: issuer ?? null,
    resend: {times, afterMs},
    timeLimitMs,
    fetch: settings.fetch ?? ((request) => fetch(request)),
  };
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (typeof value === 'string' && choices.includes(value)) return;
  throw new Error(`"${name}" of notices is ${choices.join(' or ')}.`);
}

function readTarget(kind: string, address: string | undefined): string | null {
  if (address === undefined) return null;
  const url = readUrl(address);
  const isAddress = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.hash === '';
  if (isAddress && isLoopbackHost(url.hostname)) return url.href;
  throw new Error(
    `The target of the notice "${kind}" is an address of this machine such as http://localhost:3000/kakao/${kind}, not ${address}.`,
  );
}

function readUrl(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
