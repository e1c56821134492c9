import type {Analytics, RunOptions} from '../../analytics/options.js';
import type {KakaoSync} from '../../client/page/page-client.js';
import {reportProblem} from '../../client/page/developer/report-problem.js';
import {getPageRegistry, onPageClient} from '../../client/page/page-registry.js';
import {isOn, toShown} from '../../client/state/setting-values.js';
import {parseJson, readString, toFields} from '../../shared/fields.js';
import type {Said} from '../tag/find-tag.js';
import {useSibling} from './use-sibling.js';

/** What the file with the analytics has. */
export type StartAnalytics = (client: KakaoSync, options: RunOptions) => Analytics;

/** Takes what the visitor has said of analytics: what is said before the file has come counts once it has. */
export type TakeConsent = Analytics['consent'];

/**
 * Has the page's logins measured, as its tag says, by the file beside the tag. Fetches nothing if the tag does not ask for
 * that.
 *
 * @param parts once they have started: the sheet's variant goes with every event
 */
export function startTagAnalytics(settings: Said, parts: Promise<unknown> = Promise.resolve()): TakeConsent {
  let consent: Parameters<TakeConsent> | undefined;
  let analytics: Analytics | undefined;
  const options = readOptions(settings);
  const page = getPageRegistry();
  const needsConsent = isOn(settings['analyticsConsent']);
  if (options || needsConsent) page.measuring ??= {isAllowed: needsConsent ? undefined : true, values: {}};
  if (options) {
    void useSibling('analytics', (start: StartAnalytics) => {
      const begin = (): void =>
        void onPageClient((client) => {
          analytics = start(client, options);
          if (consent) analytics.consent(...consent);
        });
      void parts.then(begin, begin);
    });
  }
  return (...said) => {
    consent = said;
    if (analytics) analytics.consent(...said);
    else if (page.measuring) [page.measuring.isAllowed] = said;
  };
}

/** Nothing if a tag does not say how its logins are measured. */
function readOptions(said: Said): RunOptions | undefined {
  const {analytics, analyticsConsent, analyticsEvents, kakaoPixel: id, kakaoPixelLoad: load} = said;
  if (!analytics && !id) return undefined;
  const events = parseJson(analyticsEvents ?? '{}');
  if (typeof events !== 'object') {
    const [name, choices] = ['data-analytics-events', ['JSON such as {"sign_up": false}']];
    reportProblem({code: 'config_invalid', kind: 'choice', name, value: toShown(analyticsEvents), choices});
  }
  const names = Object.entries(toFields(events));
  return {
    // The pixel alone.
    way: analytics || (() => undefined),
    needsConsent: isOn(analyticsConsent),
    names: Object.fromEntries(
      names.flatMap(([name, other]) => (other === false || readString(other) ? [[name, other as string | false]] : [])),
    ),
    ...(id && {kakaoPixel: {id, load: isOn(load) && (/^https:/.test(load ?? '') ? load : true)}}),
  };
}
