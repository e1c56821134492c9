/** The part of the page's code that is fetched only when something has failed. */
export {toLine} from './lines.js';
export {sendReport} from './send-report.js';
