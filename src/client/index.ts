export {inAppBrowser, isKakaoTalk, leaveInAppBrowser} from './leave/leave-in-app-browser.js';
export {type InAppBrowser} from '../in-app/in-app-browser.js';
export {debugReport} from './report/debug-report.js';
export {addChannel, openChat, prepareChannel, type ChannelOptions} from './channel.js';
export {readProvider, rememberProvider} from './member/last-provider.js';
export {createKakaoSync} from './create-kakao-sync.js';
export type {KakaoSync, LogoutOptions} from './page/page-client.js';
export {type ConsentOptions} from './state/consent-request.js';
export {type KakaoSyncConfig} from './state/config.js';
export type {Locale, Messages} from './state/messages.js';
export type {LoginOptions} from './state/login-options.js';
export {
  KakaoActionRequiredEvent,
  KakaoAutoLoginSkipEvent,
  KakaoChannelResultEvent,
  KakaoLoginCancelEvent,
  KakaoLoginErrorEvent,
  KakaoLoginStartEvent,
  KakaoLoginSuccessEvent,
  KakaoLogoutEvent,
  KakaoReturnEvent,
  KakaoStateChangeEvent,
  KakaoTermsMissingEvent,
  KakaoTermsResultEvent,
  type ChannelResult,
} from './state/events.js';
export {
  type ConsentResult,
  type FlowCode,
  type FlowState,
  type FlowStatus,
  type KakaoSyncState,
  type Outcome,
  type SessionState,
} from './state/state.js';
export {type SkipReason} from './state/skip-reason.js';
export {type ErrorCode} from '../shared/errors.js';
export {type Purpose} from '../shared/transaction.js';
export {
  type ActionRequiredAnswer,
  type LoginRequest,
  type Member,
  type MissingTerm,
  type RequiredAction,
  type SessionAnswer,
  type SignedInAnswer,
  type SignedOutAnswer,
} from '../shared/wire.js';
