import {html} from 'hono/html';
import {drawLogo} from '../art.js';
import {type Markup, type PageContext, renderHead, renderWidget} from './layout.js';

/**
 * Where Kakao sends the visitor back. The widget's script comes first and takes the code out of the address; the page
 * loads nothing from anybody else and is gone in a moment.
 */
export function renderCallback(page: PageContext): Markup {
  const {text, language, assets, widget} = page;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        ${renderHead(page)}
        <script type="module" src="${assets.script}"></script>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${text.callback.title} · ${text.brand}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${assets.reserve}" />
        <link rel="stylesheet" href="${assets.style}" />
      </head>
      <body class="waiting">
        ${renderWidget(widget)}
        <main class="waiting-main">
          ${drawLogo()}
          <h1>${text.callback.title}</h1>
          <div data-wait>
            <p role="status">${text.callback.wait}</p>
            <p class="waiting-slow">${text.callback.slow}</p>
          </div>
          <div class="waiting-failed" data-failed hidden>
            <p role="alert">${text.callback.failed}</p>
            <button class="button" type="button">${text.callback.again}</button>
          </div>
          <noscript><p>${text.login.needsScript}</p></noscript>
          <p class="waiting-home"><a href="/">${text.callback.home}</a></p>
        </main>
      </body>
    </html>`;
}
