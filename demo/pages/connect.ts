import {html} from 'hono/html';
import {type Markup, type PageContext, renderPage} from './layout.js';

/** What the page says of the member whom the newcomer may be. */
export interface ConnectParts {
  /** The end of the telephone number. */
  readonly phoneEnd: string;
  /** The code that a real shop would send to that number. */
  readonly code: string;
  /** Of the login that waits: the form is worth nothing to another. */
  readonly reference: string;
  /** The last one typed was another. */
  readonly isWrong: boolean;
}

/** "You have an account already": whoever proves to own its telephone number connects it with Kakao. */
export function renderConnect(page: PageContext, parts: ConnectParts | null): Markup {
  const {text} = page;
  const {connect} = text;
  const main = html`<div class="wrap narrow">
    <h1 class="page-title">${connect.title}</h1>
    ${
      parts === null
        ? html`<p class="page-lead">${connect.over}</p>
            <p><a class="button" href="/login">${text.signIn}</a></p>`
        : html`<p class="page-lead">${connect.lead(parts.phoneEnd)}</p>
            <form class="panel connect" method="post" action="/connect">
              <input type="hidden" name="reference" value="${parts.reference}" />
              <label for="code">${connect.code}</label>
              <input
                id="code"
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength="6"
                required
                aria-describedby="code-hint"
              />
              <p id="code-hint" class="empty">${connect.demo(parts.code)}</p>
              ${parts.isWrong ? html`<p class="message error" role="alert">${connect.wrong}</p>` : ''}
              <button class="button" type="submit">${connect.button}</button>
            </form>`
    }
  </div>`;
  return renderPage(page, {title: connect.title, main});
}
