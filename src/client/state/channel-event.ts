import {KakaoSyncEvent} from './first-events.js';

/** Whether the visitor has added a KakaoTalk Channel, as far as is known after they were asked. */
export type ChannelResult = 'added' | 'already' | 'blocked' | 'none' | 'unknown';

/**
 * `kakao-channel-result`: the visitor is back from adding a channel. `verified`: the backend has read the relation; else
 * it is what Kakao's SDK said, or `unknown`.
 */
export class KakaoChannelResultEvent extends KakaoSyncEvent<{
  readonly channelPublicId: string;
  readonly result: ChannelResult;
  readonly verified: boolean;
}> {
  constructor(detail: {channelPublicId: string; result: ChannelResult; verified: boolean}) {
    super('channel-result', detail);
  }
}
