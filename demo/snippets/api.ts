import {createKakaoApi, KakaoApiError} from 'kakao-sync-widget/server';

const api = createKakaoApi({adminKey: process.env['KAKAO_ADMIN_KEY']});

/** Where a member wants parcels: the default address at Kakao, or the scope to ask for in a login. */
export async function readAddress(kakaoId: string): Promise<{address?: string; ask?: string}> {
  try {
    for await (const {baseAddress, detailAddress} of api.addresses.list({kakaoId})) {
      return {address: [baseAddress, detailAddress].join(' ')};
    }
    return {};
  } catch (error) {
    if (error instanceof KakaoApiError && error.code === 'scope_missing') return {ask: error.requiredScopes.join()};
    throw error;
  }
}

/** Whether an account is still linked with the app of the admin key. Anything but these two answers says nothing: try again later. */
export async function isLinked(kakaoId: string): Promise<boolean> {
  try {
    await api.users.get({kakaoId});
    return true;
  } catch (error) {
    if (error instanceof KakaoApiError && error.code === 'not_linked') return false;
    throw error;
  }
}
