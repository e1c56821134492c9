import {keepFirstTouch} from '../../analytics/first-touch.js';
import {isOn, toShown} from '../../client/state/setting-values.js';
import type {StartPart} from './start-part.js';

/** Keeps the campaign of a visit's first page, as the tag says. */
export const startTagAttribution: StartPart = ({attribution, attributionPath}, report) => {
  if (attribution === 'session') keepFirstTouch({path: isOn(attributionPath)});
  else {
    const value = toShown(attribution);
    report({code: 'config_invalid', kind: 'choice', name: 'data-attribution', value, choices: ['"session"']});
  }
};
