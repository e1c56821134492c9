import {html} from 'hono/html';
import {drawArt} from '../art.js';
import type {Product} from '../catalogue.js';
import {toPrice} from '../text/text.js';
import {type Markup, type PageContext, renderPage} from './layout.js';
import {renderLoginBox} from './login-box.js';

/** One product: the page that people share in KakaoTalk. */
export function renderProduct(page: PageContext, product: Product): Markup {
  const {text, language, member} = page;
  const address = `/products/${product.id}`;
  const main = html`
    <div class="wrap product">
      <div class="product-art">${drawArt(product.art, 'art')}</div>
      <div class="product-side">
        <p class="back"><a href="/#products">← ${text.product.back}</a></p>
        <h1>${product.name[language]}</h1>
        <p class="product-summary">${product.summary[language]}</p>
        <p class="product-price">${toPrice(product.price, language)}</p>
        <form action="${address}/checkout">
          <fieldset class="options">
            <legend>${text.product.option}</legend>
            ${product.options.map(
              ({id, name}, index) =>
                html`<label class="option">
                  <input type="radio" name="variant" value="${id}" ${index === 0 ? 'checked' : ''} />
                  <span>${name[language]}</span>
                </label>`,
            )}
          </fieldset>
          <button class="button wide" type="submit">${text.product.buy}</button>
        </form>
        <p class="delivery">${text.product.delivery}</p>
        <div data-when="guest" ${member ? 'hidden' : ''}>
          ${renderLoginBox(text, `/login?from=${encodeURIComponent(address)}`)}
        </div>
        <section class="details" aria-labelledby="details">
          <h2 id="details">${text.product.details}</h2>
          <p>${product.description[language]}</p>
        </section>
      </div>
    </div>
  `;
  return renderPage(page, {title: product.name[language], description: product.description[language], main});
}
