/** What a press needs that does not go by the direct path. */
export {goBySdk} from './leave/go-by-sdk.js';
export {authorize} from '../sdk/kakao-sdk.js';
// With all of the first load, so that bundlers leave that in one piece.
export {createKakaoSync} from './create-kakao-sync.js';
