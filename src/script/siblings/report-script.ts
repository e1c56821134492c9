import type {ReportPart} from '../../client/page/developer/load-report.js';

/** Where the second file leaves what it has: on its own tag, so that whoever has inserted the tag gets it and nobody else. */
export const REPORT: unique symbol = Symbol.for('kakao-sync-widget.report');

/** The tag of the second file. */
export interface ReportScript extends HTMLScriptElement {
  [REPORT]?: Omit<ReportPart, 'toDebugReport'>;
}
