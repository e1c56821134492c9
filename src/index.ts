export * from './client/index.js';
export {KakaoSyncElement} from './elements/sync/sync.js';
export {KakaoLoginButton, type ButtonLabel} from './elements/login-button/login-button.js';
export {type ButtonLayout, type ButtonSize} from './elements/yellow-button.js';
export {ERROR_CODES, isErrorCode} from './shared/errors.js';
