import {debugReport} from '../client/report/debug-report.js';
import {defineElement} from '../elements/define-element.js';
import {findOwnTag, mergeSaid} from './tag/find-tag.js';
import {HostButton} from './hosts/host-button.js';
import {isForHost} from './hosts/is-for-host.js';
import {startHost} from './hosts/start-host.js';
import {openGlobal, readGiven} from './tag/page-global.js';
import {startParts, watchCheck} from './siblings/start-part.js';
import {startTagAnalytics} from './siblings/tag-analytics.js';

defineElement('kakao-login-button', HostButton);
const HOST_TAGS = 'script[data-host], script[data-click], script[data-host-control], script[data-host-page]';

// The one global.
const scope = window as {kakaoSync?: unknown};
// Of a module, the document does not know the tag; and the full tag, whose settings these are, may have fetched this file.
const tags = [findOwnTag(document.currentScript), ...document.querySelectorAll<HTMLScriptElement>(HOST_TAGS)];
const tag = tags.find((one) => one && isForHost(one.dataset)) ?? tags[0] ?? null;
const said = mergeSaid(tag, readGiven(scope));
startHost(tag, said);
openGlobal(scope, debugReport, startTagAnalytics(said, startParts(said, ['sheet'])));
watchCheck(said);
