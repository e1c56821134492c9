import type {KoeCode} from '../base/kakao-errors.js';
import {CLOSE, toCloseButton} from './close-button.js';
import {html} from './html.js';
import {toPage} from './layout.js';
import {describeKoe} from './koe-texts.js';
import type {Language, Localized} from '../base/localized.js';
import {TEXTS} from './texts.js';
import type {EmulatorResponse} from '../base/messages.js';

interface ErrorPage {
  readonly language: Language;
  readonly koe: KoeCode;
  /** What exactly is wrong, for developers. */
  readonly detail: Localized;
  /** Null if the request names no app. */
  readonly appName: string | null;
}

/** Kakao's own error page. It does not lead back to the site. */
export function toErrorPage({language, koe, detail, appName}: ErrorPage): EmulatorResponse {
  const texts = TEXTS[language];
  const {kind, description} = describeKoe(koe, language);
  const {title, lead} = texts.koe[kind];
  const main = html`<h1>${title} (${koe})</h1>
    <p>${appName === null ? texts.errorLead : lead(appName)}</p>
    <section class="koe">
      <h2>${texts.errorForDevelopers}</h2>
      <p>${description}</p>
      <p>${detail[language]}</p>
    </section>`;
  return toPage({language, title: `${title} (${koe})`, main, status: 400});
}

/** Shown if a form was submitted before, belongs to another browser, or comes from another page. */
export function toExpiredPage(language: Language): EmulatorResponse {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.errorTitle}</h1>
    <p>${texts.expired}</p>`;
  return toPage({language, title: texts.errorTitle, main, status: 403});
}

/** Shown at the address of a channel that no app has. */
export function toNoChannelPage(language: Language, publicId: string): EmulatorResponse {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.noChannel}</h1>
    <p><code>${publicId}</code></p>`;
  return toPage({language, title: texts.noChannel, main, status: 404});
}

/** The SDK goes here if a page may not use it. */
export function toSdkErrorPage(language: Language): EmulatorResponse {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.cannotOpenChannel}</h1>
    <p>${texts.errorLead}</p>`;
  return toPage({language, title: texts.cannotOpenChannel, main, status: 400});
}

/** Shown instead of a redirect if another page polls for the response. */
export function toDonePage(language: Language, isLoggedIn: boolean, setCookie?: string): EmulatorResponse {
  const texts = TEXTS[language];
  const title = isLoggedIn ? texts.doneTitle : texts.cancelledTitle;
  const main = html`<h1>${title}</h1>
    <p>${texts.doneLead}</p>
    ${toCloseButton(texts)}`;
  return toPage({language, title, main, script: CLOSE, ...(setCookie !== undefined && {setCookie})});
}
