import type {ServerMetric} from 'kakao-sync-widget/server';

/** Hands on what there is to see of the backend to the service that alerts you: for `createKakaoServer({onMetric})`. */
export function createMeter(send: (name: string, value: number) => void): (metric: ServerMetric) => void {
  return (metric) => {
    switch (metric.purpose) {
      case 'notice-counts':
        send('kakao.notices.waiting', metric.waiting);
        send('kakao.notices.failed', metric.failed);
        send('kakao.notices.oldest_seconds', metric.oldestSeconds);
        break;
      case 'signing-keys':
        send(`kakao.signing-keys.${metric.outcome}`, 1);
        if (metric.ageSeconds !== null) send('kakao.signing-keys.age_seconds', metric.ageSeconds);
        break;
      case 'kakao-call':
        send(`kakao.calls.${metric.endpoint}.${metric.outcome}`, 1);
        send(`kakao.calls.${metric.endpoint}.milliseconds`, metric.milliseconds);
        break;
      default:
        send(`kakao.${metric.purpose}.${metric.outcome}`, 1);
        send(`kakao.${metric.purpose}.milliseconds`, metric.milliseconds);
        if ('repeat' in metric) send(`kakao.${metric.purpose}.${metric.repeat}`, 1);
        if ('adminKey' in metric) send(`kakao.${metric.purpose}.admin_key_${metric.adminKey}`, 1);
    }
  };
}
