import '../elements/sync/define.js';
import '../elements/login-button/define.js';
import {createKakaoSync} from '../client/create-kakao-sync.js';
import {debugReport} from '../client/report/debug-report.js';
import {afterLoad} from '../elements/after-load.js';
import {findOwnTag, mergeSaid} from './tag/find-tag.js';
import {isForHost} from './hosts/is-for-host.js';
import {openGlobal, readGiven} from './tag/page-global.js';
import {startFromTag} from './tag/script-tag.js';
import {startParts, watchCheck} from './siblings/start-part.js';
import {startTagAnalytics} from './siblings/tag-analytics.js';
import {useSibling} from './siblings/use-sibling.js';

// The one global.
const scope = window as {kakaoSync?: unknown};
const tag = findOwnTag(document.currentScript);
const said = mergeSaid(tag, readGiven(scope));
if (isForHost(said)) {
  // That file reads the same settings, and opens the global itself.
  void useSibling('host');
} else {
  startFromTag(tag, said, createKakaoSync, afterLoad);
  openGlobal(scope, debugReport, startTagAnalytics(said, startParts(said, ['attribution', 'sheet'])));
  watchCheck(said);
}
