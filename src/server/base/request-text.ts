import {BodyNotTextError, BodyReadBeforeError, BodyTooLargeError, readBodyText} from './body-text.js';
import {RequestError} from './request-error.js';
import {TimeLimitError, withTimeout} from './with-timeout.js';

/** What to do if somebody else has read the body. A log line has room for 200 characters. */
export const READ_FIRST =
  'Give the kit the request before anything else reads its body: mount it before express.json(); Nest: {bodyParser: false}; Next: api.bodyParser false.';

/** How much of a body is read, and for how long. */
interface BodyLimits {
  readonly maxBytes: number;
  readonly milliseconds: number;
}

/**
 * The text of a request's body.
 *
 * @throws RequestError `request_invalid`, with the status that says what is wrong with it
 */
export async function readRequestText(request: Request, {maxBytes, milliseconds}: BodyLimits): Promise<string> {
  try {
    return await withTimeout(milliseconds, () => readBodyText(request, maxBytes));
  } catch (cause) {
    if (cause instanceof BodyTooLargeError) {
      throw new RequestError('request_invalid', `The request's body has more than ${maxBytes} bytes.`, {status: 413});
    }
    if (cause instanceof TimeLimitError) {
      throw new RequestError('request_invalid', 'The request’s body did not arrive in time.', {status: 408});
    }
    throw new RequestError('request_invalid', toBodyHint(cause), {cause});
  }
}

/** Why a body cannot be read. */
function toBodyHint(cause: unknown): string {
  if (cause instanceof BodyNotTextError) return 'The request’s body is not UTF-8.';
  if (cause instanceof BodyReadBeforeError) return `The request’s body was read before. ${READ_FIRST}`;
  return 'The request’s body broke off.';
}
