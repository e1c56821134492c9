import type {KakaoServer} from 'kakao-sync-widget/server';

/** Has the worker try again what was given up, 100 at a time. Call it once the cause is mended. */
export async function replayFailures({notices}: Pick<KakaoServer, 'notices'>): Promise<void> {
  for (const {notice} of await notices.failures()) await notices.replay(notice.eventId);
}
