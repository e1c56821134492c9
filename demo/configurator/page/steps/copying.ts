import {html, nothing, type TemplateResult} from 'lit';
import {DEFAULTS, isHosted} from '../../settings.js';
import {toOrigin} from '../../sites.js';
import {validate, type Problem} from '../../validate.js';
import {renderRadio, renderText, toSentence} from '../fields.js';
import {renderOutputs} from '../output-tabs.js';
import {CDN} from '../release.js';
import {renderSending, toTasks} from '../sending.js';
import type {App} from '../state.js';

export function renderCopying(app: App): TemplateResult {
  const {copying} = app.texts;
  const {place} = app.state.settings;
  const checks = isHosted(place) ? copying.hostedChecks : copying.checks;
  return html`${renderErrors(app)} ${renderOutputs(app)}
    ${
      place === 'framework'
        ? nothing
        : html`${CDN ? renderCdn(app) : nothing}
          ${renderText(app, 'base', {label: copying.base, hint: copying.baseHint, kind: 'url', isCode: true})}`
    }
    ${isHosted(place) ? nothing : renderSending(app, 'copying')}
    <h3>${copying.check}</h3>
    <ol class="checks">
      ${place === 'framework' ? nothing : html`<li>${copying.checkTag} ${renderCheckLinks(app)}</li>`}
      ${checks.map((check) => html`<li>${check}</li>`)}
    </ol>`;
}

/** A build that knows of a CDN offers it beside the marketer's own folder. */
function renderCdn(app: App): TemplateResult {
  const {copying} = app.texts;
  const choose = (base: string): void => {
    app.setSettings({base});
    app.leave('base');
  };
  const isShared = app.state.settings.base === CDN;
  const group = 'cdn';
  return html`<fieldset class="field">
    <legend>${copying.cdn}</legend>
    <div class="choices">
      ${renderRadio({group, value: 'own', name: copying.cdnOwn, isChosen: !isShared}, () => choose(DEFAULTS.base))}
      ${renderRadio({group, value: 'cdn', name: copying.cdnShared, hint: CDN, isChosen: isShared}, () => choose(CDN))}
    </div>
  </fieldset>`;
}

/** Each site's front page with the report that the tag opens there. */
function renderCheckLinks({state}: App): TemplateResult[] {
  return state.settings.sites.map(toOrigin).flatMap((site) => {
    if (!site) return [];
    const address = `${site}/#kakao-sync-check`;
    return html`<a href=${address} target="_blank" rel="noopener">${address}</a> `;
  });
}

/** What would not work, each leading to its field. */
function renderErrors(app: App): TemplateResult {
  const errors = validate(app.state.settings).filter(({isWarning}) => !isWarning);
  const {problems, ready} = app.texts.copying;
  if (errors.length === 0) {
    return html`<div class="note ready">
      <p>${ready}</p>
      <ol class="checks">
        ${toTasks(app).map((task) => html`<li>${task}</li>`)}
      </ol>
    </div>`;
  }
  return html`<div class="note strong">
    <p>${problems}</p>
    <ul>
      ${errors.map((problem) => html`<li>${renderError(app, problem)}</li>`)}
    </ul>
  </div>`;
}

function renderError(app: App, problem: Problem): TemplateResult {
  const lead = (event: Event): void => {
    event.preventDefault();
    app.leave(problem.field);
    document.getElementById(problem.field)?.focus();
  };
  return html`<a href="#${problem.field}" @click=${lead}>${toLabel(app, problem)}</a>: ${toSentence(app, problem)}`;
}

/** What the field is called on the page. */
function toLabel({texts}: App, {field}: Problem): string {
  const {look, bubble, keys, measuring, copying} = texts;
  const names: Partial<Record<Problem['field'], string>> = {
    ...{text: look.text, height: look.height, width: look.width, radius: look.radius},
    memberSelector: bubble.member,
    ...{appKey: keys.appKey, restApiKey: keys.restApiKey, sites: keys.sites, clickSelector: keys.click},
    ...{redirectUri: keys.redirectUri, endpoint: keys.endpoint},
    kakaoPixel: measuring.kakaoPixel,
    base: copying.base,
  };
  return names[field] ?? field;
}
