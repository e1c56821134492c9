import type {} from 'kakao-sync-widget/global';

window.kakaoSync = {appKey: '…', endpoint: '/api/kakao/session', redirectUri: '/kakao/callback', q: []};
window.kakaoSync.q?.push((client) => client.onOutcome(({end}) => console.log(end)));
window.kakaoSync.pause?.('점검 중이에요.');
window.kakaoSync.consent?.(true, false);
// @ts-expect-error -- It is `appKey`.
window.kakaoSync = {appkey: '…'};
// @ts-expect-error -- Settings are texts.
window.kakaoSync = {appKey: 1};
