import type {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {RequestError} from '../base/request-error.js';
import {KakaoApiError} from '../kakao/api-error.js';
import type {KakaoCallOptions} from '../kakao/api/ask.js';
import type {KakaoApi, KakaoUsersApi} from '../kakao/api/kakao-api.js';
import type {TokenKeeper} from './token-keeper.js';

/**
 * Kakao's APIs with the keys of `createKakaoServer`, and the tokens that it keeps. Its `users.unlink` and `users.logout`
 * also delete what is kept of the person; a logout of one access token, only if that is the one that is kept.
 */
export interface KakaoServerApi extends KakaoApi {
  /**
   * A live access token of a person who has logged in here, for calls about `{accessToken}`. Needs the option `keepTokens`.
   * One that ends within a minute is replaced first: only one process asks Kakao, and what Kakao answers is stored before
   * this returns. Ask for it before each use, and keep it nowhere else.
   *
   * @param kakaoId the person's number in the app, as `KakaoProfile.id`
   * @param options `signal` ends the waiting, which rejects with its reason then; a refresh that is under way goes on
   * @throws KakaoSyncError `login_required` if nothing is kept of the person, or Kakao does not take it any more (KOE322):
   * nothing is kept from then on, and the person has to log in; `config_incomplete` without `keepTokens`; `hook_failed` if
   * the store fails; `rate_limited` if too many are refreshed at a time; `request_invalid`; as `KakaoTokensApi.refresh`
   * @example
   * const accessToken = await kakao.api.accessToken(member.kakaoId);
   * for await (const address of kakao.api.addresses.list({accessToken})) addresses.push(address);
   */
  accessToken(kakaoId: string, options?: KakaoCallOptions): Promise<string>;
  /**
   * Deletes the tokens that are kept of a person. It does so by itself when somebody unlinks; call it if a person asks for
   * it, or Kakao refuses an access token that should live (`token_invalid`).
   *
   * @param kakaoId the person's number in the app
   * @throws KakaoSyncError `config_incomplete` without `keepTokens`; `hook_failed` if the store fails; `request_invalid`
   */
  forget(kakaoId: string): Promise<void>;
}

/**
 * @param keeper null if the site keeps no tokens
 * @param incomplete why this kit does nothing; null if no option is missing
 */
export function createServerApi(
  api: KakaoApi,
  keeper: TokenKeeper | null,
  incomplete: KakaoSyncError | null,
): KakaoServerApi {
  const requireKeeper = (): TokenKeeper => {
    if (incomplete) throw incomplete;
    if (keeper) return keeper;
    const hint =
      'createKakaoServer: keepTokens is missing: tokens are dropped after each login. See docs/en/backend/tokens.md.';
    throw new RequestError('config_incomplete', hint);
  };
  return {
    ...api,
    users: keeper ? forgetting(api.users, keeper) : api.users,
    accessToken: async (kakaoId, options) => requireKeeper().accessToken(kakaoId, options),
    forget: async (kakaoId) => requireKeeper().forget(kakaoId),
  };
}

/** Once Kakao has ended somebody's tokens, nothing of them is kept. */
function forgetting(users: KakaoUsersApi, keeper: TokenKeeper): KakaoUsersApi {
  return {
    ...users,
    async unlink(target, options) {
      try {
        const result = await users.unlink(target, options);
        await keeper.forget(result.kakaoId);
        return result;
      } catch (error) {
        // Kakao’s answer to an earlier call may have been lost.
        if (isNotLinked(error) && 'kakaoId' in target) await keeper.forget(target.kakaoId);
        throw error;
      }
    },
    async logout(target, options) {
      const result = await users.logout(target, options);
      if ('kakaoId' in target) await keeper.forget(result.kakaoId);
      else await keeper.forgetAccessToken(result.kakaoId, target.accessToken);
      return result;
    },
  };
}

const isNotLinked = (error: unknown): boolean => error instanceof KakaoApiError && error.code === 'not_linked';
