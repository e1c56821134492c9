import type {Settings} from '../settings.js';
import {toCallbackScript, toPageScript, toPlace, toStyle} from './tag.js';
import {indent} from './text/escape.js';
import type {Release} from './types.js';

/** A whole page with the button. */
export function toHtml(settings: Settings, release: Release): string {
  return toPage(settings, {
    title: '회원가입',
    head: toStyle(settings) + toPageScript(settings, release),
    body: `<h1>회원가입</h1>\n${toPlace(settings)}`,
  });
}

/** The page that Kakao returns to. It has the script in its own markup, first, also where other pages get it later. */
export function toCallback(settings: Settings, release: Release): string {
  return toPage(settings, {
    title: '로그인 중',
    head: toCallbackScript(settings, release),
    body: '<p>로그인하고 있어요. <a href="/">홈으로</a></p>\n',
  });
}

function toPage(
  {locale}: Settings,
  {title, head, body}: {readonly title: string; readonly head: string; readonly body: string},
): string {
  return `<!doctype html>
<html lang="${locale === 'auto' ? 'ko' : locale}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
${indent(head, 4)}  </head>
  <body>
${indent(body, 4)}  </body>
</html>
`;
}
