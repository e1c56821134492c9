import type {EmulatedApp, TalkChannel} from '../store/apps.js';
import type {EmulatorContext} from '../http/emulator-context.js';

/** A channel, and the apps that are linked to it; null where no app is. */
export function findChannel(
  {apps}: EmulatorContext,
  publicId: string,
): {readonly channel: TalkChannel; readonly apps: readonly EmulatedApp[]} | null {
  const linked = apps.filter(({channels}) => channels.some((channel) => channel.publicId === publicId));
  const channel = linked[0]?.channels.find((candidate) => candidate.publicId === publicId);
  return channel ? {channel, apps: linked} : null;
}

/** What the SDK hands to KakaoTalk for a channel. */
export interface ChannelJump {
  readonly publicId: string;
  readonly action: 'friend' | 'chat';
}

/**
 * The channel behind `intent://plusfriend/…`, `kakaoplus://plusfriend/…`, or `…/scheme/` with the latter; null where it
 * is another address.
 */
export function readChannelJump(address: string): ChannelJump | null {
  const scheme = /^https?:\/\/[^/]+\/scheme\/([^&]*)/.exec(address)?.[1];
  const inner = scheme === undefined ? address : decode(scheme);
  const [, path] = /^(?:intent|kakaoplus):\/\/plusfriend\/([^?#]*)/.exec(inner) ?? [];
  const add = /^home\/(_\w+)\/add$/.exec(path ?? '')?.[1];
  if (add !== undefined) return {publicId: add, action: 'friend'};
  const chat = /^(?:talk\/)?chat\/(_\w+)$/.exec(path ?? '')?.[1];
  return chat === undefined ? null : {publicId: chat, action: 'chat'};
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
