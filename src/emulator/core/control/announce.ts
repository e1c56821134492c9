import type {RequestContext} from '../http/emulator-context.js';
import {toRefusal} from '../http/responses.js';
import {type ChannelJump, findChannel, readChannelJump, toChannelRequestId} from '../talk/channels.js';
import {readTalkAddress, toTalkScreen} from '../talk/talk.js';
import {EmulatorResponse} from '../base/messages.js';

/**
 * POST /__emulator/talk/intent: the stand-in SDK reports an address that opens KakaoTalk, which no desktop browser can
 * follow. The request comes from the site's page, so its origin is foreign. It must be an origin that the address itself
 * allows, and it changes nothing but the list of what waits in KakaoTalk. The response is the path of KakaoTalk's page, if
 * it is to open in a window.
 */
export async function announce(context: RequestContext): Promise<EmulatorResponse> {
  const {request} = context;
  const address = (await request.text()).slice(0, 8192);
  const jump = readChannelJump(address);
  if (jump) return announceChannel(context, address, jump);
  try {
    return announceLogin(context, address);
  } catch (error) {
    return toRefusal(context, 400, (error as Error).message);
  }
}

/** @throws {Error} if KakaoTalk would refuse the address. */
function announceLogin(context: RequestContext, address: string): EmulatorResponse {
  const {emulator} = context;
  const {request, authTranId} = readTalkAddress(emulator, address);
  if (!isFrom(context, request.key.domains)) return toRefusal(context, 403, 'a foreign Origin');
  const {talk} = emulator.store;
  // An iPhone without KakaoTalk goes to the web address instead.
  if (!address.startsWith('intent:') && talk.account === null) return toNothing();
  if (talk.hasPollResponse(authTranId)) return toNothing();
  talk.addRequest({id: authTranId, address, userAgent: readUserAgent(context)});
  return toWindow(context, talk.account === null ? '/__emulator/talk' : toTalkScreen(address));
}

/** The page names no key, so any domain of an app with this channel is allowed. */
function announceChannel(context: RequestContext, address: string, {publicId, action}: ChannelJump): EmulatorResponse {
  const {emulator} = context;
  const {apps = []} = findChannel(emulator, publicId) ?? {};
  const domains = apps.flatMap(({keys}) => keys.flatMap((key) => key.domains));
  if (!isFrom(context, domains)) return toRefusal(context, 403, 'a foreign Origin');
  emulator.store.talk.addRequest({
    id: toChannelRequestId(publicId),
    address,
    userAgent: readUserAgent(context),
  });
  return toWindow(context, `/${publicId}/${action}`);
}

function readUserAgent({request}: RequestContext): string {
  return request.headers.get('user-agent') ?? '';
}

/** A path that the site's page may read, and opens; nothing if KakaoTalk has no window. */
function toWindow({emulator}: RequestContext, path: string): EmulatorResponse {
  return emulator.hasTalkWindow
    ? new EmulatorResponse(path, {headers: {'access-control-allow-origin': '*'}})
    : toNothing();
}

function toNothing(): EmulatorResponse {
  return new EmulatorResponse(null, {status: 204});
}

/** A page with `Referrer-Policy: no-referrer` sends "null" as its origin. */
function isFrom({request}: RequestContext, domains: readonly string[]): boolean {
  const origin = request.headers.get('origin') ?? 'null';
  return origin === 'null' || domains.includes(origin);
}
