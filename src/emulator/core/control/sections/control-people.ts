import type {EmulatedApp} from '../../store/apps.js';
import type {Persona} from '../../store/personas.js';
import type {EmulatorContext} from '../../http/emulator-context.js';
import {toForm, toPersonSelect} from './control-form.js';
import {type Html, html} from '../../pages/html.js';
import type {Language} from '../../base/localized.js';
import {TEXTS} from '../../pages/texts.js';

/** The people with their links, agreements and channels, and forms that change them. */
export function toPeopleSection(language: Language, emulator: EmulatorContext, app: EmulatedApp): Html {
  const texts = TEXTS[language];
  return html`<h2>${texts.people}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${texts.people}">
      <table>
        <thead>
          <tr>
            <th scope="col">${texts.persona}</th>
            <th scope="col">${texts.state}</th>
            <th scope="col">${texts.agreedTerms}</th>
            <th scope="col">${texts.channelColumn}</th>
          </tr>
        </thead>
        <tbody>
          ${emulator.personas.map((persona) => toPersonRow(language, emulator, app, persona))}
        </tbody>
      </table>
    </div>
    ${toAgreeForm(language, emulator, app)} ${app.channels.length === 0 ? null : toChannelForm(language, emulator, app)}`;
}

function toPersonRow(language: Language, emulator: EmulatorContext, app: EmulatedApp, persona: Persona): Html {
  const texts = TEXTS[language];
  const link = emulator.store.links.find(app, persona);
  return html`<tr>
    <td>
      <span class="nowrap">${persona.nickname}</span>
      <small class="note"><span class="nowrap">${persona.id}</span><br />${persona.shows[language]}</small>
    </td>
    <td>
      ${
        link
          ? html`<p class="state">${texts.linked}</p>
              ${toForm(
                language,
                '/unlink',
                html`<input type="hidden" name="persona" value="${persona.id}" />
                  <button class="small-button" aria-label="${texts.unlink}: ${persona.nickname}">
                    ${texts.unlink}
                  </button>`,
              )}`
          : texts.notLinked
      }
    </td>
    <td data-label="${texts.agreedTerms}">${link ? Object.keys(link.terms).join(', ') : ''}</td>
    <td data-label="${texts.channelColumn}">
      ${app.channels.map(({publicId, name}) => {
        const relation = emulator.store.channels.get(persona.id, publicId);
        return html`<span title="${name}">${texts.relations[relation]}</span> `;
      })}
    </td>
  </tr>`;
}

function toAgreeForm(language: Language, emulator: EmulatorContext, app: EmulatedApp): Html {
  const texts = TEXTS[language];
  return html`<form method="post" action="/__emulator/agree">
    <input type="hidden" name="lang" value="${language}" /><input type="hidden" name="appId" value="${app.appId}" />
    <div class="row">
      <label for="agree-person"
        >${texts.persona} ${toPersonSelect('agree-person', emulator, texts, 'member', false)}</label
      >
      <label for="agree-name"
        >${texts.agreement}
        <select id="agree-name" name="tag">
          ${app.terms.map(({tag, title}) => html`<option value="${tag}">${title} (${tag})</option>`)}
          ${app.scopes.map(({id, name}) => html`<option value="${id}">${texts.items[id] ?? name} (${id})</option>`)}
        </select>
      </label>
      <div class="actions">
        <button class="small-button">${texts.letAgree}</button>
        <button class="small-button" formaction="/__emulator/revoke">${texts.takeBack}</button>
      </div>
    </div>
  </form>`;
}

function toChannelForm(language: Language, emulator: EmulatorContext, app: EmulatedApp): Html {
  const texts = TEXTS[language];
  return toForm(
    language,
    '/channel',
    html`<input type="hidden" name="appId" value="${app.appId}" />
      <div class="row">
        <label for="channel-person"
          >${texts.persona} ${toPersonSelect('channel-person', emulator, texts, 'member', false)}</label
        >
        <label for="channel-name"
          >${texts.channel}
          <select id="channel-name" name="channel">
            ${app.channels.map(({publicId, name}) => html`<option value="${publicId}">${name} (${publicId})</option>`)}
          </select>
        </label>
        <div class="actions">
          <button class="small-button" name="relation" value="ADDED">${texts.channelAdd}</button>
          <button class="small-button" name="relation" value="BLOCKED">${texts.channelBlock}</button>
          <button class="small-button" name="relation" value="NONE">${texts.channelLeave}</button>
        </div>
      </div>`,
  );
}
