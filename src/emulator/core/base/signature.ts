import {toBase64, toBase64url, toBytes} from './bytes.js';
import {type KeyRing, type SigningKey, toJwk} from './keys.js';

/** How a token is signed. */
export type SignatureKind =
  | 'rs256'
  | 'ps256'
  | 'es256'
  | 'none'
  | 'hs256-secret'
  | 'hs256-public-key'
  | 'other-key'
  | 'embedded-key'
  | 'changed'
  | 'empty'
  | 'truncated';

interface SignOptions {
  readonly keys: KeyRing;
  readonly kind: SignatureKind;
  /** The client secret, for `hs256-secret`. */
  readonly secret: string;
}

/** Creates a signed token (RFC 7515 §3.1). With `embedded-key`, its header has the key that signs it. */
export async function createJwt(
  header: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
  {keys, kind, secret}: SignOptions,
): Promise<string> {
  const key = await (kind === 'other-key' || kind === 'embedded-key' ? keys.unpublished() : keys.current());
  const sent = kind === 'embedded-key' ? {...header, jwk: await toJwk(key.publicKey)} : header;
  const input = [sent, claims].map((part) => toBase64url(toBytes(JSON.stringify(part)))).join('.');
  return `${input}.${toBase64url(await createSignature(kind, toBytes(input), key, secret))}`;
}

type Bytes = Uint8Array<ArrayBuffer>;

async function createSignature(kind: SignatureKind, data: Bytes, key: SigningKey, secret: string): Promise<Bytes> {
  switch (kind) {
    case 'rs256':
    case 'other-key':
    case 'embedded-key':
      return signRs256(key, data);
    case 'changed':
      return (await signRs256(key, data)).map((byte, index) => (index === 20 ? byte ^ 1 : byte));
    case 'truncated':
      return (await signRs256(key, data)).subarray(0, 128);
    case 'none':
    case 'empty':
      return new Uint8Array();
    case 'hs256-secret':
      return signHs256(secret, data);
    case 'hs256-public-key':
      return signHs256(await toPem(key.publicKey), data);
    case 'ps256':
      return signPs256(key, data);
    case 'es256':
      return signEs256(data);
  }
}

async function signRs256({privateKey}: SigningKey, data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, data));
}

/** With the same key as RS256, which Web Crypto ties to one algorithm. */
async function signPs256({privateKey}: SigningKey, data: Bytes): Promise<Bytes> {
  const bytes = await crypto.subtle.exportKey('pkcs8', privateKey);
  const key = await crypto.subtle.importKey('pkcs8', bytes, {name: 'RSA-PSS', hash: 'SHA-256'}, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign({name: 'RSA-PSS', saltLength: 32}, key, data));
}

async function signHs256(secret: string, data: Bytes): Promise<Bytes> {
  // Web Crypto takes no empty key. HMAC fills a key up with zeros (RFC 2104 §2).
  const raw = toBytes(secret === '' ? '\0' : secret);
  const key = await crypto.subtle.importKey('raw', raw, {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, data));
}

/** With a key that nobody knows. */
async function signEs256(data: Bytes): Promise<Bytes> {
  const {privateKey} = await crypto.subtle.generateKey({name: 'ECDSA', namedCurve: 'P-256'}, false, ['sign', 'verify']);
  return new Uint8Array(await crypto.subtle.sign({name: 'ECDSA', hash: 'SHA-256'}, privateKey, data));
}

/** The PEM text as most programs write it: lines of 64 characters (RFC 7468 §2). */
async function toPem(key: CryptoKey): Promise<string> {
  const text = toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', key)));
  const lines = text.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}
