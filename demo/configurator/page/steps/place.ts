import {html, type TemplateResult} from 'lit';
import {isHosted} from '../../settings.js';
import {renderChoices} from '../fields.js';
import {renderSending} from '../sending.js';
import type {App} from '../state.js';

export function renderPlace(app: App): TemplateResult {
  const {texts, state} = app;
  const {title, choices, hosted, own} = texts.place;
  const isOfHost = isHosted(state.settings.place);
  return html`${renderChoices(app, 'place', {label: title, isHidden: true}, choices)}
    <div class="note">
      <p>${isOfHost ? hosted : own}</p>
      ${isOfHost ? '' : renderSending(app, 'place')}
    </div>`;
}
