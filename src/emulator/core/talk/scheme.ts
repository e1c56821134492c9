import {toRedirect, toRefusal} from '../http/responses.js';
import {findChannel, readChannelJump} from './channels.js';
import {readTalkAddress} from './talk.js';
import {isKakaoHost} from '../base/hosts.js';
import type {EmulatorContext, RequestContext} from '../http/emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

/**
 * GET /scheme/…: opens KakaoTalk on iOS. If the phone has KakaoTalk, the page stays where it is, because the app opens on
 * top, and the login waits for an answer. Otherwise the page goes to the `web=` address. A channel's page opens in this
 * browser instead of in the app.
 */
export function handleScheme(context: RequestContext): EmulatorResponse {
  const {request, url, emulator, entry} = context;
  // The parameters are part of the path, and a URL parser would change them.
  const path = request.url.slice(request.url.indexOf('/scheme/'));
  const address = `${url.origin}${path}`;
  const jump = readChannelJump(address);
  if (jump && findChannel(emulator, jump.publicId))
    return toRedirect(`${toChannelOrigin(url)}/${jump.publicId}/${jump.action}`);
  try {
    if (takeLogin(emulator, address, request.headers.get('user-agent') ?? ''))
      return new EmulatorResponse(null, {status: 204});
  } catch (error) {
    const {message} = error as Error;
    entry.warn({en: message, ko: message});
  }
  return toFallback(context, path.split('&web=')[1]);
}

/**
 * Hands a login to KakaoTalk.
 * @returns false if the phone has no KakaoTalk and nobody has answered for it.
 * @throws {Error} if KakaoTalk would refuse the address.
 */
function takeLogin(emulator: EmulatorContext, address: string, userAgent: string): boolean {
  const {talk} = emulator.store;
  const {authTranId} = readTalkAddress(emulator, address);
  if (talk.hasPollResponse(authTranId)) return true;
  if (talk.account === null) return false;
  talk.addRequest({id: authTranId, address, userAgent});
  return true;
}

function toFallback(context: RequestContext, web: string | undefined): EmulatorResponse {
  const {url} = context;
  if (web === undefined) return toRefusal(context, 400, 'There is no web= address to fall back to.');
  let fallback: URL;
  try {
    fallback = new URL(decodeURIComponent(web));
  } catch {
    return toRefusal(context, 400, 'The web= address is none.');
  }
  const isOurs = fallback.origin === url.origin || fallback.origin === 'https://kauth.kakao.com';
  return isOurs ? toRedirect(fallback.href) : toRefusal(context, 400, 'The web= address leads elsewhere.');
}

function toChannelOrigin(url: URL): string {
  return isKakaoHost(url) ? 'https://pf.kakao.com' : url.origin;
}
