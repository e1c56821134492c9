import '../elements/sync/define.js';
import '../elements/login-button/define.js';
import {debugReport} from '../client/report/debug-report.js';
import {createKakaoSync} from '../client/create-kakao-sync.js';
import {startFromTag} from './script-tag.js';

// Only while the script runs does the document know its own tag.
const tag = document.currentScript;
if (tag instanceof HTMLScriptElement) {
  startFromTag(tag, createKakaoSync);
  // The one global, for the console of whoever looks for a fault.
  Object.assign(globalThis, {kakaoSync: {debug: debugReport}});
}
