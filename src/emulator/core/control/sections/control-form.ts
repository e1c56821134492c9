import type {EmulatorContext} from '../../http/emulator-context.js';
import {type Html, html} from '../../pages/html.js';
import type {Language} from '../../base/localized.js';
import type {Texts} from '../../pages/texts.js';

/** A form that POSTs to the control plane. */
export function toForm(language: Language, path: string, content: Html): Html {
  return html`<form method="post" action="/__emulator${path}">
    <input type="hidden" name="lang" value="${language}" />${content}
  </form>`;
}

/** A list of the people to choose from. */
export function toPersonSelect(
  id: string,
  emulator: EmulatorContext,
  texts: Texts,
  chosen: string | null,
  canBeNone: boolean,
): Html {
  return html`<select id="${id}" name="persona">
    ${canBeNone ? html`<option value="">${texts.talkAbsent}</option>` : null}
    ${emulator.personas.map(
      (persona) =>
        html`<option value="${persona.id}" ${persona.id === chosen ? html`selected` : ''}>
          ${persona.nickname} (${persona.id})
        </option>`,
    )}
  </select>`;
}
