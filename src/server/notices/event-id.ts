/** A name for one notice, of 122 random bits (RFC 9562 §5.4). */
export function createEventId(): string {
  return crypto.randomUUID();
}
