/** Adds a channel, and opens a chat with it, through Kakao's SDK. */
export {addChannel, openChat, prepareChannel} from './member/channel.js';
// With all of the first load, so that bundlers leave that in one piece.
export {createKakaoSync} from './create-kakao-sync.js';
