import type {EmulatedApp} from '../store/apps.js';
import type {Persona} from '../store/personas.js';
import {type Html, html} from '../pages/html.js';
import type {Language} from '../base/localized.js';
import {type Texts, TEXTS} from '../pages/texts.js';
import {toPage} from '../pages/layout.js';
import {toHiddenFields, toPicturePath} from './page-parts.js';
import type {EmulatorResponse} from '../base/messages.js';

interface LoginPage {
  readonly language: Language;
  readonly prompts: readonly string[];
  readonly loginHint: string | null;
  /** The origins to which the login may redirect afterwards. */
  readonly formTargets: readonly string[];
  readonly formId: string;
  readonly personas: readonly Persona[];
  readonly isLinked: (persona: Persona) => boolean;
  /** The person who is logged in already. */
  readonly current: Persona | null;
  readonly setCookie: string;
}

/** The login page. It lists made-up people instead of asking for a password. */
export function toLoginPage(page: LoginPage): EmulatorResponse {
  const {language, prompts, loginHint, formTargets, formId, personas, current, setCookie} = page;
  const texts = TEXTS[language];
  const isNew = prompts.includes('create');
  const first = prompts.includes('select_account') ? current : null;
  const others = sortByHint(
    personas.filter((persona) => persona !== first),
    loginHint,
  );
  const list = (people: readonly Persona[]): Html =>
    html`<ul>
      ${people.map((persona) => html`<li>${toPersonButton(page, persona, texts)}</li>`)}
    </ul>`;
  const title = toTitle(page);
  const main = html`<h1>${title}</h1>
    <p class="lead">${isNew ? texts.createLead : texts.loginLead}</p>
    <form method="post" action="/login">
      ${toHiddenFields(formId, language)}
      ${
        first
          ? html`<h2>${texts.continueAs}</h2>
              ${list([first])}
              <h2>${texts.useAnother}</h2>`
          : null
      }
      ${list(others)}
    </form>`;
  return toPage({language, title, main, setCookie, formTargets});
}

function toTitle({language, prompts, current}: LoginPage): string {
  const texts = TEXTS[language];
  if (prompts.includes('create')) return texts.createTitle;
  return current && prompts.includes('login') ? texts.again : texts.loginTitle;
}

/** The origins to which the forms of an authorization may redirect. */
export function toFormTargets(app: EmulatedApp): readonly string[] {
  const addresses = app.keys.flatMap(({redirectUris, domains}) => [...redirectUris, ...domains]);
  return [...new Set(addresses.map((address) => new URL(address).origin))];
}

function toPersonButton({isLinked, language, loginHint}: LoginPage, persona: Persona, texts: Texts): Html {
  const isHinted = isHint(persona, loginHint);
  return html`<button class="person" name="persona" value="${persona.id}">
    <img class="face" src="${toPicturePath(persona)}" alt="" />
    <span class="text">
      <span class="who"
        >${persona.nickname} ${isLinked(persona) ? html`<span class="tag">${texts.linked}</span>` : null}
        ${isHinted ? html`<span class="tag strong">${texts.hinted}</span>` : null}</span
      >
      <small>${persona.shows[language]}</small>
    </span>
  </button>`;
}

function sortByHint(personas: readonly Persona[], hint: string | null): readonly Persona[] {
  return [
    ...personas.filter((persona) => isHint(persona, hint)),
    ...personas.filter((persona) => !isHint(persona, hint)),
  ];
}

function isHint(persona: Persona, hint: string | null): boolean {
  return hint !== null && [persona.email, persona.phoneNumber, persona.id].includes(hint);
}
