/** The code of a press by Kakao's SDK, and the code that writes the record of a direct press ahead. */
export {goBySdk} from './leave/go-by-sdk.js';
export {leavePrepared, prepareDirect} from './leave/prepared-press.js';
export {authorize} from '../sdk/kakao-sdk.js';
// With all of the first load, so that bundlers leave that in one piece.
export {createKakaoSync} from './create-kakao-sync.js';
