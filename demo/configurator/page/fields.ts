import {html, nothing, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {validate, type Problem} from '../validate.js';
import type {Settings} from '../settings.js';
import type {App} from './state.js';

type Field = keyof Settings;
type NamesOf<Type> = {[Name in Field]: Settings[Name] extends Type ? Name : never}[Field];

interface Words {
  readonly label: string;
  readonly hint?: string;
  /** The heading of the step says the same. */
  readonly isHidden?: boolean;
}

/** All problems of a field that may be told now. */
export function findProblems(app: App, field: Field): readonly Problem[] {
  return app.state.left.has(field) ? validate(app.state.settings).filter((problem) => problem.field === field) : [];
}

export function toSentence({texts}: App, {code, values = {}}: Problem): string {
  return texts.problems[code](values);
}

/** The place below a field where its problems are told, and read aloud. */
export function renderProblems(app: App, field: Field): TemplateResult {
  return html`<div class="problems" id="${field}-problems" aria-live="polite">
    ${findProblems(app, field).map(
      (problem) =>
        html`<p class=${problem.isWarning ? 'warning' : 'error'}>
          ${problem.isWarning ? html`<b>${app.texts.warning}</b> ` : nothing}${toSentence(app, problem)}
        </p>`,
    )}
  </div>`;
}

function isInvalid(app: App, field: Field): 'true' | typeof nothing {
  return findProblems(app, field).some(({isWarning}) => !isWarning) ? 'true' : nothing;
}

export interface TextWords extends Words {
  readonly isOptional?: boolean;
  readonly placeholder?: string;
  readonly kind?: 'text' | 'url' | 'numeric';
  /** An identifier rather than words. */
  readonly isCode?: boolean;
}

/** A line of text. Blanks around it are cut when it is left. */
export function renderText(app: App, field: NamesOf<string>, words: TextWords): TemplateResult {
  const value = app.state.settings[field];
  const set = (next: string): void => app.setSettings({[field]: next});
  return html`<div class="field">
    <label for=${field}
      >${words.label}${words.isOptional ? html` <span class="optional">${app.texts.optional}</span>` : nothing}</label
    >
    ${renderHint(field, words.hint)}
    <input
      id=${field}
      class=${words.isCode ? 'code' : nothing}
      type="text"
      inputmode=${words.kind ?? 'text'}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      placeholder=${words.placeholder ?? nothing}
      aria-describedby="${field}-hint ${field}-problems"
      aria-invalid=${isInvalid(app, field)}
      .value=${live(value)}
      @input=${({target}: Event) => set((target as HTMLInputElement).value)}
      @blur=${() => {
        set(app.state.settings[field].trim());
        app.leave(field);
      }}
    />
    ${renderProblems(app, field)}
  </div>`;
}

export function renderHint(id: string, hint: string | undefined): TemplateResult {
  return html`<p class="hint" id="${id}-hint">${hint ?? nothing}</p>`;
}

/** One of a few, each with a sentence. */
export function renderChoices<Name extends NamesOf<string>>(
  app: App,
  field: Name,
  words: Words,
  choices: Readonly<Record<Settings[Name], readonly [string, string]>>,
): TemplateResult {
  const entries = Object.entries(choices) as [Settings[Name], readonly [string, string]][];
  const choose = (value: Settings[Name]): void => {
    app.setSettings({[field]: value});
    app.leave(field);
  };
  return html`<fieldset class="field" aria-describedby="${field}-hint ${field}-problems">
    <legend class=${words.isHidden ? 'hidden' : nothing}>${words.label}</legend>
    ${renderHint(field, words.hint)}
    <div class="choices of-${field}">
      ${entries.map(([value, [name, hint]]) =>
        renderRadio({group: field, value, name, hint, isChosen: app.state.settings[field] === value}, () =>
          choose(value),
        ),
      )}
    </div>
    ${renderProblems(app, field)}
  </fieldset>`;
}

interface Radio {
  readonly group: string;
  readonly value: string;
  readonly name: string;
  readonly hint?: string;
  readonly isChosen: boolean;
}

export function renderRadio({group, value, name, hint, isChosen}: Radio, choose: () => void): TemplateResult {
  return html`<label class="choice">
    <input type="radio" name=${group} value=${value} .checked=${live(isChosen)} @change=${choose} />
    <span><span class="name">${name}</span>${hint ? html`<span class="says">${hint}</span>` : nothing}</span>
  </label>`;
}

export function renderSwitch(app: App, field: NamesOf<boolean>, words: Words): TemplateResult {
  return html`<div class="field">
    <label class="switch">
      <input
        id=${field}
        type="checkbox"
        aria-describedby="${field}-hint ${field}-problems"
        aria-invalid=${isInvalid(app, field)}
        .checked=${live(app.state.settings[field])}
        @change=${({target}: Event) => {
          app.setSettings({[field]: (target as HTMLInputElement).checked});
          app.leave(field);
        }}
      />
      <span>${words.label}</span>
    </label>
    ${renderHint(field, words.hint)} ${renderProblems(app, field)}
  </div>`;
}

/** A length in pixels, by a slider. */
export function renderLength(
  app: App,
  field: NamesOf<number>,
  words: Words,
  range: {readonly least: number; readonly most: number; readonly step: number},
): TemplateResult {
  const value = app.state.settings[field];
  return html`<div class="field">
    <div class="length">
      <label for=${field}>${words.label}</label>
      <output for=${field}>${value}px</output>
    </div>
    ${renderHint(field, words.hint)}
    <input
      id=${field}
      type="range"
      min=${range.least}
      max=${range.most}
      step=${range.step}
      aria-describedby="${field}-hint ${field}-problems"
      aria-valuetext="${value}px"
      aria-invalid=${isInvalid(app, field)}
      .value=${live(String(value))}
      @input=${({target}: Event) => {
        app.setSettings({[field]: Number((target as HTMLInputElement).value)});
        app.leave(field);
      }}
    />
    ${renderProblems(app, field)}
  </div>`;
}
