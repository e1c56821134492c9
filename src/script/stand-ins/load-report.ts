import type {ReportPart} from '../../client/page/developer/load-report.js';
import {toDebugReport} from '../../client/report/debug-report-text.js';
import {loadSibling} from '../siblings/load-sibling.js';
import type {ReportSibling} from '../siblings/report-sibling.js';

let part: Promise<ReportPart> | undefined;

/**
 * Fetches the part with the sentences for the developer: once for all lines, and anew for the next one if it could not be
 * had.
 */
export function loadReport(): Promise<ReportPart> {
  return (part ??= load());
}

async function load(): Promise<ReportPart> {
  const loaded = await loadSibling<ReportSibling>('report').catch(() => undefined);
  // The tag has it for itself.
  if (loaded) return {...loaded, toDebugReport};
  part = undefined;
  throw new Error();
}
