import {html} from 'hono/html';
import type {ServiceTerm} from 'kakao-sync-widget/emulator';
import type {Consent} from '../consents.js';
import {findTermTitle} from '../terms.js';
import {toItemName, toMoment} from '../text/text.js';
import type {Markup, PageContext} from './layout.js';

/** What the member has agreed to, and the record behind it. */
export function renderConsents(
  {text, language}: PageContext,
  consents: readonly Consent[],
  terms: readonly ServiceTerm[],
): Markup {
  const {agreements} = text;
  const toName = ({kind, tag}: Consent): string =>
    kind === 'term' ? (findTermTitle(terms, tag) ?? agreements.unknownTerm(tag)) : toItemName(text, tag);
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
              (consent) =>
                html`<li>
                  <span class="order-name">${toName(consent)}</span>
                  <span class="order-option"
                    >${consent.required ? agreements.required : agreements.optional}${consent.agreedAt ? html` · ${toMoment(consent.agreedAt, language)}` : ''}</span
                  >
                </li>`,
            )}
          </ul>`
    }
    <details class="record">
      <summary>${agreements.record}</summary>
      <ol data-consents>
        ${consents.map(
          (consent) =>
            html`<li>
              ${toName(consent)}: ${consent.agreed ? agreements.agreed : agreements.declined} ·
              ${toMoment(consent.agreedAt ?? consent.recordedAt, language)}
            </li>`,
        )}
      </ol>
    </details>
  </section>`;
}
