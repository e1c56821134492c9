import {attempt} from '../attempt.js';

/** Base64url without padding (RFC 4648 §5) of bytes. */
export function toBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The bytes behind base64url text, or null where the text is not exactly what {@link toBase64url} writes for them. */
export function fromBase64url(text: string): Uint8Array | null {
  const bytes = attempt(() =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0)),
  );
  // Many texts decode to the same bytes (padding, spaces, stray bits in the last character): only one of them is ours.
  return bytes && toBase64url(bytes) === text ? bytes : null;
}

/** Base64url of a text's UTF-8 bytes. */
export function textToBase64url(text: string): string {
  return toBase64url(new TextEncoder().encode(text));
}

/** The text behind base64url, or null where it is not base64url of valid UTF-8. */
export function textFromBase64url(text: string): string | null {
  const bytes = fromBase64url(text);
  return (bytes && attempt(() => new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes))) ?? null;
}

/** Groups of four characters, then what is left of a last one: its bits that stand for nothing are 0. */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** Whether a text is what {@link toBase64url} writes for some bytes (RFC 4648 §3.5), without reading them. */
export function isCanonicalBase64url(text: string): boolean {
  return CANONICAL.test(text);
}
