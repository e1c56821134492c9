import {createHmac} from 'node:crypto';
import {exportJWK, generateKeyPair, SignJWT, type JWTPayload} from 'jose';
import type {Provider} from '../support/provider.js';

type Fields = Record<string, unknown>;

/** Makes an ID token of what would be a good one's claims and header. */
export type Forge = (claims: JWTPayload, header: Fields, provider: Provider) => Promise<string> | string;

export const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** A token of any header and payload, with a good signature by a key. */
export async function signText(
  header: string,
  payload: string | Uint8Array,
  {keys}: Provider,
  key = keys[0]!.privateKey,
): Promise<string> {
  const input = `${encode(header)}.${Buffer.from(payload as string).toString('base64url')}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

export const sign = (claims: unknown, header: unknown, provider: Provider, key = provider.keys[0]!.privateKey) =>
  signText(JSON.stringify(header), JSON.stringify(claims), provider, key);

/** A good token, and what became of its text. */
export const changeText =
  (change: (token: string) => string): Forge =>
  async (claims, header, provider) =>
    change(await sign(claims, header, provider));

export const withPayload =
  (toPayload: (claims: JWTPayload) => string | Uint8Array): Forge =>
  (claims, header, provider) =>
    signText(JSON.stringify(header), toPayload(claims), provider);

/** Made before any login: making them takes a busy machine longer than the kit waits for an answer. */
const OTHER_PAIRS = {
  ES256: await generateKeyPair('ES256', {extractable: true}),
  PS256: await generateKeyPair('PS256', {extractable: true}),
  RS384: await generateKeyPair('RS384', {extractable: true}),
  RS512: await generateKeyPair('RS512', {extractable: true}),
  EdDSA: await generateKeyPair('EdDSA', {extractable: true}),
};

export const publicKeyOfAnotherKind = OTHER_PAIRS.ES256.publicKey;

/** Signed in another way, by a key of its kind that is published under the known name. */
export const signedWith =
  (alg: keyof typeof OTHER_PAIRS): Forge =>
  async (claims, header, provider) => {
    const {privateKey, publicKey} = OTHER_PAIRS[alg];
    provider.published = [{...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig'}];
    return new SignJWT(claims).setProtectedHeader({...header, alg}).sign(privateKey);
  };

/** HS256 by a text that is no secret to others. */
export const signedWithText =
  (toText: (provider: Provider) => Promise<string> | string): Forge =>
  async (claims, header, provider) => {
    const input = `${encode(JSON.stringify({...header, alg: 'HS256'}))}.${encode(JSON.stringify(claims))}`;
    return `${input}.${createHmac('sha256', await toText(provider))
      .update(input)
      .digest('base64url')}`;
  };

export function changeToNone(alg: string): Forge {
  return (claims, header) => `${encode(JSON.stringify({...header, alg}))}.${encode(JSON.stringify(claims))}.`;
}

/** A good token of this length. */
export function withLength(length: number): Forge {
  return async (claims, header, provider) => {
    // Base64url has no text of 4 n + 1 characters: a longer header makes up for it.
    for (const x of ['', 'x', 'xx']) {
      const make = (padding: number) => sign({...claims, x: 'x'.repeat(padding)}, {...header, x}, provider);
      const missing = Math.floor(((length - (await make(0)).length) * 3) / 4);
      for (const padding of [missing - 1, missing, missing + 1]) {
        const token = await make(padding);
        if (token.length === length) return token;
      }
    }
    throw new Error(`No token has ${length} characters.`);
  };
}
