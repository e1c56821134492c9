import type {Settings} from '../../settings.js';
import {toPlaceStyle} from '../look.js';
import {toConfiguration, toLookSettings} from '../script-settings.js';
import {indent, toScriptString} from '../text/escape.js';

/** The lines that every component begins with: they create the page's client and its analytics. */
export function toProgram(settings: Settings): string {
  const {analytics, kakaoPixel, locale} = settings;
  const isMeasured = analytics !== 'none' || !!kakaoPixel.trim();
  const config = {...toConfiguration(settings), ...(locale !== 'auto' && {locale})};
  return `import 'kakao-sync-widget/login-button/define';
${isMeasured ? "import {startAnalytics} from 'kakao-sync-widget/analytics';\n" : ''}import {createKakaoSync} from 'kakao-sync-widget/client';

// 이 파일은 카카오에서 돌아오는 페이지(redirectUri)에서도 불러와야 해요.
const kakao = createKakaoSync(${toObject(config)});
void kakao.start();
${isMeasured ? toMeasuring(settings) : ''}`;
}

function toMeasuring({analytics, needsConsent, kakaoPixel, loadPixel}: Settings): string {
  const pixel = kakaoPixel.trim();
  const options = [
    // Kakao Pixel alone.
    `way: ${analytics === 'none' ? '() => undefined' : toScriptString(analytics)}`,
    ...(needsConsent ? ['needsConsent: true'] : []),
    ...(pixel ? [`kakaoPixel: {id: ${toScriptString(pixel)}${loadPixel ? ', load: true' : ''}}`] : []),
  ].join(', ');
  return needsConsent
    ? `\n// 동의 배너에서 analytics.consent(true)를 호출하세요.\nexport const analytics = startAnalytics(kakao, {${options}});\n`
    : `startAnalytics(kakao, {${options}});\n`;
}

/** An object of texts, each on a line of its own. */
function toObject(entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(([name, value]) => `${name}: ${toScriptString(value)},\n`);
  return `{\n${indent(lines.join(''), 2)}}`;
}

/** The attributes, styles and texts of a component's button. */
export interface Button {
  /** `label`, `layout` and `size`: words of ours. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly style: Readonly<Record<string, string>>;
  /** Where it stands; nothing where that is left to the page. */
  readonly align: string | undefined;
  /** Texts by slot, as strings of a script. */
  readonly slots: Readonly<Record<string, string>>;
}

/** The room above a bubble of one line, which the script tag makes by itself. */
const BUBBLE_ROOM = '40px';

export function toButton(settings: Settings): Button {
  const {text, bubble, ...attributes} = toLookSettings(settings);
  const {'text-align': align, ...style} = toPlaceStyle(settings);
  return {
    attributes,
    style: {...style, ...(bubble && {'margin-top': BUBBLE_ROOM})},
    align,
    slots: {
      ...(text && {label: toScriptString(text)}),
      ...(bubble && {bubble: toScriptString(bubble)}),
    },
  };
}
