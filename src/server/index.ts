export {createKakaoServer} from './create-kakao-server.js';
export {createKakaoApi, type KakaoApiOptions} from './create-kakao-api.js';
export {KakaoApiError} from './kakao/api-error.js';
export {createCustomerFileSync, type CustomerFileSync} from './customer-files/customer-file-sync.js';
export {type CustomerFileCommandOptions, runCustomerFileCommand} from './customer-files/command.js';
export type {CustomerFileChoice} from './customer-files/find-file.js';
export type {CustomerDecision, CustomerFileReport} from './customer-files/report.js';
export type {CustomerRefusal} from './customer-files/standing.js';
export type {
  CustomerFileList,
  CustomerFileMember,
  CustomerFileRunOptions,
  CustomerFileSyncOptions,
} from './customer-files/sync-setup.js';
export type {
  KakaoAddressesApi,
  KakaoApi,
  KakaoChannelsApi,
  KakaoCustomerFilesApi,
  KakaoScopesApi,
  KakaoTermsApi,
  KakaoTokensApi,
  KakaoUsersApi,
} from './kakao/api/kakao-api.js';
export {VERSION} from '../shared/version.js';
export {readReference} from '../shared/reference.js';
export {ERROR_CODES, type ErrorCode, type NoticeCode} from '../shared/errors.js';
export {KakaoSyncError} from '../shared/kakao-sync-error.js';
export type {AccountEvent, ChannelEvent, EventContext, UnlinkEvent} from './notices/notice-events.js';
export type {KakaoNotices} from './notices/kakao-notices.js';
export type {LinkedMember, ReconcileOptions, ReconcileProgress, Reconciliation} from './notices/reconcile/options.js';
export type {Notice, NoticeClock, NoticeKind} from './notices/notice.js';
export type {FailedNotice, NoticeCounts} from './notices/notice-store.js';
export type {KakaoServerApi} from './tokens/server-api.js';
export type {TokenRow, TokenStore} from './tokens/token-store.js';
export type {KeepTokensOptions} from './options/keep-tokens.js';
export type {ConsentRecord} from './options/consents.js';
export type {KakaoKey} from './options/app-keys.js';
export type {RedirectUri} from './options/redirect-uris.js';
export type {CurrentSession, KakaoServer, Pending, SignInOptions} from './login/kakao-server.js';
export type {
  ActionRequired,
  Awaitable,
  HookContext,
  MemberLogin,
  SignedUpMember,
  SiteMember,
} from './options/hook-types.js';
export type {KakaoServerOptions, ServerErrorReport, SiteTerm} from './options/options.js';
export type {KakaoCallMetric, SigningKeysMetric} from './kakao/call-metric.js';
export type {
  AppliedNoticeMetric,
  NoticeCountsMetric,
  NoticeMetric,
  ServerMetric,
  SessionMetric,
} from './options/reports/server-metric.js';
export type {SessionPort, SessionTerm, StoredSession} from './options/session-port.js';
export {
  type NodeHandler,
  type NodeHandlerOptions,
  type NodeRequest,
  type NodeResponse,
  toNodeHandler,
} from './http/node-handler.js';
export type {KakaoProfile, KakaoUser, PendingProfile, ProfileExtra} from './kakao/profile.js';
export type {PhoneNumber} from './kakao/values.js';
export type {KakaoAddress, KakaoAddressesOptions} from './kakao/api/addresses.js';
export type {KakaoCallOptions, KakaoTarget} from './kakao/api/ask.js';
export type {KakaoChannel, KakaoChannels, KakaoChannelsOptions} from './kakao/api/channels.js';
export type {
  ChangedCustomerFile,
  Customer,
  CustomerFileTarget,
  KakaoCustomerFile,
  KakaoCustomerFiles,
  NewCustomerFile,
} from './kakao/api/customer-files.js';
export type {KakaoScope, KakaoScopes, KakaoScopesOptions} from './kakao/api/scopes.js';
export type {ChangedTerms, ServiceTerm, ServiceTerms, ServiceTermsOptions} from './kakao/api/terms.js';
export type {KakaoClient, KakaoRefreshOptions, KakaoTokenInfo, KakaoTokens} from './kakao/api/tokens.js';
export type {KakaoAccountResult, KakaoIdsOptions, KakaoUserOptions} from './kakao/api/users.js';
export type {Purpose} from '../shared/transaction.js';
export type {PageReport, PendingAction, RequiredAction} from '../shared/wire.js';
