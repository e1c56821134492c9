import {constants, createHmac, generateKeyPairSync, randomBytes, sign, type KeyObject} from 'node:crypto';
import type {AppKey, EmulatedApp} from './apps.js';
import type {KeyRing, SigningKey} from '../base/keys.js';
import type {Persona} from './personas.js';
import {type Claims, getMutationOrThrow, type LoginMutation, type SignatureKind} from '../faults/login-mutations.js';
import type {IssuedCode, IssuedToken} from './token-store.js';
import type {Store} from './store.js';

const ACCESS_TOKEN_LIFE = {rest: 21_599, javascript: 7199};
const REFRESH_TOKEN_LIFE = 5_183_999;

/** A random secret in the alphabet of Kakao's codes and tokens. */
export function createSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** For whom tokens are issued, and from what. */
export interface IssueOptions {
  readonly app: EmulatedApp;
  readonly persona: Persona;
  readonly store: Store;
  readonly keys: KeyRing;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly mutation: LoginMutation | null;
}

/** The parts of an authorization that its ID token reports. */
export type Grant = Pick<IssuedCode, 'clientId' | 'openId' | 'authenticatedAt'> & {readonly nonce: string | null};

/** Registers tokens and returns the token response (Kakao: Kakao Login > REST API > Request token). */
export async function issueTokens(options: IssueOptions, grant: Grant, withRefreshToken = true): Promise<Claims> {
  const {app, persona, store} = options;
  const lifetime = ACCESS_TOKEN_LIFE[getKeyOrThrow(app, grant.clientId).kind];
  const accessToken = createSecret(40);
  const refreshToken = withRefreshToken ? createSecret(40) : null;
  store.tokens.addTokens(
    [accessToken, toIssuedToken(options, grant, lifetime)],
    refreshToken === null ? null : [refreshToken, toIssuedToken(options, grant, REFRESH_TOKEN_LIFE)],
  );
  const scopes = [...store.links.getOrThrow(app, persona).scopes, ...(grant.openId ? ['openid'] : [])];
  return {
    token_type: 'bearer',
    access_token: accessToken,
    expires_in: lifetime,
    ...(refreshToken !== null && {refresh_token: refreshToken, refresh_token_expires_in: REFRESH_TOKEN_LIFE}),
    ...(grant.openId && {id_token: await createIdToken(options, grant, lifetime)}),
    scope: scopes.join(' '),
  };
}

function toIssuedToken({app, persona, now, mutation}: IssueOptions, grant: Grant, seconds: number): IssuedToken {
  return {
    appId: app.appId,
    clientId: grant.clientId,
    personaId: persona.id,
    openId: grant.openId,
    authenticatedAt: grant.authenticatedAt,
    expiresAt: now + seconds * 1000,
    mutation,
  };
}

function getKeyOrThrow(app: EmulatedApp, clientId: string): AppKey {
  const key = app.keys.find((candidate) => candidate.key === clientId);
  if (!key) throw new Error('The app has lost a key.');
  return key;
}

async function createIdToken(options: IssueOptions, grant: Grant, lifetime: number): Promise<string> {
  const {app, keys, mutation} = options;
  const row = mutation === null ? null : getMutationOrThrow(mutation);
  row?.keys?.(keys);
  const now = Math.floor(options.now / 1000);
  const claims = toClaims(options, grant, {now, lifetime});
  const key = await keys.current();
  const header: Claims = {kid: key.kid, typ: 'JWT', alg: 'RS256'};
  const otherKey = app.keys.find((candidate) => candidate.key !== grant.clientId)?.key ?? `${grant.clientId}1`;
  row?.claims?.(claims, {now, otherKey});
  row?.header?.(header);
  const kind = row?.signature ?? 'rs256';
  const signer = kind === 'other-key' || kind === 'embedded-key' ? await keys.unpublished() : key;
  if (kind === 'embedded-key') header['jwk'] = signer.publicKey.export({format: 'jwk'});
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const secret = app.keys.find(({clientSecret}) => clientSecret !== null)?.clientSecret ?? '';
  return `${input}.${createSignature(kind, input, signer, secret)}`;
}

function toClaims(
  {app, persona, store, issuer}: IssueOptions,
  grant: Grant,
  {now, lifetime}: {readonly now: number; readonly lifetime: number},
): Claims {
  const {scopes} = store.links.getOrThrow(app, persona);
  return {
    aud: grant.clientId,
    sub: String(persona.userId),
    auth_time: Math.floor(grant.authenticatedAt / 1000),
    iss: issuer,
    exp: now + lifetime,
    iat: now,
    ...(scopes.includes('profile_nickname') && {nickname: persona.nickname}),
    ...(scopes.includes('account_email') && persona.email !== undefined && {email: persona.email}),
    ...(grant.nonce !== null && {nonce: grant.nonce}),
  };
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
