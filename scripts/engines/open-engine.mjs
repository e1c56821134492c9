import {openChromium} from './chromium.mjs';
import {openFirefox} from './firefox.mjs';
import {openWebKit} from './webkit.mjs';

const ENGINES = {chromium: openChromium, firefox: openFirefox, webkit: openWebKit};

/** Opens a browser of an engine by its name: `chromium`, `firefox` or `webkit`. */
export function openEngine(name) {
  return ENGINES[name]();
}
