import * as device from '../../in-app/device.js';
import {findInAppBrowser, type InAppBrowser} from '../../in-app/in-app-browser.js';

/**
 * Whether this page is in KakaoTalk's in-app browser. A hint, for a site that offers only Kakao there; no ground to turn
 * anybody away. False on a server.
 */
export function isKakaoTalk(): boolean {
  return device.isKakaoTalk(readDevice());
}

/** The app in whose own browser this page is open, or null. By the user agent, which anybody can change. */
export function inAppBrowser(): InAppBrowser | null {
  return findInAppBrowser(readDevice());
}

/**
 * Opens an address, by default this page's, in the phone's own browser. Answers whether there is a way: there is one
 * out of KakaoTalk, which Kakao does not document and may change. Nobody is signed in there by it.
 */
export function leaveInAppBrowser(url: string | URL = location.href): boolean {
  if (!isKakaoTalk()) return false;
  const {href, protocol} = new URL(url, location.href);
  if (!/^https?:$/.test(protocol)) return false;
  location.assign(`kakaotalk://web/openExternal?url=${encodeURIComponent(href)}`);
  return true;
}

function readDevice(): Pick<device.Device, 'userAgent'> {
  return (globalThis as {navigator?: Navigator}).navigator ?? {userAgent: ''};
}
