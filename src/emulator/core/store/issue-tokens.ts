import {createSecret} from '../base/bytes.js';
import type {AppKey, EmulatedApp} from './apps.js';
import type {KeyRing} from '../base/keys.js';
import {createJwt} from '../base/signature.js';
import type {Persona} from './personas.js';
import {type Claims, getMutationOrThrow, type LoginMutation} from '../faults/login-mutations.js';
import type {IssuedCode, IssuedToken} from './token-store.js';
import type {Store} from './store.js';

const ACCESS_TOKEN_LIFE = {rest: 21_599, javascript: 7199};
const REFRESH_TOKEN_LIFE = 5_183_999;

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
  const header: Claims = {kid: (await keys.current()).kid, typ: 'JWT', alg: 'RS256'};
  const otherKey = app.keys.find((candidate) => candidate.key !== grant.clientId)?.key ?? `${grant.clientId}1`;
  row?.claims?.(claims, {now, otherKey});
  row?.header?.(header);
  const secret = app.keys.find(({clientSecret}) => clientSecret !== null)?.clientSecret ?? '';
  return createJwt(header, claims, {keys, secret, kind: row?.signature ?? 'rs256'});
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
