import {join} from 'node:path';
import type {Hono} from 'hono';
import type {KakaoServer} from 'kakao-sync-widget/server';
import {type NoticesConfig, openNotices} from 'kakao-sync-widget/server/notices';
import type {Database} from './database.js';

/** Where Kakao sends its notices: what is entered in the app's console, after the shop's address. */
export const NOTICE_PATHS = {
  unlink: '/kakao/notices/unlink',
  channel: '/kakao/notices/channel',
  account: '/kakao/notices/account',
} as const;

/** Kakao has neither a session nor a form of this shop: what it sends is told by the kit's own checks. */
export function addNoticeRoutes(app: Hono, kakao: Pick<KakaoServer, 'notices'>): void {
  app.all(NOTICE_PATHS.unlink, ({req}) => kakao.notices.unlink(req.raw));
  app.post(NOTICE_PATHS.channel, ({req}) => kakao.notices.channel(req.raw));
  app.post(NOTICE_PATHS.account, ({req}) => kakao.notices.account(req.raw));
}

interface ShopNotices {
  readonly appId: string;
  readonly adminKey: string;
  readonly database: Database;
  /** The shop's folder. */
  readonly folder: string;
}

/** Keeps notices beside the members, and in a folder while the database is away. */
export function openShopNotices({appId, adminKey, database, folder}: ShopNotices): NoticesConfig {
  return openNotices({appId, adminKeys: [adminKey], store: database.noticesPlace, spool: join(folder, 'notices')});
}
