import {html} from 'hono/html';
import {isCheckoutAddress} from './checkout.js';
import {type Markup, type PageContext, renderPage} from './layout.js';
import {renderLoginBox} from './login-box.js';

/** The ways to sign in. A login from here ends where the visitor came from. */
export function renderLogin(page: PageContext, from: string): Markup {
  const {text} = page;
  const main = html`<div class="wrap narrow">
    <h1 class="page-title">${text.signIn}</h1>
    ${renderLoginBox(text, `/login?from=${encodeURIComponent(from)}`, isCheckoutAddress(from) ? text.login.buyFirst : undefined)}
  </div>`;
  return renderPage(page, {title: text.signIn, main, returnTo: from});
}
