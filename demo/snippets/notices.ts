import {Hono} from 'hono';
import {createKakaoServer, type KakaoServerOptions} from 'kakao-sync-widget/server';
import {openNotices} from 'kakao-sync-widget/server/notices';

const {KAKAO_ADMIN_KEY = '', KAKAO_APP_ID = '', DATABASE_URL, NOTICES = './notices'} = process.env;

/** Your database. `linked_at` is `profile.connectedAt` of the member's login. */
interface Members {
  /** `delete from links where kakao_id = $1 and linked_at < $2` */
  unlink(kakaoId: string, before: Date): Promise<void>;
  /** `update members set has_channel = $2 where kakao_id = $1` */
  setChannel(kakaoId: string, isAdded: boolean): Promise<void>;
}

/** The backend with your options for logins, and the three addresses that Kakao sends notices to. */
export function createBackend(options: KakaoServerOptions, members: Members) {
  const kakao = createKakaoServer({
    ...options,
    adminKey: KAKAO_ADMIN_KEY,
    notices: openNotices({
      appId: KAKAO_APP_ID,
      adminKeys: [KAKAO_ADMIN_KEY],
      store: DATABASE_URL || {folder: `${NOTICES}/store`},
      spool: `${NOTICES}/spool`,
    }),
    onUnlink: ({kakaoId, at}) => members.unlink(kakaoId, at),
    onChannelChange: ({kakaoId, event}) => members.setChannel(kakaoId, event === 'added'),
  });
  const app = new Hono();
  app.all('/kakao/notices/unlink', (c) => kakao.notices.unlink(c.req.raw));
  app.post('/kakao/notices/channel', (c) => kakao.notices.channel(c.req.raw));
  app.post('/kakao/notices/account', (c) => kakao.notices.account(c.req.raw));
  return {app, kakao};
}

/** Calls the hooks for what has arrived, until the process is asked to end. */
export async function startWorker({kakao}: ReturnType<typeof createBackend>): Promise<void> {
  await kakao.notices.start();
  process.once('SIGTERM', () => void kakao.notices.stop().then(() => process.exit()));
}
