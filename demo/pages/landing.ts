import {html} from 'hono/html';
import {drawArt} from '../art.js';
import {CATALOGUE, type Product} from '../catalogue.js';
import {type Language, toPrice} from '../text/text.js';
import {type Markup, type PageContext, renderPage, toName} from './layout.js';
import {renderKakaoButton} from './login-box.js';

/** The shop's front page. */
export function renderLanding(page: PageContext): Markup {
  const {text, language, member} = page;
  const main = html`
    <section class="hero">
      <div class="wrap hero-row">
        <div class="hero-words">
          <p class="eyebrow">${text.hero.eyebrow}</p>
          <h1>${text.hero.title}</h1>
          <p class="hero-lead">${text.hero.lead}</p>
          <div class="hero-start" data-when="guest" ${member ? 'hidden' : ''}>${renderKakaoButton(text, '/login')}</div>
          <div class="hero-start" data-when="member" ${member ? '' : 'hidden'}>
            ${member ? html`<p class="hello">${text.hero.hello(toName(member, text))}</p>` : ''}
            <a class="button" href="#products">${text.hero.browse}</a>
          </div>
        </div>
        <a class="hero-art" href="/products/moon-jar" tabindex="-1" aria-hidden="true">${drawArt('jar', 'hero')}</a>
      </div>
    </section>
    <section class="wrap section" aria-labelledby="benefits" data-when="guest" ${member ? 'hidden' : ''}>
      <h2 id="benefits">${text.benefits.title}</h2>
      <ol class="benefits">
        ${text.benefits.items.map(
          ({title, body}) =>
            html`<li>
              <h3>${title}</h3>
              <p>${body}</p>
            </li>`,
        )}
      </ol>
    </section>
    <section class="wrap section" id="products" aria-labelledby="products-title">
      <h2 id="products-title">${text.productsTitle}</h2>
      <ul class="products">
        ${CATALOGUE.map((product) => renderCard(product, language))}
      </ul>
    </section>
  `;
  return renderPage(page, {title: text.brand, description: text.hero.lead, main});
}

function renderCard({id, art, name, summary, price}: Product, language: Language): Markup {
  return html`<li>
    <a class="card" href="/products/${id}">
      ${drawArt(art, `art-${id}`)}
      <span class="card-name">${name[language]}</span>
      <span class="card-summary">${summary[language]}</span>
      <span class="card-price">${toPrice(price, language)}</span>
    </a>
  </li>`;
}
