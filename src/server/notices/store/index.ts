export {type NoticesOptions, openNotices} from './open-notices.js';
export type {StorePlace} from './create-store.js';
export type {AdminKey} from '../receive/admin-key-gate.js';
export type {NoticesConfig, StoreEnvironment} from '../notices-config.js';
export type {Notice, NoticeClock, NoticeKind} from '../notice.js';
export type {ListPass, PassStore} from '../reconcile/pass-store.js';
export type {TokenRow, TokenStore} from '../../tokens/token-store.js';
export type {NoticeSpool, SpooledNotice} from '../notice-spool.js';
export type {Added, AddOptions, ApplyNotice, Claim, FailedNotice, NoticeCounts, NoticeStore} from '../notice-store.js';
