import type {ReportPart} from '../../client/page/developer/load-report.js';

/** What the file with the sentences has: the script that fetches it has the rest itself. */
export type ReportSibling = Omit<ReportPart, 'toDebugReport'>;
