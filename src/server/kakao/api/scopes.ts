import {isNonEmptyString, type UnknownRecord} from '../../base/validate.js';
import {ask, type KakaoCaller, type KakaoCallOptions, type KakaoReply, type KakaoTarget} from './ask.js';
import {checkNames, readList, readObject, readPerson} from './read.js';

/** A consent item of the app, as Kakao has it for one person. */
export interface KakaoScope {
  /** Such as `account_email`. */
  readonly id: string;
  /** What the consent screen calls it. */
  readonly displayName?: string;
  /** Personal information, or something that the app may do. */
  readonly type?: 'privacy' | 'service';
  /** Whether the app has it in its settings by now. */
  readonly using: boolean;
  readonly agreed: boolean;
  /** Of what is agreed: whether {@link revokeScopes} can revoke it. */
  readonly revocable?: boolean;
}

/** Consent items of the app, as Kakao has them for one person. */
export interface KakaoScopes {
  readonly kakaoId: string;
  readonly list: readonly KakaoScope[];
  /** Kakao's answer as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

/** Options of `scopes.list`. */
export interface KakaoScopesOptions extends KakaoCallOptions {
  /** Only these. */
  readonly scopes?: readonly string[] | undefined;
}

const SCOPES = 'list of consent items';

const TYPES: ReadonlyMap<unknown, 'privacy' | 'service'> = new Map([
  ['PRIVACY', 'privacy'],
  ['SERVICE', 'service'],
]);

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#check-consent */
export async function listScopes(
  caller: KakaoCaller,
  target: KakaoTarget,
  {scopes, signal}: KakaoScopesOptions = {},
): Promise<KakaoScopes> {
  if (scopes) checkNames(scopes, 'scopes');
  const parameters = {scopes: scopes && JSON.stringify(scopes)};
  return readScopes(await ask(caller, target, {path: '/v2/user/scopes', parameters, signal}), target);
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#revoke-consent */
export async function revokeScopes(
  caller: KakaoCaller,
  target: KakaoTarget,
  scopes: readonly string[],
  {signal}: KakaoCallOptions = {},
): Promise<KakaoScopes> {
  checkNames(scopes, 'scopes');
  const call = {path: '/v2/user/revoke/scopes' as const, parameters: {scopes: JSON.stringify(scopes)}, signal};
  return readScopes(await ask(caller, target, {method: 'POST', ...call}), target);
}

function readScopes(reply: KakaoReply, target: KakaoTarget): KakaoScopes {
  const body = readObject(reply, SCOPES);
  const list = readList(body['scopes'], SCOPES, toScope);
  return {kakaoId: readPerson(body['id'], target, SCOPES), list, raw: body};
}

function toScope({id, display_name: displayName, type, using, agreed, revocable}: UnknownRecord): KakaoScope | null {
  if (!isNonEmptyString(id, 100) || typeof using !== 'boolean' || typeof agreed !== 'boolean') return null;
  const known = TYPES.get(type);
  return {
    id,
    ...(isNonEmptyString(displayName) && {displayName}),
    ...(known && {type: known}),
    using,
    agreed,
    ...(typeof revocable === 'boolean' && {revocable}),
  };
}
