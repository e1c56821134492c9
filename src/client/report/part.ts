/** The part of the page's code that is fetched only when something has failed. */
export {toDebugReport} from './debug-report-text.js';
export {toLine} from './lines.js';
export {sendReport} from './send-report.js';
export {showText} from './show-text.js';
