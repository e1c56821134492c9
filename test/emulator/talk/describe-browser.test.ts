import assert from 'node:assert/strict';
import {test} from 'node:test';
import {describeBrowser} from '../../../src/emulator/core/talk/describe-browser.js';

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S911N) AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

for (const [userAgent, described] of [
  [`${ANDROID} Chrome/120.0.0.0 Mobile Safari/537.36`, 'Chrome · Android'],
  [`${ANDROID} SamsungBrowser/24.0 Chrome/117.0 Mobile Safari/537.36`, 'Samsung Internet · Android'],
  [`${ANDROID} Version/4.0 Chrome/120.0 Mobile Safari/537.36 NAVER(inapp; search; 2000; 12.4.2)`, 'NAVER · Android'],
  [`${IPHONE} Version/17.0 Mobile/15E148 Safari/604.1`, 'Safari · iPhone'],
  [`${IPHONE} CriOS/120.0 Mobile/15E148 Safari/604.1`, 'Chrome · iPhone'],
  [`${IPHONE} Mobile/15E148 Instagram 300.0`, 'Instagram · iPhone'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0', 'Firefox · Linux'],
  ['node', ''],
  ['', ''],
] as const) {
  test(`a user agent is described as "${described}": ${userAgent.slice(-60)}`, () => {
    assert.equal(describeBrowser(userAgent), described);
  });
}
