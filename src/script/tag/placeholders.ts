import type {PageClient} from '../../client/page/page-client.js';
import {reportProblem} from '../../client/page/developer/report-problem.js';
import {toAttribute} from '../../client/state/config.js';
import {nameMisspelt, watchAttributes, type KnownNames} from '../../elements/messages/misspelt.js';
import type {KakaoLoginButton} from '../../elements/login-button/login-button.js';
import {expectMember} from './expect-member.js';
import {hasOwn} from '../../shared/fields.js';
import type {Said} from './find-tag.js';
import {takePresses, type Pressed} from './own-link.js';
import {LOGIN_MESSAGE} from './login-message.js';
import {LOOK, LOOK_SETTINGS} from './tag-settings.js';

const BUTTON = 'kakao-login-button';
const PLACEHOLDER = `[data-kakao-login]:not(script, ${BUTTON})`;

const NOT_FOR_MEMBERS = '[data-for-members="hide"]:not(script)';

/** The value of `hidden` where this script has set it: what the site hides stays so. A copy of the node has it too. */
const HIDDEN = 'for-members';

const WATCH: unique symbol = Symbol.for('kakao-sync-widget.watch');

/** The room that a bubble of one line takes above its button, in pixels. */
const BUBBLE_ROOM = 40;
/** What of it is not the bubble itself: the gap below, and the look of a gap above. */
const BUBBLE_GAP = 12;

/**
 * Draws the buttons of a tag once the page is parsed, and those of places that come later: in every placeholder, or if there
 * is none, where the tag stands. Hides from members what is not for them.
 *
 * @param look what the script's tag says
 * @param onPlaced called with the number of places, whenever they were looked for
 */
export function drawButtons(
  tag: HTMLScriptElement | null,
  look: Said,
  client: PageClient,
  onPlaced: (count: number) => void = () => undefined,
): void {
  whenParsed(() => {
    const count = fillPlaceholders(look, client);
    onPlaced(count);
    if (tag?.closest('body') && count === 0 && !hasDrawnBeside()) tag.after(createButton(look, {}));
    client.subscribe(() => hideFromMembers(client));
    watchPlaceholders(() => {
      onPlaced(fillPlaceholders(look, client));
      hideFromMembers(client);
    });
  });
}

function whenParsed(callback: () => void): void {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', callback, {once: true});
  else callback();
}

/**
 * Puts a button into each placeholder that has none. A link or a button with words of its own stays: its presses are
 * taken. Does nothing where that is done already, whoever did it: this script, another copy of it, or the page that a
 * snapshot was taken of.
 *
 * @param look what the script's tag says, which a placeholder falls back to
 * @returns how many placeholders there are
 */
export function fillPlaceholders(look: Said, client: Pressed): number {
  for (const message of document.querySelectorAll(LOGIN_MESSAGE)) {
    if (!message.previousElementSibling?.matches(PLACEHOLDER)) message.remove();
  }
  const placeholders = document.querySelectorAll<HTMLElement>(PLACEHOLDER);
  for (const placeholder of placeholders) fill(placeholder, look, client);
  return placeholders.length;
}

/** Calls back when a placeholder may have come, or lost what it held. The script's last run on a page counts. */
function watchPlaceholders(callback: () => void): void {
  const holder = document as Document & {[WATCH]?: () => void};
  const isWatched = !!holder[WATCH];
  holder[WATCH] = callback;
  if (isWatched) return;
  new MutationObserver(() => holder[WATCH]?.()).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-kakao-login'],
  });
}

/** Keeps from members what is not for them. Who is one shows the session. */
function hideFromMembers(client: PageClient): void {
  const places = document.querySelectorAll<HTMLElement>(NOT_FOR_MEMBERS);
  const isMember = client.state.session.status === 'signed-in';
  for (const place of places) {
    if (isMember) {
      if (!place.hidden) place.setAttribute('hidden', HIDDEN);
    } else if (place.getAttribute('hidden') === HIDDEN) place.hidden = false;
  }
  if (places.length > 0) expectMember(client);
}

/** Whether a button stands where a tag has drawn it. A page that has the tag twice gets one. */
function hasDrawnBeside(): boolean {
  return !!document.querySelector(`script + ${BUTTON}`);
}

/** What a placeholder may say. */
const NAMES: KnownNames = {known: LOOK_SETTINGS.map(toAttribute), prefix: 'data-', isShared: true};

function fill(placeholder: HTMLElement, look: Said, client: Pressed): void {
  watchAttributes(placeholder, () => nameMisspelt(placeholder, NAMES, reportProblem));
  const isPressed = placeholder.matches('a, button');
  if (isPressed && (placeholder.childElementCount > 0 || placeholder.textContent.trim())) {
    takePresses(placeholder, client, find(placeholder.dataset, look, 'prompt'));
    return;
  }
  if (placeholder.querySelector(BUTTON) || !customElements.get(BUTTON)) return;
  const button = createButton(placeholder.dataset, look);
  // A link or a button cannot hold a button: it makes room for it.
  if (isPressed) {
    for (const name of ['id', 'class']) {
      const value = placeholder.getAttribute(name);
      if (value !== null) button.setAttribute(name, value);
    }
    placeholder.replaceWith(button);
  } else placeholder.replaceChildren(button);
}

function createButton(own: Said, common: Said): HTMLElement {
  const button = document.createElement(BUTTON);
  for (const [name, attribute] of Object.entries(LOOK)) {
    const value = find(own, common, name);
    if (value !== undefined) button.setAttribute(attribute, value);
  }
  for (const [name, slot] of [
    ['text', 'label'],
    ['bubble', 'bubble'],
  ] as const) {
    const text = find(own, common, name);
    if (!text) continue;
    const span = document.createElement('span');
    span.slot = slot;
    span.textContent = text;
    button.append(span);
  }
  // What a marketer's page has above the button is not covered.
  if (button.querySelector('[slot="bubble"]') || button.hasAttribute('last-used')) void makeRoom(button);
  return button;
}

/** Keeps the room of one line free at once, so that nothing moves, and that of more lines where the bubble has them. */
async function makeRoom(button: HTMLElement & Partial<Pick<KakaoLoginButton, 'updateComplete'>>): Promise<void> {
  const {style} = button;
  style.marginTop = `${BUBBLE_ROOM}px`;
  await button.updateComplete;
  const bubble = button.shadowRoot?.querySelector<HTMLElement>('[part="bubble"]');
  if (!bubble) return;
  // Its turn is between layout and paint: the room is there when the bubble is first seen, and after the screen is turned.
  new ResizeObserver(() => {
    style.marginTop = `${Math.max(BUBBLE_ROOM, bubble.offsetHeight + BUBBLE_GAP)}px`;
  }).observe(bubble, {box: 'border-box'});
}

function find(own: Said, common: Said, name: string): string | undefined {
  return hasOwn(own, name) ? own[name] : hasOwn(common, name) ? common[name] : undefined;
}
