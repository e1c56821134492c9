import type {Settings} from '../../settings.js';
import {toLookSettings, toScriptSettings} from '../script-settings.js';
import {toFile, toStyle} from '../tag.js';
import {toScriptString} from '../text/escape.js';
import type {Release} from '../types.js';

/**
 * The text of a Custom HTML tag. Tag managers remove `data-` attributes, understand ES5, and replace what stands between
 * two braces: settings stand in `window.kakaoSync`, and no text has braces.
 */
export function toGtmLoader(settings: Settings, release: Release): string {
  const {src, hash} = toFile(settings, release);
  return `<!-- 버튼이 놓일 자리: <div data-kakao-login></div> -->
${toStyle(settings)}<script>
  (function (window, document) {
    var settings = {
${Object.entries({...toScriptSettings(settings), ...toLookSettings(settings)})
  .map(([name, value]) => `      ${name}: ${toScriptString(value)},\n`)
  .join('')}      q: []
    };
    var given = window.kakaoSync;
    if (!given || Object.getPrototypeOf(given) !== Object.prototype) given = window.kakaoSync = {};
    for (var name in settings) {
      if (!Object.prototype.hasOwnProperty.call(given, name)) given[name] = settings[name];
    }
    var script = document.createElement('script');
    script.src = ${toScriptString(src)};
    script.async = true;
${hash ? `    script.integrity = ${toScriptString(hash)};\n    script.crossOrigin = 'anonymous';\n` : ''}    document.head.appendChild(script);
  })(window, document);
</script>
`;
}
