import type {Persona} from '../store/personas.js';
import {type Html, html} from '../pages/html.js';
import type {Texts} from '../pages/texts.js';

/** The path of a person's picture. */
export function toPicturePath(persona: Persona): string {
  return `/dn/${encodeURIComponent(persona.id)}/img_640x640.svg`;
}

/** A person's picture, name and account, at the head of a form. */
export function toPersonLine(persona: Persona, texts: Texts): Html {
  return html`<div class="app">
    <img class="face" src="${toPicturePath(persona)}" alt="" />
    <div><b>${persona.nickname}</b><span>${texts.account} ${persona.email ?? persona.phoneNumber ?? ''}</span></div>
  </div>`;
}

/** The hidden fields of a form: which form it is, and in which language the next page is. */
export function toHiddenFields(formId: string, language: string): Html {
  return html`<input type="hidden" name="form" value="${formId}" />
    <input type="hidden" name="lang" value="${language}" />`;
}
