import {toKakao} from '../../kakao.js';

/** A session resource whose hook ends it. */
export const GET = (request) => toKakao(new URL(request.url).searchParams.get('how')).session(request);
