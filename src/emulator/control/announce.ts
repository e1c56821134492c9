import type {RequestContext} from '../http/emulator-context.js';
import {toRefusal} from '../http/responses.js';
import {findChannel, readChannelJump} from '../talk/channels.js';
import {readTalkAddress} from '../talk/talk.js';

/**
 * POST /__emulator/talk/intent: the stand-in SDK reports an `intent:` address, which no desktop browser can open. The
 * request comes from the site's page, so its origin is foreign. It must be an origin that the address itself allows, and
 * it changes nothing but the list of what waits in KakaoTalk.
 */
export async function announce(context: RequestContext): Promise<Response> {
  const {request} = context;
  const address = (await request.text()).slice(0, 8192);
  const jump = readChannelJump(address);
  if (jump) return announceChannel(context, address, jump.publicId);
  try {
    return announceLogin(context, address);
  } catch (error) {
    return toRefusal(context, 400, (error as Error).message);
  }
}

/** @throws {Error} if KakaoTalk would refuse the address. */
function announceLogin(context: RequestContext, address: string): Response {
  const {emulator} = context;
  const {request, authTranId} = readTalkAddress(emulator, address);
  if (!isFrom(context, request.key.domains)) return toRefusal(context, 403, 'a foreign Origin');
  emulator.store.talk.addRequest({id: authTranId, address});
  return new Response(null, {status: 204});
}

/** The page names no key, so any domain of an app with this channel is allowed. */
function announceChannel(context: RequestContext, address: string, publicId: string): Response {
  const {emulator} = context;
  const {apps = []} = findChannel(emulator, publicId) ?? {};
  const domains = apps.flatMap(({keys}) => keys.flatMap((key) => key.domains));
  if (!isFrom(context, domains)) return toRefusal(context, 403, 'a foreign Origin');
  emulator.store.talk.addRequest({id: `channel-${publicId}`, address});
  return new Response(null, {status: 204});
}

/** A page with `Referrer-Policy: no-referrer` sends "null" as its origin. */
function isFrom({request}: RequestContext, domains: readonly string[]): boolean {
  const origin = request.headers.get('origin') ?? 'null';
  return origin === 'null' || domains.includes(origin);
}
