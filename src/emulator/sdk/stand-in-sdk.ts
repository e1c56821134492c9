import {createStandInChannel} from './stand-in-sdk-channel.js';
import {toMd5} from './stand-in-sdk-md5.js';
import {installStandInSdk} from './stand-in-sdk-script.js';

/**
 * The text of the stand-in for Kakao's JavaScript SDK. Its Kakao is where it was loaded from: Kakao's own hosts, if from
 * t1.kakaocdn.net, else the one origin of the emulator (`servedFrom` where the script cannot tell, as in a module).
 */
export function toStandInSdk(version: string, servedFrom: string): string {
  // Bundlers that keep function names call __name inside the function's text.
  return `/* Stand-in for the Kakao JavaScript SDK ${version}, by the Kakao emulator. Not made by Kakao. */
(() => {
  'use strict';
  const __name = (value) => value;
  const toMd5 = ${toMd5.toString()};
  const createChannel = ${createStandInChannel.toString()};
  (${installStandInSdk.toString()})(${JSON.stringify(version)}, ${JSON.stringify(servedFrom)}, toMd5, createChannel);
})();
`;
}
