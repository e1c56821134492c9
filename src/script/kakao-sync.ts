import '../elements/sync/define.js';
import '../elements/login-button/define.js';
import {createKakaoSync} from '../client/create-kakao-sync.js';
import {debugReport} from '../client/report/debug-report.js';
import {afterLoad} from '../elements/after-load.js';
import {findOwnTag} from './find-tag.js';
import {openGlobal, readGiven} from './page-global.js';
import {startFromTag} from './script-tag.js';

// The one global.
const scope = window as {kakaoSync?: unknown};
startFromTag(findOwnTag(document.currentScript), readGiven(scope), createKakaoSync, afterLoad);
openGlobal(scope, debugReport);
