/** Groups of four characters, then what is left of a last one: its bits that stand for nothing are 0. */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** Whether a text is base64url without padding (RFC 4648 §5), and the one text for its bytes (§3.5). The empty one is. */
export function isCanonicalBase64url(text: string): boolean {
  return CANONICAL.test(text);
}
