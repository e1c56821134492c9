import type {toLine} from '../../report/lines.js';

/** The part of the code that has the sentences for the developer. */
export interface ReportPart {
  readonly toLine: typeof toLine;
}

/** Fetches the part. The script tag has `src/script/load-report.ts` in the place of this file (vite.config.ts). */
export function loadReport(): Promise<ReportPart> {
  return import('../../report/lines.js');
}
