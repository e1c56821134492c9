import {html} from 'hono/html';
import {ADDRESS_FIELDS, type KnownAddress} from '../addresses.js';
import type {Product} from '../catalogue.js';
import {toPrice} from '../text/text.js';
import {type Markup, type PageContext, renderPage} from './layout.js';

/** What a form says in place of the id of an address: the address is in its fields. */
export const TYPED = 'typed';

interface CheckoutParts {
  readonly product: Product;
  readonly option: Product['options'][number];
  /** The id of the order that the form sends: sent again, it is the same order. */
  readonly orderId: string;
  /** Those that the member has at Kakao. */
  readonly addresses: readonly KnownAddress[];
  /** What was sent before, if the form is shown again. */
  readonly typed?: Readonly<Record<string, unknown>>;
  readonly isIncomplete?: boolean;
}

const AUTOCOMPLETE: Readonly<Record<(typeof ADDRESS_FIELDS)[number], string>> = {
  receiver: 'shipping name',
  phone: 'shipping tel',
  zone: 'shipping postal-code',
  base: 'shipping address-line1',
  detail: 'shipping address-line2',
};

/**
 * The address of an order form.
 *
 * @param product id of the product
 * @param option id of the product's option
 * @param orderId id of the order; without one, the form gets a new one
 */
export function toCheckoutAddress(product: string, option: string, orderId?: string): string {
  const query = new URLSearchParams({variant: option, ...(orderId !== undefined && {order: orderId})});
  return `/products/${product}/checkout?${query.toString()}`;
}

/** Whether a path on this shop, with or without a query, is that of an order form. */
export function isCheckoutAddress(path: string): boolean {
  return /^\/products\/[^/?]+\/checkout(\?|$)/.test(path);
}

/** Where the parcel goes: one of the member's addresses at Kakao, or one that is typed. */
export function renderCheckout(page: PageContext, parts: CheckoutParts): Markup {
  const {text, language} = page;
  const {product, option, orderId, addresses, typed = {}, isIncomplete = false} = parts;
  const chosen =
    addresses.some(({id}) => id === typed['address']) || typed['address'] === TYPED
      ? typed['address']
      : (addresses[0]?.id ?? TYPED);
  const main = html`<div class="wrap narrow checkout">
    <p class="back"><a href="/products/${product.id}">← ${product.name[language]}</a></p>
    <h1 class="page-title">${text.checkout.title}</h1>
    ${isIncomplete ? html`<p class="message error" role="alert" id="incomplete">${text.checkout.incomplete}</p>` : ''}
    <section class="panel checkout-item" aria-label="${text.checkout.item}">
      <span>${product.name[language]} · ${option.name[language]}</span>
      <strong>${toPrice(product.price, language)}</strong>
    </section>
    ${addresses.length > 0 ? '' : renderFromKakao(page)}
    <form method="post" action="${toCheckoutAddress(product.id, option.id, orderId)}" class="panel">
      <input type="hidden" name="order" value="${orderId}" />
      <input type="hidden" name="variant" value="${option.id}" />
      <fieldset class="addresses">
        <legend>${text.checkout.address}</legend>
        ${addresses.map((address) => renderAddress(page, address, chosen))}
        ${
          addresses.length > 0
            ? html`<input
                  type="radio"
                  name="address"
                  value="${TYPED}"
                  id="address-typed"
                  ${chosen === TYPED ? 'checked' : ''}
                />
                <label for="address-typed" class="address-label">${text.checkout.other}</label>`
            : html`<input type="hidden" name="address" value="${TYPED}" />`
        }
        <div class="address-fields">
          ${ADDRESS_FIELDS.map((name) => renderField(page, name, typed[name], {isOnly: addresses.length === 0, isSent: isIncomplete && chosen === TYPED}))}
        </div>
      </fieldset>
      <button class="button wide" type="submit">${text.checkout.order}</button>
    </form>
  </div>`;
  return renderPage(page, {title: text.checkout.title, main, asksForConsent: addresses.length === 0});
}

/** Asks for the addresses at Kakao, on Kakao's screen. The element disappears once they may be told, the words stay. */
function renderFromKakao({text}: PageContext): Markup {
  return html`<section class="panel" aria-labelledby="from-kakao" data-from-kakao>
    <h2 id="from-kakao">${text.checkout.fromKakao}</h2>
    <p>${text.checkout.fromKakaoLead}</p>
    <kakao-terms-consent scope="shipping_address">
      <span slot="title">${text.checkout.fromKakaoConsent}</span>
    </kakao-terms-consent>
  </section>`;
}

function renderAddress({text}: PageContext, address: KnownAddress, chosen: unknown): Markup {
  const {id, name, receiver, phone, base, detail, zone} = address;
  return html`<input type="radio" name="address" value="${id}" id="address-${id}" ${chosen === id ? 'checked' : ''} />
    <label for="address-${id}" class="address-label">
      <strong>${name || text.checkout.unnamed}</strong>
      <span>${[zone && `(${zone})`, base, detail].filter(Boolean).join(' ')}</span>
      <span>${[receiver, phone].filter(Boolean).join(' · ')}</span>
    </label>`;
}

function renderField(
  {text}: PageContext,
  name: (typeof ADDRESS_FIELDS)[number],
  value: unknown,
  {isOnly, isSent}: {readonly isOnly: boolean; readonly isSent: boolean},
): Markup {
  const isNeeded = name !== 'detail' && name !== 'zone';
  const isMissing = isNeeded && isSent && (typeof value !== 'string' || value.trim() === '');
  return html`<label>
    <span>${text.checkout.fields[name]}</span>
    <input
      name="${name}"
      ${name === 'phone' ? html`type="tel"` : ''}
      ${name === 'zone' ? html`inputmode="numeric"` : ''}
      autocomplete="${AUTOCOMPLETE[name]}"
      maxlength="200"
      value="${typeof value === 'string' ? value : ''}"
      ${isNeeded && isOnly ? 'required' : ''}
      ${isMissing ? html`aria-invalid="true" aria-describedby="incomplete"` : ''}
    />
  </label>`;
}
