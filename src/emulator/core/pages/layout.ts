import {createSecret} from '../base/bytes.js';
import {type Html, html} from './html.js';
import {STYLE} from './style.js';
import type {Language} from '../base/localized.js';
import {TEXTS} from './texts.js';
import {EmulatorResponse} from '../base/messages.js';

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly main: Html;
  readonly status?: number;
  /** The origins to which a form's response may redirect: Chromium applies `form-action` to redirects too. */
  readonly formTargets?: readonly string[];
  readonly images?: readonly string[];
  /** The origins whose pages may embed this one. Default: none. */
  readonly ancestors?: readonly string[];
  readonly script?: string;
  readonly setCookie?: string;
  /** The way to the emulator's other pages. Kakao's own pages have none. */
  readonly bar?: Html;
  /** A wide column, for tables. */
  readonly wide?: boolean;
}

/** A whole page. It is marked as the emulator's, must not be stored, and contains no foreign code. */
export function toPage({language, title, main, status = 200, ...more}: Page): EmulatorResponse {
  const {bar = null, formTargets = [], images = [], ancestors = [], script, setCookie, wide = false} = more;
  const nonce = createSecret(18);
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src ${script === undefined ? "'none'" : `'nonce-${nonce}'`}`,
    ["img-src 'self' data:", ...images].join(' '),
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    `frame-ancestors ${ancestors.join(' ') || "'none'"}`,
  ].join('; ');
  const headers = new Headers({
    'content-type': 'text/html;charset=UTF-8',
    'cache-control': 'no-store',
    'content-security-policy': policy,
    // With no-referrer, browsers would send "Origin: null" with forms.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  if (setCookie !== undefined) headers.append('set-cookie', setCookie);
  const body = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Kakao emulator</title>
        <link rel="icon" href="data:," />
        ${toElement('style', STYLE, nonce)}
      </head>
      <body>
        <header class="banner">${BUBBLE}<span>${TEXTS[language].banner}</span></header>
        ${bar}
        <main${wide ? html` class="wide"` : ''}>${main}</main>
        ${script === undefined ? null : toElement('script', script, nonce)}
      </body>
    </html>`;
  return new EmulatorResponse(body.toString(), {status, headers});
}

// Of these two elements, the text must not be escaped.
function toElement(name: 'style' | 'script', text: string, nonce: string): Html {
  const raw = Object.assign([`<${name} nonce="${nonce}">${text}</${name}>`], {
    raw: [],
  }) as unknown as TemplateStringsArray;
  return html(raw);
}

/** A plain speech bubble, which is not Kakao's symbol. */
const BUBBLE = html`<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
  <rect x="2" y="3" width="16" height="11" rx="4" fill="currentColor" />
  <path d="M6 13v5l5-5z" fill="currentColor" />
</svg>`;
