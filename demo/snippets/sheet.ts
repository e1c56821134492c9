import {createKakaoSync} from 'kakao-sync-widget/client';
import 'kakao-sync-widget/login-button/define';
import {startSheet} from 'kakao-sync-widget/sheet';

const client = createKakaoSync({
  appKey: 'YOUR_JAVASCRIPT_KEY',
  endpoint: '/api/kakao/session',
  redirectUri: '/kakao/callback',
});
void client.start();

export const sheet = startSheet(client, {
  text: '지금 가입하면 3,000원 쿠폰을 드려요.',
  when: {scroll: 50, exit: true},
  done: '가입을 축하드려요. 쿠폰을 넣어 드렸어요.',
});
