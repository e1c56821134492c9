import type {PageClient} from '../../client/page/page-client.js';
import {isOn} from '../../client/state/config.js';
import {LOGIN_MESSAGE} from './login-message.js';

/** A node whose presses are taken. Other copies of this script see it too; a copy of the node has none. */
const TAKEN: unique symbol = Symbol.for('kakao-sync-widget.press');

/** What is pressed. Clients of earlier releases, and a site's own, may have no configuration to show. */
export type Pressed = Pick<PageClient, 'prepare' | 'login'> & Partial<Pick<PageClient, 'config'>>;

/** Enter is held down. It presses once. */
let isHeld = false;
for (const type of ['keydown', 'keyup', 'blur']) {
  window.addEventListener(
    type,
    (event) => {
      const {repeat, key} = event as KeyboardEvent;
      isHeld = repeat && key === 'Enter';
    },
    true,
  );
}

/**
 * Makes a login of the presses on a link or a button of the site's own, which stays the same node and looks as the site
 * has it. What the visitor is told stands after it.
 */
export function takePresses(link: HTMLElement & {[TAKEN]?: true}, client: Pressed, prompt: string | undefined): void {
  if (!link.nextElementSibling?.matches(LOGIN_MESSAGE)) link.after(document.createElement(LOGIN_MESSAGE));
  if (link[TAKEN]) return;
  link[TAKEN] = true;
  const prepare = (): void => void client.prepare();
  link.addEventListener('pointerenter', prepare);
  link.addEventListener('focus', prepare);
  link.addEventListener('click', (event) => {
    // Any other press opens the link as the visitor wants it: in a new tab, or as a download.
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    // While no login may begin, the link is the way to another one.
    if (isOn(client.config?.paused) && link.matches('[href]')) return;
    event.preventDefault();
    // By the key, not the pointer: also where that is held in a field whose form this button sends.
    if (isHeld && event.detail === 0) return;
    client.login({source: link, prompt});
  });
}
