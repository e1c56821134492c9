import {html, nothing, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {validate} from '../validate.js';
import {isHosted, type Settings} from '../settings.js';
import {renderPreview} from './preview/panel.js';
import type {App} from './state.js';
import {renderBubble} from './steps/bubble.js';
import {renderCopying} from './steps/copying.js';
import {renderKeys} from './steps/keys.js';
import {renderLook} from './steps/look.js';
import {renderMeasuring} from './steps/measuring.js';
import {renderPlace} from './steps/place.js';
import type {Language} from './texts/texts.js';

type StepName = 'place' | 'look' | 'bubble' | 'keys' | 'measuring' | 'copying';

interface Step {
  readonly name: StepName;
  readonly draw: (app: App) => TemplateResult;
  readonly fields: readonly (keyof Settings)[];
}

export const STEPS: readonly Step[] = [
  {name: 'place', draw: renderPlace, fields: ['place']},
  {
    name: 'look',
    draw: renderLook,
    fields: ['label', 'text', 'layout', 'height', 'width', 'radius', 'align', 'locale'],
  },
  {name: 'bubble', draw: renderBubble, fields: ['bubble', 'hideForMembers', 'memberSelector']},
  {
    name: 'keys',
    draw: renderKeys,
    fields: ['appKey', 'restApiKey', 'sites', 'redirectUri', 'endpoint', 'clickSelector'],
  },
  {name: 'measuring', draw: renderMeasuring, fields: ['analytics', 'kakaoPixel', 'loadPixel', 'needsConsent']},
  {name: 'copying', draw: renderCopying, fields: ['base']},
];

export function renderApp(app: App): TemplateResult {
  const {texts, state} = app;
  return html`<header class="top">
      <div class="heading">
        <h1>${texts.title}</h1>
        ${renderLanguages(app)}
      </div>
      <p>${texts.lead}</p>
    </header>
    <nav class="steps" aria-label=${texts.steps}>
      <ol>
        ${STEPS.map((step, index) => renderStepLink(app, step, index))}
      </ol>
    </nav>
    <main>
      ${STEPS.map((step, index) => renderStep(app, step, index))}
      <p class="end"><a href="demo/gallery.html">${texts.gallery}</a></p>
    </main>
    ${renderPreview(app)}
    <p class="told" role="status" ?data-empty=${!state.told}>${state.told}</p>`;
}

const LANGUAGES: Readonly<Record<Language, string>> = {ko: '한국어', en: 'English'};

function renderLanguages(app: App): TemplateResult {
  return html`<fieldset class="segment languages">
    <legend class="hidden">${app.texts.language}</legend>
    <div>
      ${(Object.entries(LANGUAGES) as [Language, string][]).map(
        ([language, name]) =>
          html`<label lang=${language}
            ><input
              type="radio"
              name="language"
              value=${language}
              .checked=${live(app.state.language === language)}
              @change=${() => app.set({language})}
            /><span>${name}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

function renderStepLink(app: App, {name, fields}: Step, index: number): TemplateResult {
  const {texts, state} = app;
  const count = validate(state.settings).filter(
    ({field, isWarning}) => !isWarning && fields.includes(field) && state.left.has(field),
  ).length;
  return html`<li>
    <a href="#step-${name}" aria-current=${state.step === index ? 'step' : nothing}>
      <span class="number ${count > 0 ? 'faulty' : ''}" aria-hidden="true">${count > 0 ? '!' : index + 1}</span>
      <span class="step-name">${texts[name].title}</span>
      ${count > 0 ? html`<span class="hidden">(${texts.toFix(count)})</span>` : nothing}
    </a>
  </li>`;
}

function renderStep(app: App, {name, draw}: Step, index: number): TemplateResult {
  const {texts} = app;
  return html`<section class="step" id="step-${name}" data-step=${index} aria-labelledby="${name}-title">
    <h2 id="${name}-title" tabindex="-1">
      <span class="count">${texts.stepOf(index + 1)}</span>
      ${texts[name].title}
    </h2>
    ${name === 'keys' && isHosted(app.state.settings.place) ? nothing : html`<p class="lead">${texts[name].lead}</p>`}
    ${draw(app)}
  </section>`;
}
