import {html} from 'hono/html';
import {KEPT_DAYS} from '../funnel/numbers.js';
import type {Markup, PageContext} from './layout.js';

/**
 * Asks a visitor once whether their logins may be counted. Both answers look alike, and the page's foot has the question
 * again. It has a place of its own: whatever floats lies over something.
 */
export function renderMeasuring({text: {measuring}, hasChosen}: PageContext): Markup {
  return html`<section
    class="measuring"
    aria-labelledby="measuring"
    data-measuring
    tabindex="-1"
    ${hasChosen ? 'hidden' : ''}
  >
    <div class="wrap measuring-row">
      <div>
        <h2 id="measuring">${measuring.question}</h2>
        <p>${measuring.details(KEPT_DAYS)}</p>
      </div>
      <div class="measuring-choice">
        <button class="button quiet" type="button" data-choice="no">${measuring.no}</button>
        <button class="button quiet" type="button" data-choice="yes">${measuring.yes}</button>
      </div>
    </div>
  </section>`;
}
