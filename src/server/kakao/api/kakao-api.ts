import type {KakaoUser} from '../profile.js';
import {getAddress, type KakaoAddress, type KakaoAddressesOptions, listAddresses} from './addresses.js';
import type {KakaoCaller, KakaoCallOptions, KakaoTarget} from './ask.js';
import {getChannels, type KakaoChannels, type KakaoChannelsOptions, listChannels} from './channels.js';
import {
  addCustomers,
  type ChangedCustomerFile,
  createCustomerFile,
  type Customer,
  type CustomerFileTarget,
  type KakaoCustomerFiles,
  listCustomerFiles,
  type NewCustomerFile,
  removeCustomers,
} from './customer-files.js';
import {type KakaoScopes, type KakaoScopesOptions, listScopes, revokeScopes} from './scopes.js';
import {
  type ChangedTerms,
  listTerms,
  revokeTerms,
  type ServiceTerms,
  type ServiceTermsOptions,
  upgradeTerms,
} from './terms.js';
import {
  getTokenInfo,
  type KakaoClient,
  type KakaoRefreshOptions,
  type KakaoTokenInfo,
  type KakaoTokens,
  refreshTokens,
} from './tokens.js';
import {
  getUser,
  type KakaoAccountResult,
  type KakaoIdsOptions,
  type KakaoUserOptions,
  listUserIds,
  listUsers,
  logOutUser,
  unlinkUser,
} from './users.js';

/** Accounts that are linked with the app. */
export interface KakaoUsersApi {
  /**
   * What Kakao tells about a person, as far as they agreed. By `{kakaoId}` it also answers whether the account is linked:
   * `not_linked` if it is not, or if the admin key is another app's.
   *
   * @throws KakaoApiError `not_linked`, `token_invalid`
   */
  get(target: KakaoTarget, options?: KakaoUserOptions): Promise<KakaoUser>;
  /**
   * The same of several, with the admin key: 100 at most, 20 with `propertyKeys`, without which Kakao tells little more
   * than the ids. Whoever is not linked is not among them.
   */
  list(kakaoIds: readonly string[], options?: KakaoUserOptions): Promise<readonly KakaoUser[]>;
  /**
   * The ids of all linked accounts, in rising order, with the admin key. Kakao allows 100 requests in a minute. A list
   * that was broken off goes on with `after`.
   *
   * @throws KakaoApiError `rate_limited`, with `retryAfter`
   */
  ids(options?: KakaoIdsOptions): AsyncIterable<string>;
  /**
   * Ends the link with the app. Kakao sends no notice of it.
   *
   * @throws KakaoApiError `not_linked`
   */
  unlink(target: KakaoTarget, options?: KakaoCallOptions): Promise<KakaoAccountResult>;
  /** Ends an access token; by `{kakaoId}`, all tokens of the account. */
  logout(target: KakaoTarget, options?: KakaoCallOptions): Promise<KakaoAccountResult>;
}

/** Tokens of a person. */
export interface KakaoTokensApi {
  /**
   * Whose an access token is, and which app's. If Kakao has trouble (`provider_unavailable`), the token may be good.
   *
   * @throws KakaoApiError `token_invalid`
   */
  info(accessToken: string, options?: KakaoCallOptions): Promise<KakaoTokenInfo>;
  /**
   * A new access token. If there is a `refreshToken` in the answer, store it before the new access token is used.
   *
   * @throws KakaoApiError `login_required` if the refresh token has expired or was revoked: delete it
   */
  refresh(refreshToken: string, options?: KakaoRefreshOptions): Promise<KakaoTokens>;
}

/** Consent items. */
export interface KakaoScopesApi {
  list(target: KakaoTarget, options?: KakaoScopesOptions): Promise<KakaoScopes>;
  /**
   * Revokes consents. Only those that are `revocable` can be.
   *
   * @returns the app's consent items afterwards
   */
  revoke(target: KakaoTarget, scopes: readonly string[], options?: KakaoCallOptions): Promise<KakaoScopes>;
}

/** Service terms of Kakao Sync. */
export interface KakaoTermsApi {
  list(target: KakaoTarget, options?: ServiceTermsOptions): Promise<ServiceTerms>;
  /** Revokes agreements. Only those that are `revocable` can be. */
  revoke(target: KakaoTarget, tags: readonly string[], options?: KakaoCallOptions): Promise<ChangedTerms>;
  /** Records agreements that the service obtained itself, without a screen of Kakao's. */
  upgrade(target: KakaoTarget, tags: readonly string[], options?: KakaoCallOptions): Promise<ChangedTerms>;
}

/** Shipping addresses. They need the consent item `shipping_address`. */
export interface KakaoAddressesApi {
  /**
   * The default address first, then those that were changed last.
   *
   * @throws KakaoApiError `scope_missing`
   */
  list(target: KakaoTarget, options?: KakaoAddressesOptions): AsyncIterable<KakaoAddress>;
  /** @returns null if the person has no such address */
  get(target: KakaoTarget, addressId: string, options?: KakaoCallOptions): Promise<KakaoAddress | null>;
}

/** How people stand to the app's KakaoTalk Channels. It needs the consent item `plusfriends`. */
export interface KakaoChannelsApi {
  /** @throws KakaoApiError `scope_missing` */
  get(target: KakaoTarget, options?: KakaoChannelsOptions): Promise<KakaoChannels>;
  /** The same of at most 200 accounts, with the admin key. */
  list(
    kakaoIds: readonly string[],
    options?: KakaoChannelsOptions,
  ): Promise<readonly (KakaoChannels & {readonly kakaoId: string})[]>;
}

/**
 * Customer files of a channel's target messages, with the admin key. Use them for people only who have agreed to
 * marketing, once the channel's owner has accepted Kakao's policy.
 */
export interface KakaoCustomerFilesApi {
  create(file: NewCustomerFile, options?: KakaoCallOptions): Promise<{readonly fileId: string; readonly raw: unknown}>;
  /** @param channelId the public id of the channel, such as `_ZeUTxl` */
  list(channelId: string, options?: KakaoCallOptions): Promise<KakaoCustomerFiles>;
  addUsers(
    file: CustomerFileTarget,
    users: readonly Customer[],
    options?: KakaoCallOptions,
  ): Promise<ChangedCustomerFile>;
  removeUsers(
    file: CustomerFileTarget,
    ids: readonly string[],
    options?: KakaoCallOptions,
  ): Promise<ChangedCustomerFile>;
}

/**
 * Kakao's APIs: see `createKakaoApi`. Every call rejects with a {@link KakaoApiError}: beside what each names,
 * `provider_unavailable` (no answer in time, trouble at Kakao), `provider_bad_response` (nonsense, or more than 256 KiB),
 * `profile_mismatch` (an answer about somebody else), `rate_limited`, `provider_refused`, `app_key_wrong` (`adminKey`),
 * `account_restricted`, `under_age`, `request_invalid` (a value of the call) and `config_incomplete` (a key is missing).
 */
export interface KakaoApi {
  readonly users: KakaoUsersApi;
  readonly tokens: KakaoTokensApi;
  readonly scopes: KakaoScopesApi;
  readonly terms: KakaoTermsApi;
  readonly addresses: KakaoAddressesApi;
  readonly channels: KakaoChannelsApi;
  readonly customerFiles: KakaoCustomerFilesApi;
}

/** @param client whose tokens are refreshed, unless a call names another */
export function toKakaoApi(caller: KakaoCaller, client: KakaoClient | undefined): KakaoApi {
  return {
    users: {
      get: (target, options) => getUser(caller, target, options),
      list: (kakaoIds, options) => listUsers(caller, kakaoIds, options),
      ids: (options) => listUserIds(caller, options),
      unlink: (target, options) => unlinkUser(caller, target, options),
      logout: (target, options) => logOutUser(caller, target, options),
    },
    tokens: {
      info: (accessToken, options) => getTokenInfo(caller, accessToken, options),
      refresh: (refreshToken, options) => refreshTokens(caller, options?.client ?? client, refreshToken, options),
    },
    scopes: {
      list: (target, options) => listScopes(caller, target, options),
      revoke: (target, scopes, options) => revokeScopes(caller, target, scopes, options),
    },
    terms: {
      list: (target, options) => listTerms(caller, target, options),
      revoke: (target, tags, options) => revokeTerms(caller, target, tags, options),
      upgrade: (target, tags, options) => upgradeTerms(caller, target, tags, options),
    },
    addresses: {
      list: (target, options) => listAddresses(caller, target, options),
      get: (target, addressId, options) => getAddress(caller, target, addressId, options),
    },
    channels: {
      get: (target, options) => getChannels(caller, target, options),
      list: (kakaoIds, options) => listChannels(caller, kakaoIds, options),
    },
    customerFiles: {
      create: (file, options) => createCustomerFile(caller, file, options),
      list: (channelId, options) => listCustomerFiles(caller, channelId, options),
      addUsers: (file, users, options) => addCustomers(caller, file, users, options),
      removeUsers: (file, ids, options) => removeCustomers(caller, file, ids, options),
    },
  };
}
