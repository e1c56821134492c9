import type {EmulatedApp, TalkChannel} from '../store/apps.js';
import type {EmulatorContext} from '../http/emulator-context.js';
import {decodeText} from '../http/parameters.js';

/** Finds a channel and its apps; null if no app has the channel. */
export function findChannel(
  {apps}: EmulatorContext,
  publicId: string,
): {readonly channel: TalkChannel; readonly apps: readonly EmulatedApp[]} | null {
  const linked = apps.filter(({channels}) => channels.some((channel) => channel.publicId === publicId));
  const channel = linked[0]?.channels.find((candidate) => candidate.publicId === publicId);
  return channel ? {channel, apps: linked} : null;
}

/** A channel that the SDK hands to KakaoTalk. */
export interface ChannelJump {
  readonly publicId: string;
  readonly action: 'friend' | 'chat';
}

/**
 * Reads the channel of `intent://plusfriend/…`, `kakaoplus://plusfriend/…`, or `…/scheme/` with the latter.
 * @returns null if the address is another one.
 */
export function readChannelJump(address: string): ChannelJump | null {
  const scheme = /^https?:\/\/[^/]+\/scheme\/([^&]*)/.exec(address)?.[1];
  const inner = scheme === undefined ? address : decodeText(scheme);
  const [, path] = /^(?:intent|kakaoplus):\/\/plusfriend\/([^?#]*)/.exec(inner) ?? [];
  const add = /^home\/(_\w+)\/add$/.exec(path ?? '')?.[1];
  if (add !== undefined) return {publicId: add, action: 'friend'};
  const chat = /^(?:talk\/)?chat\/(_\w+)$/.exec(path ?? '')?.[1];
  return chat === undefined ? null : {publicId: chat, action: 'chat'};
}

/** The id of a channel among what waits in KakaoTalk. */
export function toChannelRequestId(publicId: string): string {
  return `channel-${publicId}`;
}
