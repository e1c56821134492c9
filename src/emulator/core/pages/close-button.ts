import {type Html, html} from './html.js';
import type {Texts} from './texts.js';

/** A button that closes a window which a page has opened. Needs {@link CLOSE}. */
export function toCloseButton(texts: Texts): Html {
  return html`<p><button class="plain-button" id="close" type="button" hidden>${texts.close}</button></p>`;
}

/** The script of {@link toCloseButton}. */
export const CLOSE = `(() => {
  const button = document.getElementById('close');
  if (!window.opener) return;
  button.hidden = false;
  button.addEventListener('click', () => window.close());
})();`;
