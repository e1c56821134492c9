import {html} from 'hono/html';
import type {Product} from '../catalogue.js';
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

/** The page for an order whose form is not one of ours, or another member's. Nothing was ordered. */
export function renderStaleOrder(page: PageContext, {id}: Product): Markup {
  const {staleOrder} = page.text;
  return renderNote(page, staleOrder.title, staleOrder.lead, {href: `/products/${id}`, label: staleOrder.product});
}

/** The page for an order form that has been sent: the Back button leads here, and an order whose answer was lost. */
export function renderOrdered(page: PageContext): Markup {
  const {orderedBefore} = page.text;
  return renderNote(page, orderedBefore.title, orderedBefore.lead, {
    href: '/account#orders',
    label: orderedBefore.orders,
  });
}

function renderNote(
  page: PageContext,
  title: string,
  lead: string,
  next = {href: '/', label: page.text.missing.home},
): Markup {
  const main = html`<div class="wrap narrow trouble">
    <h1 class="page-title">${title}</h1>
    <p class="page-lead">${lead}</p>
    <p><a class="button" href="${next.href}">${next.label}</a></p>
  </div>`;
  return renderPage(page, {title, main});
}
