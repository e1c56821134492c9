import {createStandInChannel} from './stand-in-sdk-channel.js';
import {toMd5} from './stand-in-sdk-md5.js';
import {installStandInSdk} from './stand-in-sdk-script.js';
import type {RequestContext} from '../http/emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

/** GET /kakao_js_sdk/VERSION/kakao.min.js: the stand-in SDK, or the emulator's `sdk`. */
export function handleSdk({url, emulator}: RequestContext): EmulatorResponse {
  const version = url.pathname.split('/')[2] ?? '';
  const script = emulator.sdk ?? toStandInSdk(version, url.origin, emulator.hasTalkWindow);
  return new EmulatorResponse(script, {
    headers: {
      'content-type': 'application/javascript;charset=UTF-8',
      'cache-control': 'public, max-age=60',
      // Needed for crossorigin="anonymous" and integrity.
      'access-control-allow-origin': '*',
    },
  });
}

/**
 * The text of the stand-in for Kakao's JavaScript SDK. It calls the server that it was loaded from: Kakao's own hosts if
 * that is t1.kakaocdn.net, otherwise the emulator.
 * @param servedFrom the origin to call if the script cannot tell its address, as in a module
 */
function toStandInSdk(version: string, servedFrom: string, hasTalkWindow: boolean): string {
  const settings = JSON.stringify({version, servedFrom, hasTalkWindow});
  // Bundlers that keep function names call __name inside the function's text.
  return `/* Stand-in for the Kakao JavaScript SDK ${version}, by the Kakao emulator. Not made by Kakao. */
(() => {
  'use strict';
  const __name = (value) => value;
  const toMd5 = ${toMd5.toString()};
  const createChannel = ${createStandInChannel.toString()};
  (${installStandInSdk.toString()})(${settings}, toMd5, createChannel);
})();
`;
}
