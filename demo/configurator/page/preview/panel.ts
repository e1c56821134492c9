import {html, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import type {App} from '../state.js';
import {renderPlaying} from './playing.js';
import {readMessage, type PreviewMessage, type PreviewSettings} from './settings.js';

/** The page in the frame, beside this one. */
const FRAME = 'demo/configurator/preview.html';

/** Beside the steps; a drawer at the bottom of narrow screens. */
export function renderPreview(app: App): TemplateResult {
  const {texts, state} = app;
  const {preview, isPreviewOpen, playing} = state;
  return html`<aside
    class="preview ${isPreviewOpen ? 'open' : ''} ${playing ? 'plays' : ''}"
    aria-labelledby="preview-title"
  >
    <div class="bar">
      <h2 id="preview-title">${texts.preview.title}</h2>
      <button
        type="button"
        class="toggle"
        aria-expanded=${isPreviewOpen}
        aria-controls="preview-body"
        @click=${() => app.set({isPreviewOpen: !isPreviewOpen})}
      >
        ${isPreviewOpen ? texts.preview.close : texts.preview.open}
      </button>
    </div>
    <div id="preview-body">
      <div class="stage ${preview.scheme}" id="stage">
        <iframe
          id="frame"
          src=${FRAME}
          title=${texts.preview.frame}
          style="--frame-width: ${preview.width}px"
          ?inert=${playing !== null}
        ></iframe>
        <div id="practice"></div>
      </div>
      <p class="hint pressing">${texts.preview.hint}</p>
      ${renderPlaying(app)} ${renderControls(app)}
    </div>
  </aside>`;
}

function renderControls(app: App): TemplateResult {
  const {preview: texts} = app.texts;
  const {preview} = app.state;
  const set = (change: Partial<PreviewSettings>): void => app.set({preview: {...app.state.preview, ...change}});
  return html`<details class="controls">
    <summary>${texts.options}</summary>
    <div class="segments">
      ${renderSegments(texts.state, 'state', texts.states, preview.state, (state) => set({state}))}
      ${renderSegments(texts.width, 'width', texts.widths, preview.width, (width) =>
        set({width: width === '1280' ? 1280 : 390}),
      )}
      ${renderSegments(texts.scheme, 'scheme', texts.schemes, preview.scheme, (scheme) => set({scheme}))}
      ${renderSegments(texts.locale, 'locale', texts.locales, preview.locale, (locale) => set({locale}))}
      <label class="switch">
        <input
          type="checkbox"
          .checked=${live(preview.isStacked)}
          @change=${({target}: Event) => set({isStacked: (target as HTMLInputElement).checked})}
        />
        <span>${texts.isStacked}</span>
      </label>
    </div>
  </details>`;
}

function renderSegments<Value extends string>(
  legend: string,
  name: string,
  choices: Readonly<Record<Value, string>>,
  chosen: string | number,
  choose: (value: Value) => void,
): TemplateResult {
  return html`<fieldset class="segment">
    <legend>${legend}</legend>
    <div>
      ${(Object.entries(choices) as [Value, string][]).map(
        ([value, words]) =>
          html`<label
            ><input
              type="radio"
              name="preview-${name}"
              value=${value}
              .checked=${live(value === String(chosen))}
              @change=${() => choose(value)}
            /><span>${words}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

/** Tells the frame what to draw: now, and when it is ready. */
export function followFrame(app: App): {
  readonly draw: () => void;
  readonly tell: (message: PreviewMessage) => void;
} {
  const frame = (): HTMLIFrameElement | null => document.querySelector<HTMLIFrameElement>('#frame');
  const tell = (message: PreviewMessage): void => frame()?.contentWindow?.postMessage(message, location.origin);
  const draw = (): void => {
    const {settings, preview} = app.state;
    tell({kind: 'preview-draw', settings: withoutKeys(settings), preview});
  };
  addEventListener('message', (event) => {
    const message = readMessage(event, frame()?.contentWindow);
    if (message?.kind === 'preview-ready') draw();
    if (message?.kind === 'preview-state') app.set({preview: {...app.state.preview, state: message.state}});
  });
  return {draw, tell};
}

/** The frame draws a look: nothing else concerns it. */
function withoutKeys(settings: App['state']['settings']): App['state']['settings'] {
  return {...settings, appKey: '', restApiKey: '', sites: []};
}

/** Shows the frame as wide as it is said to be, scaled into the room that there is, whenever that changes. */
export function fitFrame(): void {
  const stage = document.getElementById('stage');
  if (stage) new ResizeObserver(fit).observe(stage);
}

export function fit(): void {
  const stage = document.getElementById('stage');
  const frame = document.getElementById('frame');
  const width = parseInt(frame?.style.getPropertyValue('--frame-width') ?? '', 10);
  if (!stage || !frame || !width || stage.clientWidth === 0) return;
  const scale = Math.min(1, stage.clientWidth / width);
  frame.style.setProperty('--frame-scale', String(scale));
  frame.style.setProperty('--frame-height', `${stage.clientHeight / scale}px`);
  frame.style.setProperty('--frame-left', `${Math.max(0, (stage.clientWidth - width * scale) / 2)}px`);
}
