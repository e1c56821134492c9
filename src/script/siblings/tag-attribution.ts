import {reportProblem} from '../../client/page/developer/report-problem.js';
import {isOn, toShown} from '../../client/state/setting-values.js';
import type {Said} from '../find-tag.js';
import {FIRST_TOUCH, type FirstTouchScript} from './first-touch-script.js';
import {loadSibling} from './load-sibling.js';

/** Keeps the campaign of a visit's first page, if the tag asks for that, by the file beside it. */
export function startTagAttribution({attribution, attributionPath}: Said): void {
  if (attribution === undefined) return;
  if (attribution !== 'session') {
    const value = toShown(attribution);
    reportProblem({code: 'config_invalid', kind: 'choice', name: 'data-attribution', value, choices: ['"session"']});
    return;
  }
  loadSibling<FirstTouchScript>('kakao-sync-attribution.min.js').then(
    ({[FIRST_TOUCH]: keep}) => keep?.({path: isOn(attributionPath)}),
    () => reportProblem('part_unavailable'),
  );
}
