import type {KakaoServer, ServerMetric} from 'kakao-sync-widget/server';

/** Hands on what there is to see of the backend to the service that alerts you. */
export function createMeters(send: (name: string, value: number) => void) {
  return {
    /** For `createKakaoServer({onMetric})`. */
    onMetric({purpose, outcome, milliseconds}: ServerMetric): void {
      send(`kakao.${purpose}.${outcome}`, 1);
      send(`kakao.${purpose}.milliseconds`, milliseconds);
    },
    /** Call it every 15 seconds, in one process. */
    async readNotices({notices}: Pick<KakaoServer, 'notices'>, now = Date.now()): Promise<void> {
      const {waiting, failed, oldestAt} = await notices.counts();
      send('kakao.notices.waiting', waiting);
      send('kakao.notices.failed', failed);
      send('kakao.notices.oldest_seconds', oldestAt === null ? 0 : (now - oldestAt) / 1000);
    },
  };
}
