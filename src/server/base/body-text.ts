/** Thrown by {@link readBodyText}: the body is longer than allowed. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** Thrown by {@link readBodyText}: the body is not UTF-8. */
export class BodyNotTextError extends Error {
  override readonly name = 'BodyNotTextError';
}

/** Thrown by {@link readBodyText}: somebody else has read the body. Of the type that the web's own functions throw then. */
export class BodyReadBeforeError extends TypeError {}

/**
 * A body's text, read no further than `maxBytes` (counted after decompression).
 *
 * @throws BodyTooLargeError
 * @throws BodyNotTextError
 * @throws BodyReadBeforeError
 */
export async function readBodyText(message: Request | Response, maxBytes: number): Promise<string> {
  if (message.bodyUsed || message.body?.locked) throw new BodyReadBeforeError('The body was read before.');
  const reader = (message.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder('utf-8', {fatal: true});
  let size = 0;
  let text = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (!done) size += value.byteLength;
    if (size > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw new BodyTooLargeError(`more than ${maxBytes} bytes`);
    }
    try {
      text += done ? decoder.decode() : decoder.decode(value, {stream: true});
    } catch {
      reader.cancel().catch(() => undefined);
      throw new BodyNotTextError('not UTF-8');
    }
    if (done) return text;
  }
}
