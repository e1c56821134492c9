import {omitUndefined} from '../../shared/fields.js';
import {FUNCTIONS, IDENTITY, type KakaoSyncConfig} from './config.js';

/**
 * Who configures a page: its scripts (`createKakaoSync()` or the script tag), the `<kakao-sync>` that came first, or a
 * further one, which is only told that it changes nothing.
 */
export type Configurer = 'code' | 'element' | 'other element';

/** What each of them has said of the page. */
export interface Claims {
  /** The script in `<head>`. */
  readonly head: KakaoSyncConfig;
  readonly code: KakaoSyncConfig;
  readonly element: KakaoSyncConfig;
}

/** What the script in `<head>` decides by, and nobody else may change then. */
const HEAD_SETTINGS = ['appKey', 'restApiKey', 'redirectUri', 'autoLogin', 'emulator'] as const;

/**
 * Whether the page's scripts own all of it, because they gave its identity: from then on markup changes nothing, what
 * they have left out included.
 */
export function isOwnedByCode({head, code}: Claims): boolean {
  return !!(code.appKey || (head.appKey && IDENTITY.some((name) => code[name])));
}

/** The page's configuration: of each setting, what its owner says. */
export function resolveClaims(claims: Claims): KakaoSyncConfig {
  const {head, code, element} = claims;
  const own = Object.fromEntries(HEAD_SETTINGS.filter((name) => head[name]).map((name) => [name, head[name]]));
  return {...head, ...(!isOwnedByCode(claims) && omitUndefined(element)), ...omitUndefined(code), ...own};
}

/** What stays where it is not given anew, by the same script or by the `<kakao-sync>` that comes next. */
const LASTING = [...IDENTITY, ...FUNCTIONS] as const;

/** Takes what somebody has to say. A further `<kakao-sync>` has nothing to say. */
export function claim(claims: Claims, next: KakaoSyncConfig, by: Configurer): Claims {
  if (by === 'other element') return claims;
  const before = claims[by];
  const lasting = Object.fromEntries(LASTING.map((name) => [name, next[name] || before[name]]));
  return {...claims, [by]: {...(by === 'code' && before), ...next, ...lasting}};
}
