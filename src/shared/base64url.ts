/** Base64url without padding (RFC 4648 §5) of bytes. */
export function toBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The bytes behind base64url text, or null where the text is not exactly what {@link toBase64url} writes for them. */
export function fromBase64url(text: string): Uint8Array | null {
  if (!/^[\w-]*$/.test(text)) return null;
  let binary: string;
  try {
    binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  } catch {
    return null;
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // Several texts decode to the same bytes (stray bits in the last character): only one of them is ours.
  return toBase64url(bytes) === text ? bytes : null;
}

/** Base64url of a text's UTF-8 bytes. */
export function textToBase64url(text: string): string {
  return toBase64url(new TextEncoder().encode(text));
}

/** The text behind base64url, or null where it is not base64url of valid UTF-8. */
export function textFromBase64url(text: string): string | null {
  const bytes = fromBase64url(text);
  if (!bytes) return null;
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    return null;
  }
}
