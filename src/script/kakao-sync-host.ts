import {debugReport} from '../client/report/debug-report.js';
import {defineElement} from '../elements/define-element.js';
import {findOwnTag} from './find-tag.js';
import {HostButton} from './hosts/host-button.js';
import {startHost} from './hosts/start-host.js';
import {openQueue} from './queue.js';

defineElement('kakao-login-button', HostButton);
// Of a module, the document does not know the tag.
startHost(findOwnTag(document.currentScript) ?? document.querySelector('script[data-host], script[data-click]'));
// The one global.
openQueue(window as {kakaoSync?: unknown}, debugReport);
