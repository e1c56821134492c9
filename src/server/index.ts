export {createKakaoServer} from './create-kakao-server.js';
export {VERSION} from '../shared/version.js';
export {readReference} from '../shared/reference.js';
export {ERROR_CODES, type ErrorCode, KakaoSyncError} from '../shared/errors.js';
export type {ConsentRecord} from './options/consents.js';
export type {CurrentSession, KakaoServer, Pending, SignInOptions} from './login/kakao-server.js';
export type {ActionRequired, Awaitable, HookContext, SignedUpMember, SiteMember} from './options/hook-types.js';
export type {
  KakaoKey,
  KakaoServerOptions,
  RedirectUri,
  ServerErrorReport,
  ServerMetric,
  SiteTerm,
} from './options/options.js';
export type {SessionPort, SessionTerm, StoredSession} from './options/session-port.js';
export {
  type NodeHandler,
  type NodeHandlerOptions,
  type NodeRequest,
  type NodeResponse,
  toNodeHandler,
} from './http/node-handler.js';
export type {KakaoProfile, PendingProfile, PhoneNumber} from './kakao/profile.js';
export type {Purpose} from '../shared/transaction.js';
export type {PageReport, PendingAction, RequiredAction} from '../shared/wire.js';
