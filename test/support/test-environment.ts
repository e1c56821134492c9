import type {KakaoEmulator} from 'kakao-sync-widget/emulator';
import type {BackendRecord} from './backend-record.js';

/** Where the journeys play: a site, and the Kakao beside it. */
export interface TestEnvironment {
  /** The site's origin. */
  readonly url: string;
  /** The origins at which browsers reach Kakao. */
  readonly kakao: readonly string[];
  /** The session resource's origin, if not the site's. */
  readonly apiUrl?: string;
  readonly emulator: KakaoEmulator;
  /** What the site's server did, where the site can tell. */
  readonly backend?: BackendRecord;
  /** What the site has logged. */
  readonly log: readonly string[];
  /** Every token that Kakao has given the site's server. */
  readonly tokens: ReadonlySet<string>;
}

export const SESSION_PATH = '/api/kakao/session';
export const CALLBACK_PATH = '/kakao/callback';

/** A `fetch` that keeps the tokens which pass through it. */
export function keepTokens(
  fetch: (request: Request) => Promise<Response>,
  tokens: Set<string>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const response = await fetch(request);
    const text = await response.clone().text();
    for (const [, token = ''] of text.matchAll(/"(?:access|refresh|id)_token":"([^"]+)"/g)) tokens.add(token);
    return response;
  };
}
