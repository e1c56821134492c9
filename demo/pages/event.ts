import {html} from 'hono/html';
import {drawArt, drawLogo} from '../art.js';
import type {WelcomeCoupon} from '../coupons.js';
import type {ShopMember} from '../members.js';
import {type Markup, type PageContext, toName} from './layout.js';

/** A campaign's page as a marketer makes it: one script tag and a placeholder, and no code of its own. */
export function renderEvent(
  {text, language, widget, assets}: PageContext,
  member: ShopMember | null,
  coupon: WelcomeCoupon,
): Markup {
  const {promotion} = text;
  const isLate = member !== null && coupon.is !== 'valid';
  const toAnswer = {valid: promotion.given, had: promotion.had, none: promotion.notNew}[coupon.is];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${promotion.title} · ${text.brand}</title>
        <meta name="description" content="${promotion.lead}" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${assets.reserve}" />
        <link rel="stylesheet" href="${assets.style}" />
        <script
          async
          src="${assets.tag}"
          data-app-key="${widget.appKey}"
          data-endpoint="${widget.endpoint}"
          data-redirect-uri="${widget.redirectUri}"
          data-report-errors
          ${widget.emulator === undefined ? '' : html`data-emulator="${widget.emulator}"`}
        ></script>
      </head>
      <body class="promotion">
        <main class="promotion-main">
          <a class="brand" href="/">${drawLogo()}<span>${text.brand}</span></a>
          <div class="promotion-art">${drawArt('lamp', 'art')}</div>
          <p class="eyebrow">${promotion.kicker}</p>
          <h1>${promotion.title}</h1>
          ${
            isLate
              ? ''
              : html`<p class="promotion-lead">${promotion.lead}</p>
                  <p class="coupon"><strong>${promotion.amount}</strong></p>`
          }
          ${
            member
              ? html`<p class="promotion-given">${toAnswer(toName(member, text))}</p>
                  <a class="button wide" href="/#products">${isLate ? text.hero.browse : promotion.use}</a>`
              : html`<div
                  class="promotion-button"
                  data-kakao-login
                  data-for-members="hide"
                  data-text="${promotion.button}"
                >
                  <a class="kakao-fallback" href="/login?from=/event">${promotion.button}</a>
                </div>`
          }
          <section class="conditions" aria-labelledby="conditions">
            <h2 id="conditions">${promotion.conditionsTitle}</h2>
            <ul>
              ${promotion.conditions.map((line) => html`<li>${line}</li>`)}
            </ul>
          </section>
        </main>
      </body>
    </html>`;
}
