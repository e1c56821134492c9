import {html, nothing, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {DEFAULTS} from '../../settings.js';
import {renderChoices, renderLength, renderText} from '../fields.js';
import type {App} from '../state.js';

export function renderLook(app: App): TemplateResult {
  const {settings} = app.state;
  const {look} = app.texts;
  const isIcon = settings.layout === 'icon';
  return html`${renderChoices(app, 'label', {label: look.label}, look.labels)}
  ${settings.label === 'own' ? renderText(app, 'text', {label: look.text, hint: look.textHint}) : nothing}
  ${renderChoices(app, 'layout', {label: look.layout}, look.layouts)}
  ${renderLength(app, 'height', {label: look.height, hint: look.heightHint}, {least: 40, most: 60, step: 1})}
  ${isIcon ? nothing : renderWidth(app)}
  ${renderLength(app, 'radius', {label: look.radius, hint: look.radiusHint}, {least: 0, most: 30, step: 1})}
  ${
    settings.width === 0 && !isIcon
      ? nothing
      : renderChoices(app, 'align', {label: look.align, hint: look.alignHint}, look.aligns)
  }
  ${renderChoices(app, 'locale', {label: look.locale}, look.locales)}`;
}

/** As wide as its place, or so many pixels. */
function renderWidth(app: App): TemplateResult {
  const {look} = app.texts;
  const isFilling = app.state.settings.width === 0;
  return html`${
      isFilling
        ? nothing
        : renderLength(app, 'width', {label: look.width, hint: look.widthHint}, {least: 120, most: 600, step: 4})
    }
    <div class="field">
      <label class="switch">
        <input
          id="fill"
          type="checkbox"
          .checked=${live(isFilling)}
          @change=${({target}: Event) =>
            app.setSettings({width: (target as HTMLInputElement).checked ? 0 : DEFAULTS.width})}
        />
        <span>${look.fill}</span>
      </label>
    </div>`;
}
