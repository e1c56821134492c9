import {toRedirect, toRefusal} from '../http/responses.js';
import {findChannel, readChannelJump} from './channels.js';
import {readTalkAddress} from './talk.js';
import {type RequestContext, isKakaoHost} from '../http/emulator-context.js';

/**
 * GET /scheme/…: iOS's way into KakaoTalk. Without KakaoTalk on the phone the page goes to the `web=` address; with it
 * the page stays where it is, as on a phone where the app opens on top, and the sign-in waits for an answer. A channel's
 * page is shown here instead of in the app.
 */
export function handleScheme(context: RequestContext): Response {
  const {request, url, emulator, entry} = context;
  // The parameters are part of the path: the raw text counts, not what a URL parser makes of it.
  const raw = request.url.slice(request.url.indexOf('/scheme/'));
  const jump = readChannelJump(`${url.origin}${raw}`);
  if (jump && findChannel(emulator, jump.publicId))
    return toRedirect(`${toChannelOrigin(url)}/${jump.publicId}/${jump.action}`);
  try {
    const {authTranId} = readTalkAddress(emulator, `${url.origin}${raw}`);
    const isAnswered = emulator.store.talk.hasPollResponse(authTranId);
    if (emulator.store.talk.account !== null && !isAnswered) {
      emulator.store.talk.addRequest({id: authTranId, address: `${url.origin}${raw}`});
    }
    if (emulator.store.talk.account !== null || isAnswered) return new Response(null, {status: 204});
  } catch (error) {
    entry.warnings.push((error as Error).message);
  }
  const web = raw.split('&web=')[1];
  if (web === undefined) return toRefusal(context, 400, 'There is no web= address to fall back to.');
  let fallback: URL;
  try {
    fallback = new URL(decodeURIComponent(web));
  } catch {
    return toRefusal(context, 400, 'The web= address is none.');
  }
  const isOurs = fallback.origin === url.origin || fallback.origin === 'https://kauth.kakao.com';
  if (!isOurs) return toRefusal(context, 400, 'The web= address leads elsewhere.');
  return toRedirect(fallback.href);
}

function toChannelOrigin(url: URL): string {
  return isKakaoHost(url) ? 'https://pf.kakao.com' : url.origin;
}
