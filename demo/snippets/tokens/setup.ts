import {createKakaoServer, type KakaoServer, type KakaoServerOptions} from 'kakao-sync-widget/server';
import {openNotices} from 'kakao-sync-widget/server/notices';

const {KAKAO_ADMIN_KEY = '', KAKAO_APP_ID = '', DATABASE_URL, NOTICES = './notices', TOKEN_KEY = ''} = process.env;

/** Your database: see the page about notices. */
export interface Members {
  unlink(kakaoId: string, before: Date): Promise<void>;
}

/** The backend with your options for logins. It keeps tokens beside the notices, which tell when to delete them. */
export function createBackend(options: KakaoServerOptions, members: Members): KakaoServer {
  return createKakaoServer({
    ...options,
    adminKey: KAKAO_ADMIN_KEY,
    notices: openNotices({
      appId: KAKAO_APP_ID,
      adminKeys: [KAKAO_ADMIN_KEY],
      store: DATABASE_URL || {folder: `${NOTICES}/store`},
    }),
    onUnlink: ({kakaoId, at}) => members.unlink(kakaoId, at),
    keepTokens: {tokenKeys: [TOKEN_KEY]},
  });
}
