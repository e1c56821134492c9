/** What a page needs only when something has failed: among it, the sentences for the developer. */
export * from './report/part.js';
// With all of the first load, so that bundlers leave that in one piece.
export {createKakaoSync} from './create-kakao-sync.js';
