import type {LoginRequest} from '../../shared/wire.js';
import {quote} from '../base/validate.js';
import {RequestError} from '../base/request-error.js';
import type {ServiceTerms} from '../kakao/api/terms.js';
import type {RequestReporter} from '../options/reports/report.js';
import type {Settings} from '../options/settings.js';

/** Reports tags that are no terms of the app: Kakao asks for nothing then, and tells nobody. */
export interface UnknownTerms {
  /**
   * Compares what the page and the option `terms` name with what Kakao has, and reports each tag that is not there: once,
   * until Kakao has had it, because each login would tell the same.
   *
   * @param terms null, or an error, where Kakao has not told
   */
  report(
    asked: LoginRequest['terms'],
    terms: Pick<ServiceTerms, 'list'> | RequestError | null,
    log: RequestReporter,
  ): void;
}

/** Anybody who logs in can name tags: no more are reported in the life of the process. */
const MAX_REPORTED = 100;

const TAG = /^[a-z][\w.-]*$/i;

/** @param settings with the site's own terms */
export function createUnknownTerms({terms: siteTerms}: Pick<Settings, 'terms'>): UnknownTerms {
  const reported = new Set<string>();
  return {
    report(asked = [], terms, log) {
      if (!terms || terms instanceof RequestError) return;
      const known = new Set(terms.list.map(({tag}) => tag));
      for (const tag of known) reported.delete(tag);
      const site = [...(siteTerms?.keys() ?? [])];
      for (const tag of new Set([...site, ...asked])) {
        if (known.has(tag) || reported.has(tag) || reported.size >= MAX_REPORTED) continue;
        reported.add(tag);
        // What cannot be a tag may be anything, and a page can name anything.
        if (TAG.test(tag)) log.redactor.spare(quote(tag));
        log.warn({code: 'config_invalid', message: toHint(tag, site.indexOf(tag)), details: {}});
      }
    },
  };
}

/** @param index of the tag in the option `terms`; negative where a page alone names it */
function toHint(tag: string, index: number): string {
  return index < 0
    ? `The app has no term ${quote(tag)}, which a page asks for: Kakao then asks for no terms at all. Correct service-terms.`
    : `The app has no term ${quote(tag)} (terms[${index}].tag), so nobody is asked for it. Correct the tag.`;
}
