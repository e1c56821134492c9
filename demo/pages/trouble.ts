import {html} from 'hono/html';
import {type Markup, type PageContext, renderPage} from './layout.js';

/** The page for an address that leads nowhere. */
export function renderMissing(page: PageContext): Markup {
  const {missing} = page.text;
  return renderNote(page, missing.title, missing.lead);
}

/** The page for a failure of ours. It says nothing about the cause. */
export function renderBroken(page: PageContext): Markup {
  const {broken} = page.text;
  return renderNote(page, broken.title, broken.lead);
}

function renderNote(page: PageContext, title: string, lead: string): Markup {
  const main = html`<div class="wrap narrow trouble">
    <h1 class="page-title">${title}</h1>
    <p class="page-lead">${lead}</p>
    <p><a class="button" href="/">${page.text.missing.home}</a></p>
  </div>`;
  return renderPage(page, {title, main});
}
