import type {sendReport, showText, toDebugReport, toLine} from '../../report-part.js';

/** The part of the code that a page needs only when something has failed: among it, the sentences for the developer. */
export interface ReportPart {
  readonly toLine: typeof toLine;
  readonly sendReport: typeof sendReport;
  readonly toDebugReport: typeof toDebugReport;
  readonly showText: typeof showText;
}

/** Fetches the part. The script tag has `src/script/stand-ins/load-report.ts` in the place of this file (vite.config.ts). */
export function loadReport(): Promise<ReportPart> {
  return import('../../report-part.js');
}
