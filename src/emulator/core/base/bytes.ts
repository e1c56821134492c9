type Bytes = Uint8Array<ArrayBuffer>;

/** The UTF-8 bytes of a text. */
export function toBytes(text: string): Bytes {
  return new TextEncoder().encode(text);
}

export function toBase64(bytes: Bytes): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Base64 for addresses and tokens, without padding (RFC 4648 §5). */
export function toBase64url(bytes: Bytes): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function toHex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function createRandomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A random secret in the alphabet of Kakao's codes and tokens. */
export function createSecret(length: number): string {
  return toBase64url(createRandomBytes(length));
}

export async function toSha256(text: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', toBytes(text)));
}

/** Whether two texts are the same. Takes as long for any two. */
export async function isSame(left: string, right: string): Promise<boolean> {
  const [a, b] = await Promise.all([toSha256(left), toSha256(right)]);
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}
