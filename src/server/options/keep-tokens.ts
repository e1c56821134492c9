import {invalidOption, isRecord, missingOption, type UnknownRecord} from '../base/validate.js';
import type {TokenStore} from '../tokens/token-store.js';
import {type MissingValue, readTexts} from './missing-values.js';
import {checkSealKeys} from './session-keys.js';

/** The option `keepTokens` of `createKakaoServer`. */
export interface KeepTokensOptions {
  /**
   * Secrets that tokens are sealed with: as `sessionKeys`, and none of these. The first seals, all open; what an older one
   * has sealed is sealed anew when it is used. To replace one, give every process `[old, new]`, then `[new, old]`, and
   * after two months `[new]`: whoever has not used their tokens since logs in again.
   */
  readonly tokenKeys: readonly string[];
  /**
   * Whether an auto-login keeps tokens too: nobody has pressed anything then. Default: false, and what an earlier login
   * has kept stays.
   */
  readonly autoLogin?: boolean | undefined;
  /** Where they are kept. Default: beside the notices, so that the option `notices` is needed. */
  readonly store?: TokenStore | undefined;
}

/** The same, checked. */
export interface KeepTokens {
  readonly tokenKeys: readonly string[];
  readonly autoLogin: boolean;
  /** Undefined: beside the notices. */
  readonly store: TokenStore | undefined;
}

const NAMES: readonly string[] = ['tokenKeys', 'autoLogin', 'store'] satisfies (keyof KeepTokensOptions)[];
const KEYS = 'keepTokens.tokenKeys';

/**
 * The option `keepTokens`.
 *
 * @param options all of them: with `notices` there is a store by default
 * @param sessionKeys which no token may be sealed with
 * @param missing what has no value is added to it
 * @throws KakaoSyncError `config_invalid`, `config_incomplete` if there is no store
 */
export function readKeepTokens(
  {keepTokens: value, notices}: UnknownRecord,
  sessionKeys: readonly string[],
  missing: MissingValue[],
): KeepTokens | null {
  if (value === undefined) return null;
  if (!isRecord(value)) throw invalidOption('keepTokens', undefined, 'pass {tokenKeys}, or leave it out');
  const unknown = Object.keys(value).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    throw invalidOption(`keepTokens.${unknown}`, undefined, `no such option is known: use ${NAMES.join(', ')}`);
  }
  const {autoLogin = false} = value;
  if (typeof autoLogin !== 'boolean') {
    throw invalidOption('keepTokens.autoLogin', undefined, 'write true or false, or leave it out');
  }
  const store = readStore(value['store'], notices !== undefined);
  return {tokenKeys: readKeys(value['tokenKeys'], sessionKeys, missing), autoLogin, store};
}

function readKeys(value: unknown, sessionKeys: readonly string[], missing: MissingValue[]): readonly string[] {
  const keys = readTexts(value, {name: KEYS, variable: 'TOKEN_KEY', isShown: false}, missing);
  checkSealKeys(keys, KEYS);
  const shared = keys.find(({text}) => sessionKeys.includes(text));
  if (shared) throw invalidOption(shared.name, undefined, 'it is one of sessionKeys: make a key of its own');
  return keys.map(({text}) => text);
}

function readStore(value: unknown, hasNotices: boolean): TokenStore | undefined {
  if (value === undefined) {
    if (hasNotices) return undefined;
    throw missingOption('keepTokens.store', 'pass notices, beside which tokens are kept, or a store of the site’s own');
  }
  const lacking = ['read', 'withLock'].find((name) => !isRecord(value) || typeof value[name] !== 'function');
  if (lacking === undefined) return value as TokenStore;
  throw invalidOption(`keepTokens.store.${lacking}`, undefined, 'pass a function');
}
