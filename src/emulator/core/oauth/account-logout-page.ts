import type {EmulatedApp} from '../store/apps.js';
import type {Persona} from '../store/personas.js';
import {html} from '../pages/html.js';
import {toPage} from '../pages/layout.js';
import {toHiddenFields, toPersonLine} from './page-parts.js';
import type {Language} from '../base/localized.js';
import {TEXTS} from '../pages/texts.js';
import type {EmulatorResponse} from '../base/messages.js';

interface AccountLogoutPage {
  readonly language: Language;
  readonly app: EmulatedApp;
  /** The address after the answer. */
  readonly target: string;
  readonly persona: Persona;
  readonly formId: string;
  readonly setCookie: string;
}

/** Asks whether to log out of the Kakao account too. */
export function toAccountLogoutPage(page: AccountLogoutPage): EmulatorResponse {
  const {language, app, target, persona, formId, setCookie} = page;
  const texts = TEXTS[language];
  const main = html`<h1>${texts.logoutTitle}</h1>
    <p class="lead">${texts.logoutLead(app.name)}</p>
    <form method="post" action="/oauth/logout">
      ${toHiddenFields(formId, language)} ${toPersonLine(persona, texts)}
      <div class="buttons">
        <button class="main-button" name="logout" value="account">${texts.logoutAccount}</button>
        <button class="plain-button" name="logout" value="service">${texts.logoutService}</button>
      </div>
    </form>`;
  return toPage({language, title: texts.logoutTitle, main, setCookie, formTargets: [new URL(target).origin]});
}
