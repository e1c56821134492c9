import {attempt} from '../shared/attempt.js';
import {definePart} from '../shared/part.js';
import type * as channelPart from './channel-part.js';
import type {ChannelContext, ChannelOptions, ChannelPress} from './member/channel.js';
import type {ClientContext} from './page/client-context.js';
import type {CoreContext} from './page/core-context.js';
import {reportProblem} from './page/developer/report-problem.js';
import {getPageRegistry} from './page/page-registry.js';
import {LEAVE_TIMEOUT, STUCK_AFTER, withTimeout} from './page/with-timeout.js';
import {RETURN} from './parts.js';

export type {ChannelOptions} from './member/channel.js';

type ChannelPart = typeof channelPart;

/** The code that adds a channel or opens a chat. A page loads it only if it offers one of the two. */
export const CHANNEL = definePart((): Promise<ChannelPart> => import('./channel-part.js'));

/** Where a channel is added, or chatted with. */
type ChannelPage = 'friend' | 'chat';

/** A channel's pages, where Kakao's SDK is not to be had. */
const CHANNELS = 'https://pf.kakao.com';

/** What the page's client has for Kakao's SDK; nothing without a client, or with a hosted shop's. */
export function findSdkContext(): CoreContext | undefined {
  const {context} = getPageRegistry().client ?? {};
  return context && 'ports' in context ? context : undefined;
}

/** Gets ready for a press: loads Kakao's SDK, and reads once how the member stands to the channel. */
export async function prepareChannel(channelPublicId: string): Promise<void> {
  const context = findSdkContext();
  if (!context) return;
  const preparing = withChannel(context, STUCK_AFTER, (part, full) => part.prepareChannel(full, channelPublicId));
  // A press tells what is missing.
  await preparing.catch(() => null);
}

/**
 * Lets the visitor add a KakaoTalk Channel, on Kakao's own screen. Call it in the press handler, so that a window may
 * open. Once the visitor is back, `kakao-channel-result` tells what came of it.
 * https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/js
 */
export function addChannel(channelPublicId: string, options: ChannelOptions = {}): void {
  use(channelPublicId, 'friend', options, (part) => part.addChannel);
}

/** Opens a chat with a KakaoTalk Channel. Call it in the press handler, so that a window may open. */
export function openChat(channelPublicId: string, options: ChannelOptions = {}): void {
  use(channelPublicId, 'chat', options, (part) => part.openChat);
}

function use(
  channelPublicId: string,
  page: ChannelPage,
  options: ChannelOptions,
  find: (part: ChannelPart) => (context: ClientContext, press: ChannelPress) => void,
): void {
  const context = findSdkContext();
  if (!context) return reportProblem({code: 'not_configured', kind: 'unconfigured'});
  if (!/^_\w+$/.test(channelPublicId)) return reportProblem({code: 'config_invalid', kind: 'channel'});
  if (context.config().settings.paused) return;
  const otherwise = (by: ChannelContext): void => goToChannel(by, channelPublicId, page);
  withChannel(context, LEAVE_TIMEOUT, (part, full) => find(part)(full, {channelPublicId, options, otherwise})).catch(
    () => {
      context.explain(['part_unavailable']);
      otherwise(context);
    },
  );
}

/**
 * Runs with what a press of a channel needs, and with what the parts share: at once if it is there, so that a window may
 * open, else when it has been loaded.
 *
 * @param patience how long it is waited for, in milliseconds
 * @throws {KakaoSyncError} `part_unavailable`
 */
function withChannel(
  context: CoreContext,
  patience: number,
  run: (part: ChannelPart, context: ClientContext) => Promise<void> | void,
): Promise<void> {
  const {content: part} = CHANNEL;
  const {content: shared} = RETURN;
  if (part && shared) return Promise.resolve(run(part, shared.toClientContext(context)));
  const loading = Promise.all([CHANNEL.load(), RETURN.load()]);
  return withTimeout(context.ports, patience, 'part_unavailable', loading).then(([loaded, {toClientContext}]) =>
    run(loaded, toClientContext(context)),
  );
}

/** Goes to a channel's own page: by the window itself, if it is this origin's. Kakao's pages show in no frame. */
function goToChannel({ports, config, explain}: ChannelContext, channelPublicId: string, page: ChannelPage): void {
  const to = new URL(`/${channelPublicId}/${page}`, config().settings.emulator ?? CHANNELS).href;
  const hasLeft = ports.topAddress() && attempt(() => (ports.navigateTop(to), true));
  if (!hasLeft && !ports.openWindow?.(to)) explain(['framed']);
}
