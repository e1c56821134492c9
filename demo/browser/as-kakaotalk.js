// With the emulator only: the page's scripts see KakaoTalk's in-app browser, so that auto-login can be seen on a desktop.
const {userAgent} = navigator;
Object.defineProperty(navigator, 'userAgent', {get: () => `${userAgent} KAKAOTALK/26.8.1 (INAPP)`});
