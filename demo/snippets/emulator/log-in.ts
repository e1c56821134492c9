import {createHash, randomBytes} from 'node:crypto';
import {createKakaoEmulator, DEFAULT_APP, type KakaoEmulator} from 'kakao-sync-widget/emulator';
import {createKakaoServer, type KakaoServer, type KakaoServerOptions} from 'kakao-sync-widget/server';

const SHOP = 'http://localhost:3000'; // one of your allowedOrigins
const REDIRECT_URI = `${SHOP}/kakao/callback`; // one of your redirectUris
const [{key: clientId}] = DEFAULT_APP.restApiKeys; // one of your keys

/** The emulator and the backend with your options, both by a clock that you set. */
export function setUp(options: KakaoServerOptions) {
  const clock = {time: Date.now()};
  const now = (): number => clock.time;
  const emulator = createKakaoEmulator({now});
  const kakao = createKakaoServer({...options, emulator: 'http://127.0.0.1:4000', fetch: emulator.fetch, now});
  return {clock, emulator, kakao};
}

/** Logs somebody in as the page does, without a browser. The answer sets the cookie of the session. */
export function logIn(emulator: KakaoEmulator, kakao: KakaoServer, persona: string): Promise<Response> {
  const tx = randomBytes(32).toString('base64url');
  const nonceSecret = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    nonce: createHash('sha256').update(nonceSecret).digest('base64url'),
  });
  const back = emulator.authorize(`https://kauth.kakao.com/oauth/authorize?${query.toString()}`, {persona});
  const code = new URL(back).searchParams.get('code');
  return kakao.session(
    new Request(`${SHOP}/api/kakao/session`, {
      method: 'POST',
      headers: {Origin: SHOP, 'Content-Type': 'application/json', 'X-Kakao-Sync': '1'},
      body: JSON.stringify({purpose: 'login', tx, code, redirectUri: REDIRECT_URI, clientId, nonceSecret}),
    }),
  );
}
