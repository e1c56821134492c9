import {html, nothing, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {encode} from 'uqr';
import {toLinkVisits, toMessageLink, validateLink, type LinkSettings} from '../outputs/link.js';
import {copyText} from './copy.js';
import {renderHint} from './fields.js';
import type {App} from './state.js';

/** The address for a message, with a QR code to try it on a phone. */
export function renderLinkMaker(app: App): TemplateResult {
  const {texts, state} = app;
  const {link} = texts;
  return html`<p class="hint">${link.lead}</p>
    ${renderPage(app)}
    <div class="field">
      <label class="switch">
        <input
          type="checkbox"
          aria-describedby="isMarked-hint"
          .checked=${live(state.link.isMarked)}
          @change=${({target}: Event) => setLink(app, {isMarked: (target as HTMLInputElement).checked})}
        />
        <span>${link.isMarked}</span>
      </label>
      ${renderHint('isMarked', link.isMarkedHint)}
    </div>
    <div class="pair">
      ${renderPart(app, 'source')} ${renderPart(app, 'medium')} ${renderPart(app, 'campaign', link.campaignHint)}
      ${renderPart(app, 'content')}
    </div>
    ${renderLink(app)}`;
}

const setLink = (app: App, change: Partial<LinkSettings>): void => app.set({link: {...app.state.link, ...change}});

function renderPage(app: App): TemplateResult {
  const {texts, state} = app;
  const {link} = texts;
  const problems =
    state.left.has('linkPage') && state.linkPage ? validateLink(state.linkPage, state.link, state.settings) : [];
  return html`<div class="field">
    <label for="linkPage">${link.page}</label>
    ${renderHint('linkPage', link.pageHint)}
    <input
      id="linkPage"
      class="code"
      type="text"
      inputmode="url"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-describedby="linkPage-hint linkPage-problems"
      placeholder=${state.settings.sites[0] ?? nothing}
      aria-invalid=${problems.some(({isWarning}) => !isWarning) ? 'true' : nothing}
      .value=${live(state.linkPage)}
      @input=${({target}: Event) => app.set({linkPage: (target as HTMLInputElement).value})}
      @blur=${() => {
        app.set({linkPage: app.state.linkPage.trim()});
        app.leave('linkPage');
      }}
    />
    <div class="problems" id="linkPage-problems" aria-live="polite">
      ${problems.map(
        ({code, isWarning, values = {}}) =>
          html`<p class=${isWarning ? 'warning' : 'error'}>
            ${isWarning ? html`<b>${texts.warning}</b> ` : nothing}${link.problems[code](values)}
          </p>`,
      )}
    </div>
  </div>`;
}

function renderPart(app: App, name: 'source' | 'medium' | 'campaign' | 'content', hint?: string): TemplateResult {
  const id = `utm-${name}`;
  return html`<div class="field">
    <label for=${id}>${app.texts.link[name]}</label>
    ${renderHint(id, hint)}
    <input
      id=${id}
      class="code"
      type="text"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-describedby="${id}-hint"
      .value=${live(app.state.link[name])}
      @input=${({target}: Event) => setLink(app, {[name]: (target as HTMLInputElement).value})}
    />
  </div>`;
}

function renderLink(app: App): TemplateResult {
  const {state, texts} = app;
  const {link} = texts;
  const address = toMessageLink(state.linkPage.trim() || (state.settings.sites[0] ?? ''), state.link);
  if (!address) return html`<p class="note">${link.empty}</p>`;
  const visits = toLinkVisits(state.link);
  return html`<h3 id="link-title">${link.result}</h3>
    <pre tabindex="0" role="region" aria-labelledby="link-title"><code id="link-text">${address}</code></pre>
    <div class="actions">
      <button
        type="button"
        aria-label="${texts.copy}: ${link.result}"
        @click=${() => void copyText(app, address, document.getElementById('link-text'))}
      >
        ${texts.copy}
      </button>
    </div>
    <div class="visits">
      ${renderQr(address, link.qr)}
      <dl>
        <dt>${link.member}</dt>
        <dd>${link.visits[visits.member]}</dd>
        <dt>${link.guest}</dt>
        <dd>${link.visits[visits.guest]}</dd>
      </dl>
    </div>`;
}

/** The longest address that a code of medium correction holds, with room to spare. */
const MAX_CODE = 1800;

function renderQr(address: string, name: string): TemplateResult | typeof nothing {
  if (address.length > MAX_CODE) return nothing;
  const {data, size} = encode(address, {ecc: 'M', border: 4});
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return html`<svg class="qr" role="img" aria-label=${name} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    <rect width=${size} height=${size} fill="#fff"></rect>
    <path d=${path} fill="#000"></path>
  </svg>`;
}
