import {constants, createHmac, generateKeyPairSync, sign, type KeyObject} from 'node:crypto';
import type {KeyRing, SigningKey} from './keys.js';

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
  const sent = kind === 'embedded-key' ? {...header, jwk: key.publicKey.export({format: 'jwk'})} : header;
  const input = [sent, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${createSignature(kind, input, key, secret)}`;
}

function createSignature(kind: SignatureKind, input: string, key: SigningKey, secret: string): string {
  const data = Buffer.from(input);
  const rs256 = (): Buffer => sign('RSA-SHA256', data, key.privateKey);
  switch (kind) {
    case 'rs256':
    case 'other-key':
    case 'embedded-key':
      return rs256().toString('base64url');
    case 'changed':
      return Buffer.from(rs256().map((byte, index) => (index === 20 ? byte ^ 1 : byte))).toString('base64url');
    case 'truncated':
      return rs256().subarray(0, 128).toString('base64url');
    case 'none':
    case 'empty':
      return '';
    case 'hs256-secret':
      return createHmac('sha256', secret).update(data).digest('base64url');
    case 'hs256-public-key':
      return createHmac('sha256', toPem(key.publicKey)).update(data).digest('base64url');
    case 'ps256':
      return sign('sha256', data, {
        key: key.privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      }).toString('base64url');
    case 'es256': {
      const {privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
      return sign('sha256', data, {key: privateKey, dsaEncoding: 'ieee-p1363'}).toString('base64url');
    }
  }
}

function toPem(key: KeyObject): string {
  return key.export({type: 'spki', format: 'pem'}).toString();
}
