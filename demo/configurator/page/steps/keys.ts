import {html, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {toConsoleRows, type ConsoleRow} from '../../outputs/outputs.js';
import {isHosted} from '../../settings.js';
import {copyText} from '../copy.js';
import {renderHint, renderProblems, renderText} from '../fields.js';
import {straightenSites, toSites} from '../sites.js';
import type {App} from '../state.js';

export function renderKeys(app: App): TemplateResult {
  const {keys} = app.texts;
  if (isHosted(app.state.settings.place)) {
    return html`<p class="note">${keys.hostedLead}</p>
      ${renderText(app, 'clickSelector', {label: keys.click, hint: keys.clickHint, isOptional: true, isCode: true})}`;
  }
  return html`<p class="note strong">${keys.secret}</p>
    <details class="help">
      <summary>${keys.where}</summary>
      <ol>
        ${keys.whereSteps.map((step) => html`<li>${step}</li>`)}
      </ol>
    </details>
    ${renderText(app, 'appKey', {label: keys.appKey, hint: keys.appKeyHint, isCode: true})}
    ${renderText(app, 'restApiKey', {
      label: keys.restApiKey,
      hint: keys.restApiKeyHint,
      isOptional: true,
      isCode: true,
    })}
    ${renderSites(app)}
    ${renderText(app, 'redirectUri', {label: keys.redirectUri, hint: keys.redirectUriHint, kind: 'url', isCode: true})}
    ${renderText(app, 'endpoint', {label: keys.endpoint, hint: keys.endpointHint, kind: 'url', isCode: true})}
    ${renderConsole(app)}`;
}

function renderSites(app: App): TemplateResult {
  const {keys} = app.texts;
  const set = (sites: string): void => {
    app.set({sites});
    app.setSettings({sites: toSites(sites)});
  };
  return html`<div class="field">
    <label for="sites">${keys.sites}</label>
    ${renderHint('sites', keys.sitesHint)}
    <textarea
      id="sites"
      class="code"
      rows="2"
      inputmode="url"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-describedby="sites-hint sites-problems"
      .value=${live(app.state.sites)}
      @input=${({target}: Event) => set((target as HTMLTextAreaElement).value)}
      @blur=${() => {
        set(straightenSites(app.state.sites));
        app.leave('sites');
      }}
    ></textarea>
    ${renderProblems(app, 'sites')}
  </div>`;
}

/** What is to be registered with Kakao, as it is. */
function renderConsole(app: App): TemplateResult {
  const {keys} = app.texts;
  const rows = toConsoleRows(app.state.settings);
  return html`<section class="console" aria-labelledby="console-title">
    <h3 id="console-title">${keys.console}</h3>
    ${
      rows.length === 0
        ? html`<p class="hint">${keys.consoleEmpty}</p>`
        : html`<p class="hint">${keys.consoleHint}</p>
            <table role="table">
              <thead>
                <tr role="row">
                  <th scope="col">${keys.columns.key}</th>
                  <th scope="col">${keys.columns.field}</th>
                  <th scope="col">${keys.columns.value}</th>
                  <td></td>
                </tr>
              </thead>
              <tbody>
                ${rows.map((row) => renderRow(app, row))}
              </tbody>
            </table>`
    }
  </section>`;
}

function renderRow(app: App, {key, field, value}: ConsoleRow): TemplateResult {
  const {copy, keys} = app.texts;
  const press = ({currentTarget}: Event): void => {
    const row = (currentTarget as Element).closest('tr');
    void copyText(app, value, row?.querySelector('code') ?? null);
  };
  return html`<tr role="row">
    <td role="cell">${keys.names[key]}</td>
    <td role="cell">${keys.fields[field]}</td>
    <td role="cell"><code>${value}</code></td>
    <td role="cell">
      <button type="button" class="small" aria-label="${copy}: ${value}" @click=${press}>${copy}</button>
    </td>
  </tr>`;
}
