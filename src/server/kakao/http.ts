import {BodyNotTextError, BodyTooLargeError, readBodyText} from '../base/body-text.js';
import {createRedactor, type Redactor, toCauseText} from '../base/redactor.js';
import {isFrameworkExit} from '../base/request-error.js';
import {type UnknownRecord, isRecord} from '../base/validate.js';
import {withTimeout} from '../base/with-timeout.js';
import {attempt} from '../../shared/attempt.js';
import {KakaoApiError} from './api-error.js';

/** How long one request to Kakao may take, its body included, in milliseconds. */
export const REQUEST_TIMEOUT = 5000;
const MAX_BODY = 256 * 1024;

export type Fetch = (request: Request) => Promise<Response>;

/** What Kakao answered, read to its end. */
export interface KakaoAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** How a request is sent. */
interface SendOptions {
  /** In milliseconds. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
  /** Knows what the request holds that no error may. */
  readonly redactor?: Redactor;
}

/**
 * Sends one request to Kakao: once, but for a reading whose connection turns out to be closed. One that was kept open may
 * be closed at the other end in the moment in which it is used again, and a reading can be repeated (RFC 9110 §9.2.2).
 *
 * @throws KakaoApiError `provider_unavailable` if no answer comes in time, `provider_bad_response` if it is too long; the
 * signal's reason if it is aborted; what ends a render of the framework whose `fetch` it is, as it is
 */
export async function sendToKakao(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  {timeout = REQUEST_TIMEOUT, signal, redactor = createRedactor()}: SendOptions = {},
): Promise<KakaoAnswer> {
  const name = new URL(url).pathname;
  try {
    return await withTimeout(
      timeout,
      async (deadline) => {
        // Cloudflare Workers do not know redirect: 'error'. Whatever is not 200 is refused by those who read the answer.
        const send = (): Promise<Response> => fetch(new Request(url, {...init, redirect: 'manual', signal: deadline}));
        const response = await send().catch((thrown: unknown) => {
          if ((init.method ?? 'GET') !== 'GET' || !isClosedConnection(thrown)) throw thrown;
          return send();
        });
        return {
          status: response.status,
          headers: response.headers,
          text: await readBodyText(response, MAX_BODY),
        };
      },
      signal,
    );
  } catch (thrown) {
    if (isFrameworkExit(thrown)) throw thrown;
    signal?.throwIfAborted();
    const cause = redactor.redact(toCauseText(thrown));
    if (thrown instanceof BodyTooLargeError || thrown instanceof BodyNotTextError) {
      throw new KakaoApiError('provider_bad_response', `Kakao's answer to ${name} is ${thrown.message}.`, {cause});
    }
    const hint = `Kakao did not answer ${name}. Check that this server can reach it.`;
    throw new KakaoApiError('provider_unavailable', hint, {cause});
  }
}

/** Whether `fetch` has failed because the other side has closed the connection, by Node's codes for that. */
function isClosedConnection(thrown: unknown): boolean {
  const code = attempt(() => (thrown as {cause?: {code?: unknown}}).cause?.code);
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

/** The object that an answer's body is, or null. */
export function readJsonObject(text: string): UnknownRecord | null {
  const value = attempt((): unknown => JSON.parse(text));
  return isRecord(value) ? value : null;
}

/**
 * What an answer's body is as JSON, with integers beyond 2^53 as texts: JSON.parse would round an id to somebody else's.
 * Undefined if it is none.
 */
export function readExactJson(text: string): unknown {
  // Only of valid JSON are the numbers sure to be found.
  return attempt((): unknown => JSON.parse(text)) === undefined
    ? undefined
    : attempt((): unknown => JSON.parse(quoteLargeNumbers(text)));
}

function quoteLargeNumbers(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}
