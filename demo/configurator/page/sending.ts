import {html, nothing, type TemplateResult} from 'lit';
import {toConsoleRows, toOutputs} from '../outputs/outputs.js';
import {copyText, select} from './copy.js';
import {isHosted} from '../settings.js';
import {RELEASE, RELEASE_VERSION} from './release.js';
import type {App} from './state.js';

/** A button that hands a letter for a developer to the phone's share sheet, else to the clipboard. */
export function renderSending(app: App, place: string): TemplateResult {
  const {texts, state} = app;
  const id = `letter-${place}`;
  return html`<div class="sending">
    <button type="button" @click=${() => void send(app, id)}>${texts.place.send}</button>
    ${
      state.letter
        ? html`<label for=${id} class="hidden">${texts.place.send}</label>
            <textarea id=${id} class="code" rows="8" readonly .value=${state.letter}></textarea>`
        : nothing
    }
  </div>`;
}

async function send(app: App, id: string): Promise<void> {
  const text = toLetter(app);
  if ('share' in navigator) {
    try {
      await navigator.share({title: app.texts.title, text});
      return;
    } catch (error) {
      // Whoever closes the sheet wants no copy either.
      if ((error as DOMException).name === 'AbortError') return;
    }
  }
  if (await copyText(app, text, null, app.texts.place.sent)) return;
  app.set({letter: text});
  const shown = document.getElementById(id);
  shown?.focus();
  if (shown) select(shown);
}

/** What is to be done besides pasting the code. */
export function toTasks({state, texts}: App): readonly string[] {
  const {place, base, endpoint, redirectUri} = state.settings;
  const {tasks} = texts.letter;
  return [
    ...(place === 'framework' ? [] : [tasks.files(RELEASE_VERSION, base)]),
    ...(isHosted(place) ? [] : [tasks.endpoint(endpoint), tasks.callback(redirectUri), tasks.console]),
  ];
}

/** What a developer has to know: what is asked of them, the settings, what to register, the code. */
export function toLetter(app: App): string {
  const {state, texts} = app;
  const {settings, language} = state;
  const {letter, keys, place} = texts;
  const [output] = RELEASE ? toOutputs(settings, RELEASE) : [];
  return [
    letter.opening,
    '',
    ...toTasks(app).map((task, index) => `${index + 1}. ${task}`),
    '',
    `- ${place.title} ${place.choices[settings.place][0]}`,
    ...(settings.appKey ? [`- ${keys.appKey}: ${settings.appKey}`] : []),
    ...(settings.restApiKey ? [`- ${keys.restApiKey}: ${settings.restApiKey}`] : []),
    ...toConsoleRows(settings).map(({key, field, value}) => `- ${keys.names[key]} › ${keys.fields[field]}: ${value}`),
    '',
    `${letter.documents} kakao-sync-widget/docs/${language}/backend/any-backend.md, backend/server-kit.md, frontend/script-tag.md`,
    `${letter.look} ${location.href.replace(/#.*/, '')}`,
    ...(output ? ['', `${output.fileName}:`, output.text] : []),
  ].join('\n');
}
