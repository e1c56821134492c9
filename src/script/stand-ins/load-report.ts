import type {ReportPart} from '../../client/page/developer/load-report.js';
import {toDebugReport} from '../../client/report/debug-report-text.js';
import {insertScript} from '../../sdk/insert-script.js';
import {passScript} from '../../sdk/trusted-script-url.js';
import {attempt} from '../../shared/attempt.js';
import {REPORT, type ReportScript} from '../report-script.js';

/** The hash of the report file that this build has made (vite.config.ts). */
declare const REPORT_INTEGRITY: string;

// Only while the script runs does the document know its own tag.
const tag = document.currentScript;
/** The file beside the tag's own, wherever that is. Of a tag without an address there is none. */
const address = tag instanceof HTMLScriptElement && attempt(() => new URL('kakao-sync-report.min.js', tag.src).href);
if (address) passScript(address);

let part: Promise<ReportPart> | undefined;

/**
 * Fetches the part with the sentences for the developer, by a classic script as the tag is: once for all lines, and anew
 * for the next one if it could not be had.
 */
export function loadReport(): Promise<ReportPart> {
  return (part ??= load());
}

function load(): Promise<ReportPart> {
  return new Promise((resolve, reject) => {
    if (!address) throw new Error();
    const script: ReportScript = insertScript(
      address,
      REPORT_INTEGRITY,
      // A page without an origin has nothing to lose, and no server lets it compare. A file's own origin is none.
      (document as {domain?: string}).domain === '' || location.protocol === 'file:',
    );
    const end = (): void => {
      script.remove();
      const {[REPORT]: loaded} = script;
      // The tag has it for itself.
      if (loaded) return resolve({...loaded, toDebugReport});
      part = undefined;
      reject(new Error());
    };
    script.addEventListener('load', end);
    script.addEventListener('error', end);
  });
}
