import {createHash, timingSafeEqual} from 'node:crypto';
import {text as readText} from 'node:stream/consumers';

/**
 * Takes Kakao's notice that somebody has unlinked the app in Kakao's settings, or has left Kakao: a GET with a query or
 * a POST with a form, as the app's console page is set. Kakao waits three seconds for the answer.
 *
 * @param {{adminKey: string, unlink: (kakaoId: string) => void}} options `adminKey` of the app; `unlink` ends the
 *   member's sessions and forgets which Kakao account is theirs. It gets people whom you do not know, and some twice.
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>}
 *   the route `/kakao/unlinked`
 * @example const takeUnlinkNotice = createUnlinkNotice({adminKey: process.env.KAKAO_ADMIN_KEY, unlink});
 */
export function createUnlinkNotice({adminKey, unlink}) {
  const expected = toSha256(`KakaoAK ${adminKey}`);

  return async (request, response) => {
    const answer = (status) => void response.writeHead(status, {'Cache-Control': 'no-store'}).end();
    if (request.method !== 'GET' && request.method !== 'POST') return answer(405);
    // Hashes have one length, so the time tells nothing of the key.
    if (!timingSafeEqual(toSha256(request.headers.authorization ?? ''), expected)) return answer(401);
    const query = request.method === 'GET' ? new URL(request.url, 'http://localhost').search : await readText(request);
    const ids = new URLSearchParams(query).getAll('user_id');
    if (ids.length !== 1 || !/^[1-9]\d{0,19}$/.test(ids[0])) return answer(400);
    unlink(ids[0]);
    // Also for people whom we do not know: else Kakao sends it again.
    answer(200);
  };
}

function toSha256(text) {
  return createHash('sha256').update(text).digest();
}
