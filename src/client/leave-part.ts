/** What a press needs that does not go by the direct path, and what makes one on that path quicker. */
export {goBySdk} from './leave/go-by-sdk.js';
export {leavePrepared, prepareDirect} from './leave/prepared-press.js';
export {authorize} from '../sdk/kakao-sdk.js';
// With all of the first load, so that bundlers leave that in one piece.
export {createKakaoSync} from './create-kakao-sync.js';
