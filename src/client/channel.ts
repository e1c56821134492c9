import * as channel from './member/channel.js';
import type {ClientContext} from './page/client-context.js';
import {reportProblem} from './page/developer/report-problem.js';
import {getPageRegistry} from './page/page-registry.js';
import {LEAVE_TIMEOUT, withTimeout} from './page/with-timeout.js';
import {RETURN} from './parts.js';
import {withReturn} from './with-return.js';

export type {ChannelOptions} from './member/channel.js';

/** Gets ready for a press: loads Kakao's SDK, and reads once how the member stands to the channel. */
export async function prepareChannel(channelPublicId: string): Promise<void> {
  const {context} = getPageRegistry().client ?? {};
  if (!context) return;
  // A press tells what is missing.
  const preparing = withReturn(context, ({toClientContext}) =>
    channel.prepareChannel(toClientContext(context), channelPublicId),
  );
  await preparing.catch(() => null);
}

/**
 * Lets the visitor add a KakaoTalk Channel, on Kakao's own screen. Call it in the press handler, so that a window may
 * open. Once the visitor is back, `kakao-channel-result` tells what came of it.
 * https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/js
 */
export function addChannel(channelPublicId: string, options: channel.ChannelOptions = {}): void {
  use(channelPublicId, 'friend', (context) => channel.addChannel(context, channelPublicId, options));
}

/** Opens a chat with a KakaoTalk Channel. Call it in the press handler, so that a window may open. */
export function openChat(channelPublicId: string, options: channel.ChannelOptions = {}): void {
  use(channelPublicId, 'chat', (context) => channel.openChat(context, channelPublicId, options));
}

function use(channelPublicId: string, page: channel.ChannelPage, run: (context: ClientContext) => void): void {
  const {client} = getPageRegistry();
  if (!client) return reportProblem({code: 'not_configured', kind: 'unconfigured', isChannel: true});
  if (!/^_\w+$/.test(channelPublicId)) return reportProblem({code: 'config_invalid', kind: 'channel'});
  const {context} = client;
  if (RETURN.content) return run(RETURN.content.toClientContext(context));
  withTimeout(context.ports, LEAVE_TIMEOUT, 'part_unavailable', RETURN.load()).then(
    ({toClientContext}) => run(toClientContext(context)),
    () => {
      context.explain(['part_unavailable']);
      channel.goToChannel(context, channelPublicId, page);
    },
  );
}
