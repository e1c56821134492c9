import type {EmulatedApp} from '../../store/apps.js';
import type {ServiceTerm} from '../../store/terms.js';
import {toForm} from './control-form.js';
import {type Html, html} from '../../pages/html.js';
import type {Language} from '../../base/localized.js';
import {TEXTS} from '../../pages/texts.js';

/** The app's terms with forms that change or remove them, and a form for a new term. */
export function toTermsSection(language: Language, app: EmulatedApp): Html {
  const texts = TEXTS[language];
  return html`<h2>${texts.appTerms}</h2>
    ${
      app.terms.length === 0
        ? html`<p>${texts.none}</p>`
        : html`<ul>
            ${app.terms.map((term) => toRow(language, app, term))}
          </ul>`
    }
    ${toForm(
      language,
      '/terms',
      html`${toAppId(app)}
        <div class="row">
          <label
            >${texts.tag} <input name="tag" required pattern="[\\w.\\-]{1,64}" autocomplete="off" autocapitalize="none"
          /></label>
          <label>${texts.termTitle} <input name="title" maxlength="200" autocomplete="off" /></label>
          <label>${texts.termUrl} <input name="url" type="url" autocomplete="off" /></label>
          <label
            >${texts.kind}
            <select name="required">
              <option value="true">${texts.required}</option>
              <option value="false">${texts.optional}</option>
            </select>
          </label>
          <button class="small-button">${texts.addTerm}</button>
        </div>`,
    )}`;
}

function toRow(language: Language, app: EmulatedApp, {tag, title, required, url}: ServiceTerm): Html {
  const texts = TEXTS[language];
  const toggle = required ? texts.makeOptional : texts.makeRequired;
  return html`<li class="entry">
    <span class="text">
      <span class="${required ? 'need' : 'may'}">[${required ? texts.required : texts.optional}]</span> ${title}
      <small class="note"
        ><code>${tag}</code>${url === undefined ? null : html` <a href="${url}">${texts.open}</a>`}</small
      >
    </span>
    <div class="actions">
      ${toForm(
        language,
        '/terms',
        html`${toAppId(app)}<input type="hidden" name="tag" value="${tag}" />
          <button
            class="small-button"
            name="required"
            value="${required ? 'false' : 'true'}"
            aria-label="${toggle}: ${title}"
          >
            ${toggle}
          </button>`,
      )}
      ${toForm(
        language,
        '/terms/remove',
        html`${toAppId(app)}<input type="hidden" name="tag" value="${tag}" />
          <button class="small-button" aria-label="${texts.remove}: ${title}">${texts.remove}</button>`,
      )}
    </div>
  </li>`;
}

function toAppId({appId}: EmulatedApp): Html {
  return html`<input type="hidden" name="appId" value="${appId}" />`;
}
