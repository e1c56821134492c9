import {html, nothing, type TemplateResult} from 'lit';
import {toOutputs, type Output} from '../outputs/outputs.js';
import {validate} from '../validate.js';
import {copyText, saveText} from './copy.js';
import {renderLinkMaker} from './link-maker.js';
import {RELEASE, RELEASE_VERSION} from './release.js';
import type {App} from './state.js';

/** Tabs by the ARIA pattern: arrows go round and choose. */
export function renderOutputs(app: App): TemplateResult {
  const {copying} = app.texts;
  if (!RELEASE) return html`<p class="note strong" id="no-release">${copying.missing(RELEASE_VERSION)}</p>`;
  const outputs = toOutputs(app.state.settings, RELEASE);
  const shown = outputs.find(({id}) => id === app.state.tab) ?? outputs[0];
  if (!shown) return html``;
  return html`<div class="outputs">
    <div
      role="tablist"
      aria-label=${copying.outputs}
      @keydown=${(event: KeyboardEvent) => moveTab(app, event, outputs, shown)}
    >
      ${outputs.map(
        ({id}) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${id}"
            aria-selected=${id === shown.id}
            aria-controls=${id === shown.id ? 'output' : nothing}
            tabindex=${id === shown.id ? 0 : -1}
            @click=${() => app.set({tab: id})}
          >
            ${toName(app, id)}
          </button>`,
      )}
    </div>
    <div role="tabpanel" id="output" aria-labelledby="tab-${shown.id}">
      ${shown.id === 'link' ? renderLinkMaker(app) : renderOutput(app, shown)}
    </div>
  </div>`;
}

/** A hosted shop's tag is called after the shop. */
function toName({texts, state}: App, id: Output['id']): string {
  const {place} = state.settings;
  const isOfHost = id === 'tag' && (place === 'cafe24' || place === 'imweb' || place === 'makeshop');
  return isOfHost ? texts.place.choices[place][0] : texts.copying.tabs[id][0];
}

function renderOutput(app: App, {id, fileName, text}: Output): TemplateResult {
  const {texts} = app;
  const copy = (): void => {
    const errors = validate(app.state.settings).filter(({isWarning}) => !isWarning);
    const told = errors.length > 0 ? `${texts.copied} · ${texts.toFix(errors.length)}` : texts.copied;
    void copyText(app, text, document.getElementById('output-text'), told);
  };
  return html`<p class="hint">${texts.copying.tabs[id][1]}</p>
    <div class="actions">
      <button type="button" class="main" id="copy-output" @click=${copy}>${texts.copying.copyCode}</button>
      <button type="button" @click=${() => saveText(fileName, text)}>${texts.save}</button>
    </div>
    <pre tabindex="0" role="region" aria-label=${fileName}><code id="output-text">${text}</code></pre>`;
}

const STEPS: Readonly<Record<string, (place: number, count: number) => number>> = {
  ArrowRight: (place, count) => (place + 1) % count,
  ArrowLeft: (place, count) => (place + count - 1) % count,
  Home: () => 0,
  End: (_place, count) => count - 1,
};

function moveTab(app: App, event: KeyboardEvent, outputs: readonly Output[], shown: Output): void {
  const next = outputs[STEPS[event.key]?.(outputs.indexOf(shown), outputs.length) ?? -1];
  if (!next) return;
  event.preventDefault();
  app.set({tab: next.id});
  document.getElementById(`tab-${next.id}`)?.focus();
}
