import type {AuthorizationRequest} from './authorization-request.js';
import type {ConsentNeeds} from './consent.js';
import {type Persona, toConsentValue} from '../store/personas.js';
import {type Html, html} from '../pages/html.js';
import {toPage} from '../pages/layout.js';
import {toFormTargets} from './login-page.js';
import {toHiddenFields, toPersonLine} from './page-parts.js';
import type {Language} from '../base/localized.js';
import {TEXTS} from '../pages/texts.js';
import type {EmulatorResponse} from '../base/messages.js';

export interface ConsentPage {
  readonly language: Language;
  readonly request: AuthorizationRequest;
  readonly formId: string;
  readonly persona: Persona;
  readonly needs: ConsentNeeds;
  /** Whether the person is a member already. */
  readonly isLinked: boolean;
  /** The ticked boxes (values of `agree`) of a form that came back incomplete; null: the page is shown first. */
  readonly ticked: readonly string[] | null;
  readonly setCookie: string;
}

/** The consent screen of Kakao Sync: personal data, terms and channels on one page. */
export function toConsentPage(page: ConsentPage): EmulatorResponse {
  const {language, request, formId, persona, isLinked, ticked, setCookie} = page;
  const {app} = request;
  const texts = TEXTS[language];
  const title = isLinked ? texts.moreTitle(app.name) : texts.consentTitle(app.name);
  const main = html`${toAppLine(page)}
    <h1>${title}</h1>
    ${ticked === null ? null : html`<p class="alert" role="alert">${texts.missing}</p>`}
    <form method="post" action="/oauth/consent">
      ${toHiddenFields(formId, language)} ${toPersonLine(persona, texts)}
      <div class="check all" id="all" hidden>
        <input type="checkbox" id="agree-to-all" />
        <label for="agree-to-all">${texts.agreeAll}<small>${texts.agreeAllNote}</small></label>
      </div>
      ${toSections(page)}
      <div class="buttons">
        <button class="main-button" name="decision" value="agree">${texts.agree}</button>
        <button class="plain-button" name="decision" value="cancel" formnovalidate>${texts.cancel}</button>
      </div>
    </form>
    ${toWarnings(page)}`;
  return toPage({
    language,
    title,
    main,
    status: ticked === null ? 200 : 400,
    setCookie,
    formTargets: toFormTargets(app),
    script: AGREE_TO_ALL,
    images: app.iconUrl === null ? [] : [new URL(app.iconUrl).origin],
  });
}

function toAppLine({language, request: {app}, isLinked}: ConsentPage): Html {
  const texts = TEXTS[language];
  const icon =
    app.iconUrl === null
      ? html`<span class="mark" aria-hidden="true">${app.name.charAt(0)}</span>`
      : html`<img src="${app.iconUrl}" alt="" />`;
  return html`<div class="app">
    ${icon}
    <div><b>${app.name}</b><span>${isLinked ? texts.moreLead(app.name) : texts.consentLead(app.name)}</span></div>
  </div>`;
}

/** What Kakao accepts and a developer should still correct. Kakao's own page does not tell it. */
function toWarnings({language, request: {warnings}}: ConsentPage): Html | null {
  if (warnings.length === 0) return null;
  return html`<section class="koe">
    <h2>${TEXTS[language].errorForDevelopers}</h2>
    ${warnings.map((warning) => html`<p>${warning[language]}</p>`)}
  </section>`;
}

function toSections(page: ConsentPage): readonly Html[] {
  const {language, persona, needs} = page;
  const texts = TEXTS[language];
  const items = needs.items.map(({id, name, required}) =>
    toCheck(page, {
      value: `scope:${id}`,
      required,
      label: texts.items[id] ?? name,
      note: toConsentValue(persona, id) ?? '',
    }),
  );
  const terms = needs.terms.map(({tag, title, required, url}) =>
    toCheck(page, {value: `term:${tag}`, required, label: title, ...(url !== undefined && {url})}),
  );
  const channels = needs.channels.map(({publicId, name}) =>
    toCheck(page, {value: `channel:${publicId}`, required: false, label: texts.channelLine(name)}),
  );
  return [...toSection(texts.personal, items), ...toSection(texts.terms, terms), ...toSection(texts.channel, channels)];
}

function toSection(heading: string, rows: readonly Html[]): readonly Html[] {
  return rows.length === 0 ? [] : [html`<h2>${heading}</h2>`, ...rows];
}

/** A line of the consent screen. */
interface Check {
  readonly value: string;
  readonly required: boolean;
  readonly label: string;
  readonly note?: string;
  readonly url?: string;
}

function toCheck({language, ticked}: ConsentPage, {value, required, label, note = '', url}: Check): Html {
  const texts = TEXTS[language];
  const id = `agree-${value.replace(/\W/g, '-')}`;
  return html`<div class="check">
    <input
      type="checkbox"
      id="${id}"
      name="agree"
      value="${value}"
      ${required ? html`required` : ''}
      ${ticked?.includes(value) ? html`checked` : ''}
    />
    <label for="${id}"
      ><span class="${required ? 'need' : 'may'}">[${required ? texts.required : texts.optional}]</span>
      ${label}${note === '' ? null : html`<small>${note}</small>`}</label
    >
    ${url === undefined ? null : html`<a href="${url}" target="_blank" rel="noopener" aria-label="${label} ${texts.open}">${texts.open}</a>`}
  </div>`;
}

// Without scripts, the browser and the server ask for what is missing.
const AGREE_TO_ALL = `(() => {
  const all = document.getElementById('agree-to-all');
  const boxes = [...document.querySelectorAll('input[name=agree]')];
  const agree = document.querySelector('button[value=agree]');
  document.getElementById('all').hidden = boxes.length < 2;
  const update = () => {
    all.checked = boxes.every((box) => box.checked);
    all.indeterminate = !all.checked && boxes.some((box) => box.checked);
    agree.disabled = boxes.some((box) => box.required && !box.checked);
  };
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
    update();
  });
  for (const box of boxes) box.addEventListener('change', update);
  // A page that comes back has the ticks that it was left with.
  addEventListener('pageshow', update);
  update();
})();`;
