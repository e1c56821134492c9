import type {EmulatedApp} from '../store/apps.js';
import type {Persona} from '../store/personas.js';
import {html} from '../pages/html.js';
import {toPage} from '../pages/layout.js';
import {toPicturePath} from './login-page.js';
import {type Language, TEXTS} from '../pages/texts.js';

export interface AccountLogoutPage {
  readonly language: Language;
  readonly app: EmulatedApp;
  /** Where the answer leads. */
  readonly target: string;
  readonly persona: Persona;
  readonly formId: string;
  readonly setCookie: string;
}

/** Asks whether the Kakao account is to be logged out too. */
export function toAccountLogoutPage(page: AccountLogoutPage): Response {
  const {language, app, target, persona, formId, setCookie} = page;
  const texts = TEXTS[language];
  const main = html`<h1>${texts.logoutTitle}</h1>
    <p class="lead">${texts.logoutLead(app.name)}</p>
    <form method="post" action="/oauth/logout">
      <input type="hidden" name="form" value="${formId}" />
      <input type="hidden" name="lang" value="${language}" />
      <div class="app">
        <img class="face" src="${toPicturePath(persona)}" alt="" />
        <div><b>${persona.nickname}</b><span>${texts.account} ${persona.email ?? persona.phoneNumber ?? ''}</span></div>
      </div>
      <div class="buttons">
        <button class="main-button" name="logout" value="account">${texts.logoutAccount}</button>
        <button class="plain-button" name="logout" value="service">${texts.logoutService}</button>
      </div>
    </form>`;
  return toPage({language, title: texts.logoutTitle, main, setCookie, formTargets: [new URL(target).origin]});
}
