import {html, nothing, type TemplateResult} from 'lit';
import {isHosted} from '../../settings.js';
import {copyText} from '../copy.js';
import {renderChoices, renderProblems, renderRadio, renderSwitch, renderText} from '../fields.js';
import type {App} from '../state.js';

export function renderBubble(app: App): TemplateResult {
  const {bubble: texts} = app.texts;
  const {place, hideForMembers, sheet} = app.state.settings;
  return html`${renderPresets(app)}
  ${app.state.isOwnBubble ? renderText(app, 'bubble', {label: texts.text, hint: texts.textHint}) : nothing}
  ${renderSwitch(app, 'hideForMembers', {label: texts.hide, hint: texts.hideHint})}
  ${
    isHosted(place) && (hideForMembers || sheet !== 'none')
      ? renderText(app, 'memberSelector', {label: texts.member, hint: texts.memberHint, isOptional: true, isCode: true})
      : nothing
  }
  ${renderSwitch(app, 'isPinned', {label: texts.pinned, hint: texts.pinnedHint})}
  ${place === 'framework' ? html`<p class="note">${texts.sheetOfApps}</p>` : renderSheet(app)}
  ${place === 'gtm' ? renderGtmPlace(app) : html`<p class="note">${texts.where}</p>`}`;
}

function renderSheet(app: App): TemplateResult {
  const {bubble: texts} = app.texts;
  return html`${renderChoices(app, 'sheet', {label: texts.sheet, hint: texts.sheetHint}, texts.sheets)}
  ${
    app.state.settings.sheet === 'none'
      ? nothing
      : html`${renderText(app, 'sheetText', {label: texts.sheetText, hint: texts.sheetTextHint, isOptional: true})}
        ${renderText(app, 'sheetDone', {label: texts.sheetDone, hint: texts.sheetDoneHint, isOptional: true})}`
  }`;
}

const GTM_PLACE = '<div data-kakao-login></div>';

/** A tag manager cannot know where on the page its button goes. */
function renderGtmPlace(app: App): TemplateResult {
  const {bubble: texts, copy} = app.texts;
  return html`<div class="note">
    <p>${texts.gtmWhere} <code id="gtm-place">${GTM_PLACE}</code></p>
    <button
      type="button"
      class="small"
      aria-label="${copy}: ${GTM_PLACE}"
      @click=${() => void copyText(app, GTM_PLACE, document.getElementById('gtm-place'))}
    >
      ${copy}
    </button>
  </div>`;
}

function renderPresets(app: App): TemplateResult {
  const {bubble: texts} = app.texts;
  const {isOwnBubble, settings} = app.state;
  const choose = (bubble: string, isOwn = false): void => {
    app.set({isOwnBubble: isOwn});
    app.setSettings({bubble});
    app.leave('bubble');
  };
  const group = 'bubble-preset';
  return html`<fieldset class="field">
    <legend>${texts.preset}</legend>
    <div class="choices">
      ${renderRadio({group, value: '', name: texts.none, isChosen: !isOwnBubble && !settings.bubble}, () => choose(''))}
      ${texts.presets.map((name) =>
        renderRadio({group, value: name, name, isChosen: !isOwnBubble && settings.bubble === name}, () => choose(name)),
      )}
      ${renderRadio({group, value: 'own', name: texts.own, isChosen: isOwnBubble}, () => choose(settings.bubble, true))}
    </div>
    ${isOwnBubble ? nothing : renderProblems(app, 'bubble')}
  </fieldset>`;
}
