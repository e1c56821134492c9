import {type KakaoAddress, type KakaoServer, KakaoSyncError} from 'kakao-sync-widget/server';

/** Your page shows the addresses, or else a Kakao button. With a scope, the button asks for that consent. */
export type Answer = {readonly addresses: readonly KakaoAddress[]} | {readonly press: true; readonly scope?: string};

/** A member's addresses at Kakao, read by the member's own token. */
export async function readAddresses({api}: Pick<KakaoServer, 'api'>, kakaoId: string): Promise<Answer> {
  try {
    const accessToken = await api.accessToken(kakaoId); // ask for it before each use, and store it nowhere
    const addresses: KakaoAddress[] = [];
    for await (const address of api.addresses.list({accessToken})) addresses.push(address);
    return {addresses};
  } catch (error) {
    if (!(error instanceof KakaoSyncError)) throw error;
    if (error.code === 'login_required') return {press: true};
    if (error.code === 'scope_missing') return {press: true, scope: 'shipping_address'};
    if (error.code !== 'token_invalid') throw error; // Kakao or the store fails: try again later
    await api.forget(kakaoId); // revoked before its time
    return {press: true};
  }
}
