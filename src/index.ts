export * from './client/index.js';
export {KakaoSyncElement} from './elements/sync/sync.js';
export {KakaoLoginButton, type ButtonLabel} from './elements/login-button/login-button.js';
export {KakaoTermsConsent} from './elements/terms-consent/terms-consent.js';
export {KakaoChannelButton, type ChannelAction} from './elements/channel-button/channel-button.js';
export {KakaoAccount} from './elements/account/account.js';
export {type ButtonLayout, type ButtonSize} from './elements/kakao-button.js';
export {ERROR_CODES, isErrorCode} from './shared/errors.js';
