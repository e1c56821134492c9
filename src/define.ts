// So that the events are typed wherever the elements are.
export type * from './client/state/events.js';
// The configuration first: it may find the answer to a login in the address.
export {KakaoSyncElement} from './elements/sync/define.js';
export {KakaoLoginButton} from './elements/login-button/define.js';
export {KakaoTermsConsent} from './elements/terms-consent/define.js';
export {KakaoChannelButton} from './elements/channel-button/define.js';
export {KakaoAccount} from './elements/account/define.js';
