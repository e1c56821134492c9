import {getPageRegistry} from '../page/page-registry.js';
import {toDebugReport} from './debug-report-text.js';

/**
 * What somebody who is to help needs to know of this page, as JSON text to be copied: configuration, state, SDK,
 * browser, and the logins under way by their references. It holds no code, token, `state` or nonce, of keys their last
 * four digits, nothing of the member, and of addresses no more than the path.
 */
export function debugReport(): string {
  return toDebugReport(getPageRegistry());
}
