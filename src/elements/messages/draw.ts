import type {TemplateResult} from 'lit';
import {renderCopy} from './copy-button.js';
import {tell} from './tell.js';
import type {Drawn, Teller, Told} from './told.js';

/** Draws what an element has to tell. */
export function draw(teller: Teller): Drawn | undefined {
  const told = tell(teller);
  return (
    told && {
      key: teller.toJson(told),
      look: told.look,
      body: renderTold(told, teller),
      copy: told.reference && renderCopy(told.reference, teller),
    }
  );
}

function renderTold(
  {text, look, to, toText, isApart, reference, continueText}: Told,
  {html, nothing, goOn}: Teller,
): TemplateResult {
  // With the origin: the page's `<base>` may name another one.
  return html`<p class=${look === 'hidden' || look === 'busy' ? 'hidden' : ''}>${text}</p>
    ${to ? html`<a class="to" href=${location.origin + to} target=${isApart ? '_blank' : nothing} rel=${isApart ? 'noopener' : 'noreferrer'}>${toText}</a>` : nothing}${
      reference ? html`<p class="reference" id="reference">${reference.label} ${reference.ref}</p>` : nothing
    }${continueText ? html`<button class="continue" type="button" @click=${goOn}>${continueText}</button>` : nothing}`;
}
