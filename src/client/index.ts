export {inAppBrowser, isKakaoTalk, leaveInAppBrowser} from './in-app.js';
export {type InAppBrowser} from '../in-app/in-app-browser.js';
export {debugReport} from './debug-report.js';
export {addChannel, openChat, prepareChannel, type ChannelOptions} from './channel.js';
export {createKakaoSync} from './page.js';
export {type KakaoSync, type LogoutOptions} from './client.js';
export {type ConsentOptions} from './consent.js';
export {type KakaoSyncConfig} from './config.js';
export {type LoginOptions} from './login.js';
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
} from './events.js';
export {
  type ConsentResult,
  type FlowCode,
  type FlowState,
  type FlowStatus,
  type KakaoSyncState,
  type Outcome,
  type SessionState,
} from './state.js';
export {type SkipReason} from './skip-reason.js';
export {type ErrorCode} from '../shared/errors.js';
export {type Purpose} from '../shared/transaction-cookie.js';
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
