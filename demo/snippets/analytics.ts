import {startAnalytics} from 'kakao-sync-widget/analytics';
import {createKakaoSync} from 'kakao-sync-widget/client';

const client = createKakaoSync({
  appKey: 'YOUR_JAVASCRIPT_KEY',
  endpoint: '/api/kakao/session',
  redirectUri: '/kakao/callback',
});
void client.start();

const analytics = startAnalytics(client, {way: 'gtm', needsConsent: true});

/** Give it to your consent banner. */
export function onConsent(statistics: boolean, advertising: boolean): void {
  analytics.consent(statistics, advertising);
}
