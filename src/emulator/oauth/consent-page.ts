import type {AuthorizationRequest} from './authorization-request.js';
import type {ConsentNeeds} from './consent.js';
import {type Persona, toConsentValue} from '../store/personas.js';
import {type Html, html} from '../pages/html.js';
import {toPage} from '../pages/layout.js';
import {toFormTargets, toPicturePath} from './login-page.js';
import {type Language, TEXTS} from '../pages/texts.js';

export interface ConsentPage {
  readonly language: Language;
  readonly request: AuthorizationRequest;
  readonly formId: string;
  readonly persona: Persona;
  readonly needs: ConsentNeeds;
  /** Whether the person is a member who is asked for more. */
  readonly isLinked: boolean;
  /** What was ticked when the form came back incomplete: values of `agree`. */
  readonly ticked: readonly string[] | null;
  readonly setCookie: string;
}

/** The consent screen of Kakao Sync: personal data, terms, channel, on one page. */
export function toConsentPage(page: ConsentPage): Response {
  const {language, request, formId, persona, needs, isLinked, ticked, setCookie} = page;
  const {app} = request;
  const texts = TEXTS[language];
  const title = isLinked ? texts.moreTitle(app.name) : texts.consentTitle(app.name);
  const check = (value: string, required: boolean, label: string, small: string | null, link?: string): Html => {
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
        ${label}${small === null || small === '' ? null : html`<small>${small}</small>`}</label
      >
      ${link === undefined ? null : html`<a href="${link}" target="_blank" rel="noopener" aria-label="${label} ${texts.open}">${texts.open}</a>`}
    </div>`;
  };
  const section = (heading: string, rows: readonly Html[]): Html | null =>
    rows.length === 0
      ? null
      : html`<h2>${heading}</h2>
          ${rows}`;
  const main = html`<div class="app">
      ${
        app.iconUrl === null
          ? html`<span class="mark" aria-hidden="true">${app.name.charAt(0)}</span>`
          : html`<img src="${app.iconUrl}" alt="" />`
      }
      <div><b>${app.name}</b><span>${isLinked ? texts.moreLead(app.name) : texts.consentLead(app.name)}</span></div>
    </div>
    <h1>${title}</h1>
    ${ticked === null ? null : html`<p class="alert" role="alert">${texts.missing}</p>`}
    <form method="post" action="/oauth/consent">
      <input type="hidden" name="form" value="${formId}" />
      <input type="hidden" name="lang" value="${language}" />
      <div class="app">
        <img class="face" src="${toPicturePath(persona)}" alt="" />
        <div><b>${persona.nickname}</b><span>${texts.account} ${persona.email ?? persona.phoneNumber ?? ''}</span></div>
      </div>
      <div class="check all" id="all" hidden>
        <input type="checkbox" id="agree-to-all" />
        <label for="agree-to-all">${texts.agreeAll}<small>${texts.agreeAllNote}</small></label>
      </div>
      ${section(
        texts.personal,
        needs.items.map((item) =>
          check(`scope:${item.id}`, item.required, texts.items[item.id] ?? item.name, toConsentValue(persona, item.id)),
        ),
      )}
      ${section(
        texts.terms,
        needs.terms.map((term) => check(`term:${term.tag}`, term.required, term.title, null, term.url)),
      )}
      ${section(
        texts.channel,
        needs.channels.map(({publicId, name}) => check(`channel:${publicId}`, false, texts.channelLine(name), null)),
      )}
      <div class="buttons">
        <button class="main-button" name="decision" value="agree">${texts.agree}</button>
        <button class="plain-button" name="decision" value="cancel" formnovalidate>${texts.cancel}</button>
      </div>
    </form>`;
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

const AGREE_TO_ALL = `(() => {
  const all = document.getElementById('agree-to-all');
  const boxes = [...document.querySelectorAll('input[name=agree]')];
  if (boxes.length < 2) return;
  document.getElementById('all').hidden = false;
  const update = () => {
    all.checked = boxes.every((box) => box.checked);
    all.indeterminate = !all.checked && boxes.some((box) => box.checked);
  };
  all.addEventListener('change', () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener('change', update));
  update();
})();`;
