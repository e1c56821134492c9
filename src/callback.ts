// For the page of the redirect URI: the configuration's element and the part that completes a return, without Lit.
import './client/eager-return.js';

export {createKakaoSync} from './client/create-kakao-sync.js';
export {KakaoSyncElement} from './elements/sync/define.js';
