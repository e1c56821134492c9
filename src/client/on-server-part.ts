/** For sites whose server takes the code, or starts the login. */
export {goByServer} from './on-server/go-by-server.js';
export {tellServerResult} from './on-server/server-result.js';
// With all of the first load, so that bundlers leave that in one piece.
export {createKakaoSync} from './create-kakao-sync.js';
