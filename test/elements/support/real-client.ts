import {APP_KEY, FakeBrowser, type FakePage} from '../../client/support/browser.js';
import {FakeKakaoSdk, FakeSdkHost} from '../../client/support/kakao-sdk.js';

/**
 * A page on a phone, with the real client and Kakao's SDK, on which nothing leaves. `session` is the backend's answer to
 * a GET; without one the network is off.
 */
export function openPage({session}: {readonly session?: object} = {}): FakePage {
  const browser = new FakeBrowser({device: 'android'});
  browser.shop.onGet = () => (session ? {status: 200, json: session} : 'network-error');
  const sdk = new FakeSdkHost(new FakeKakaoSdk(APP_KEY));
  sdk.present = sdk.sdk;
  return browser.open('/products/1', {sdk});
}
