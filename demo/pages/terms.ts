import {html} from 'hono/html';
import type {ServiceTerm} from 'kakao-sync-widget/emulator';
import {toTermId} from '../terms.js';
import {type Markup, type PageContext, renderPage} from './layout.js';

/** The shop's terms, each in a section of its own. */
export function renderTerms(page: PageContext, terms: readonly ServiceTerm[]): Markup {
  const {text} = page;
  const main = html`<div class="wrap narrow">
    <h1 class="page-title">${text.terms.title}</h1>
    <p class="page-lead">${terms.length === 0 ? text.terms.none : text.terms.lead}</p>
    ${terms.map(
      ({tag, title, required}) =>
        html`<section class="panel" id="${toTermId(tag)}">
          <h2>${title}</h2>
          <p class="empty">${required ? text.agreements.required : text.agreements.optional}</p>
          <p>${text.terms.body}</p>
        </section>`,
    )}
  </div>`;
  return renderPage(page, {title: text.terms.title, main});
}
