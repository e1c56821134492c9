import {BodyNotTextError, BodyTooLargeError, readBodyText} from '../base/body-text.js';
import {type UnknownRecord, isRecord} from '../base/validate.js';
import {RequestError} from '../base/request-error.js';
import {withTimeout} from '../base/with-timeout.js';

/** How long one request to Kakao may take, its body included. */
export const REQUEST_TIMEOUT = 5000;
const MAX_BODY = 256 * 1024;

export type Fetch = (request: Request) => Promise<Response>;

/** What Kakao answered, read to its end. */
export interface KakaoAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Sends one request to Kakao, once.
 *
 * @throws RequestError `provider_unavailable` where no answer comes in time, `provider_bad_response` where it is too long
 */
export async function sendToKakao(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  deadline?: AbortSignal,
): Promise<KakaoAnswer> {
  const name = new URL(url).pathname;
  try {
    return await withTimeout(
      REQUEST_TIMEOUT,
      async (signal) => {
        // Cloudflare Workers do not know redirect: 'error'. Whatever is not 200 is refused by those who read the answer.
        const response = await fetch(new Request(url, {...init, redirect: 'manual', signal}));
        return {
          status: response.status,
          headers: response.headers,
          text: await readBodyText(response, MAX_BODY),
        };
      },
      deadline,
    );
  } catch (cause) {
    if (cause instanceof BodyTooLargeError || cause instanceof BodyNotTextError) {
      throw new RequestError('provider_bad_response', `Kakao's answer to ${name} is ${cause.message}.`, {cause});
    }
    throw new RequestError(
      'provider_unavailable',
      `Kakao did not answer ${name}. Check that this server can reach it.`,
      {
        cause,
      },
    );
  }
}

/** The object that an answer's body is, or null. */
export function readJsonObject(text: string): UnknownRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** {@link readJsonObject} with integers beyond 2^53 as texts: JSON.parse would round an id to somebody else's. */
export function readExactJsonObject(text: string): UnknownRecord | null {
  // Only of valid JSON are the numbers sure to be found.
  return readJsonObject(text) && readJsonObject(quoteLargeNumbers(text));
}

function quoteLargeNumbers(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}
