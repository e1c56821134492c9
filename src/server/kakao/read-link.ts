import {RequestError} from '../base/request-error.js';
import type {AdminApi} from './admin-api.js';
import {KakaoApiError} from './api-error.js';
import {getUser} from './api/users.js';

/** How somebody stands to the app, by Kakao's word. */
export type Link =
  | {readonly isLinked: true; readonly connectedAt: Date | undefined}
  /** `askedAt`: when Kakao answered, by its own clock, if it told. */
  | {readonly isLinked: false; readonly askedAt: Date | undefined};

/**
 * Whether an account is linked with the app. The admin key of another app gets "not linked" about everybody: whoever acts
 * on that has to know that the key is of this app.
 *
 * @throws KakaoApiError what Kakao says went wrong
 * @throws RequestError `rate_limited` if there is no place
 */
export async function readLink(api: AdminApi, kakaoId: string, signal: AbortSignal): Promise<Link> {
  try {
    const {connectedAt} = await api.run((caller) => getUser(caller, {kakaoId}, {signal}));
    return {isLinked: true, connectedAt};
  } catch (thrown) {
    if (!(thrown instanceof KakaoApiError) || thrown.code !== 'not_linked') throw thrown;
    return {isLinked: false, askedAt: thrown.at};
  }
}

/** What cannot be confirmed with the admin key is not acted on. */
export function createKeyMissingError(): RequestError {
  return new RequestError(
    'config_incomplete',
    'createKakaoServer: adminKey is missing: Kakao is asked with it whether an account is still linked.',
  );
}
