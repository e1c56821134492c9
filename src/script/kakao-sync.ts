import '../elements/sync/define.js';
import '../elements/login-button/define.js';
import {createKakaoSync} from '../client/create-kakao-sync.js';
import {debugReport} from '../client/report/debug-report.js';
import {afterLoad} from '../elements/after-load.js';
import {findOwnTag} from './find-tag.js';
import {openQueue} from './queue.js';
import {startFromTag} from './script-tag.js';

startFromTag(findOwnTag(document.currentScript), createKakaoSync, afterLoad);
// The one global.
openQueue(window as {kakaoSync?: unknown}, debugReport);
