import {KOE, type KoeCode} from '../base/kakao-errors.js';
import {CLOSE, toCloseButton} from './close-button.js';
import {html} from './html.js';
import {toPage} from './layout.js';
import {type Language, TEXTS} from './texts.js';

/** Kakao's own error page. It does not lead back to the site. */
export function toErrorPage(language: Language, koe: KoeCode, detail: string): Response {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.errorTitle}</h1>
    <p>${texts.errorLead}</p>
    <div class="code">
      <p><b>${texts.errorForDevelopers}</b></p>
      <p lang="en"><code>${koe}</code> ${KOE[koe].description}</p>
      <p lang="en">${detail}</p>
    </div>`;
  return toPage({language, title: `${texts.errorTitle} (${koe})`, main, status: 400});
}

/** Shown if a form was submitted before, belongs to another browser, or comes from another page. */
export function toExpiredPage(language: Language): Response {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.errorTitle}</h1>
    <p>${texts.expired}</p>`;
  return toPage({language, title: texts.errorTitle, main, status: 403});
}

/** Shown at the address of a channel that no app has. */
export function toNoChannelPage(language: Language, publicId: string): Response {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.noChannel}</h1>
    <p><code>${publicId}</code></p>`;
  return toPage({language, title: texts.noChannel, main, status: 404});
}

/** The SDK goes here if a page may not use it. */
export function toSdkErrorPage(language: Language): Response {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.cannotOpenChannel}</h1>
    <p>${texts.errorLead}</p>`;
  return toPage({language, title: texts.cannotOpenChannel, main, status: 400});
}

/** Shown instead of a redirect if another page polls for the response. */
export function toDonePage(language: Language, isLoggedIn: boolean, setCookie?: string): Response {
  const texts = TEXTS[language];
  const title = isLoggedIn ? texts.doneTitle : texts.cancelledTitle;
  const main = html`<h1>${title}</h1>
    <p>${texts.doneLead}</p>
    ${toCloseButton(texts)}`;
  return toPage({language, title, main, script: CLOSE, ...(setCookie !== undefined && {setCookie})});
}
