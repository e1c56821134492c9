import {withPart} from '../shared/part.js';
import * as channel from './member/channel.js';
import type {ClientContext} from './page/client-context.js';
import {reportProblem} from './page/developer/report-problem.js';
import {getPageRegistry} from './page/page-registry.js';
import {RETURN} from './parts.js';

export type {ChannelOptions} from './member/channel.js';

/** Gets ready for a press: loads Kakao's SDK, and reads once how the member stands to the channel. */
export async function prepareChannel(channelPublicId: string): Promise<void> {
  const {client} = getPageRegistry();
  // A press tells what is missing.
  if (client) await withContext((context) => channel.prepareChannel(context, channelPublicId)).catch(() => null);
}

/**
 * Lets the visitor add a KakaoTalk Channel, on Kakao's own screen. Call it in the press handler, so that a window may
 * open. Once the visitor is back, `kakao-channel-result` tells what came of it.
 * https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/js
 */
export function addChannel(channelPublicId: string, options: channel.ChannelOptions = {}): void {
  use((context) => channel.addChannel(context, channelPublicId, options));
}

/** Opens a chat with a KakaoTalk Channel. Call it in the press handler, so that a window may open. */
export function openChat(channelPublicId: string, options: channel.ChannelOptions = {}): void {
  use((context) => channel.openChat(context, channelPublicId, options));
}

function use(run: (context: ClientContext) => void): void {
  const {client} = getPageRegistry();
  if (!client) return reportProblem({code: 'not_configured', kind: 'unconfigured', isChannel: true});
  void withContext(run).catch(() => client.context.explain(['part_unavailable']));
}

/** Runs with all that the parts of the page's client share: in the press's own task if they are there. */
async function withContext(run: (context: ClientContext) => unknown): Promise<void> {
  const {client} = getPageRegistry();
  await withPart(RETURN, ({toClientContext}) => client && run(toClientContext(client.context)));
}
