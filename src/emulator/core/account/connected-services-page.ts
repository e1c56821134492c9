import type {Language} from '../base/localized.js';
import {toHiddenFields, toPersonLine} from '../oauth/page-parts.js';
import {type Html, html} from '../pages/html.js';
import {toPage} from '../pages/layout.js';
import {TEXTS} from '../pages/texts.js';
import type {AppLink} from '../store/app-links.js';
import type {EmulatedApp} from '../store/apps.js';
import type {Persona} from '../store/personas.js';
import type {EmulatorResponse} from '../base/messages.js';

/** A service to which a Kakao account is linked. */
export interface ConnectedService {
  readonly app: EmulatedApp;
  readonly link: AppLink;
}

interface ConnectedServicesPage {
  readonly language: Language;
  readonly persona: Persona;
  readonly services: readonly ConnectedService[];
  readonly formId: string;
  readonly setCookie: string;
}

/** The services to which a Kakao account is linked, each with what it was given and a button that ends the link. */
export function toConnectedServicesPage(page: ConnectedServicesPage): EmulatorResponse {
  const {language, persona, services, formId, setCookie} = page;
  const texts = TEXTS[language];
  const main = html`<h1>${texts.services}</h1>
    <p class="lead">${texts.servicesLead}</p>
    <form method="post">
      ${toHiddenFields(formId, language)} ${toPersonLine(persona, texts)}
      ${services.length === 0 ? html`<p>${texts.noServices}</p>` : services.map((service) => toCard(language, service))}
      <div class="buttons">
        <button class="plain-button" name="account" value="other">${texts.useAnother}</button>
      </div>
    </form>`;
  return toPage({language, title: texts.services, main, setCookie});
}

function toCard(language: Language, {app, link}: ConnectedService): Html {
  const texts = TEXTS[language];
  const given = app.scopes.filter(({id}) => link.scopes.includes(id)).map(({id, name}) => texts.items[id] ?? name);
  const agreed = app.terms.filter(({tag}) => tag in link.terms).map(({title}) => title);
  return html`<section class="card">
    <h2>${app.name}</h2>
    <p class="note">${texts.linkedOn(toDate(language, link.linkedAt))}</p>
    ${toLine(texts.personal, given)} ${toLine(texts.terms, agreed)}
    <button class="plain-button" name="app" value="${app.appId}" aria-label="${texts.unlink}: ${app.name}">
      ${texts.unlink}
    </button>
  </section>`;
}

function toLine(label: string, names: readonly string[]): Html | null {
  return names.length === 0 ? null : html`<p class="note">${label}: ${names.join(', ')}</p>`;
}

/** A day in Korea. */
function toDate(language: Language, at: number): string {
  return new Intl.DateTimeFormat(language, {dateStyle: 'long', timeZone: 'Asia/Seoul'}).format(at);
}
