import {html} from 'hono/html';
import type {ServiceTerm} from 'kakao-sync-widget/emulator';
import type {Consent} from '../consents.js';
import {toTermTitle} from '../terms.js';
import {toMoment} from '../text/text.js';
import type {Markup, PageContext} from './layout.js';

/** What the member has agreed to, and the record behind it. */
export function renderConsents(
  {text, language}: PageContext,
  consents: readonly Consent[],
  terms: readonly ServiceTerm[],
): Markup {
  const {agreements} = text;
  const newest = consents.filter(
    ({kind, tag}, index) => consents.findIndex((other) => other.kind === kind && other.tag === tag) === index,
  );
  const agreed = newest.filter((consent) => consent.kind === 'term' && consent.agreed);
  return html`<section class="panel" aria-labelledby="terms">
    <h2 id="terms">${agreements.title}</h2>
    ${
      agreed.length === 0
        ? html`<p class="empty">${agreements.none}</p>`
        : html`<ul class="orders" data-agreed>
            ${agreed.map(
              ({tag, required, agreedAt}) =>
                html`<li>
                  <span class="order-name">${toTermTitle(terms, tag)}</span>
                  <span class="order-option"
                    >${required ? agreements.required : agreements.optional}${agreedAt ? html` · ${toMoment(agreedAt, language)}` : ''}</span
                  >
                </li>`,
            )}
          </ul>`
    }
    <details class="record">
      <summary>${agreements.record}</summary>
      <ol data-consents>
        ${consents.map(
          ({kind, tag, agreed: isAgreed, agreedAt, recordedAt}) =>
            html`<li>
              ${kind === 'term' ? toTermTitle(terms, tag) : tag}: ${isAgreed ? agreements.agreed : agreements.declined}
              · ${toMoment(agreedAt ?? recordedAt, language)}
            </li>`,
        )}
      </ol>
    </details>
  </section>`;
}
