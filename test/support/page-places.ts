import type {PageSnapshot} from './page-snapshot.js';
import type {MessageCount} from './page-messages.js';

// Each function runs in a page and sees nothing but its argument.

/** A point of the viewport where a press meets what was looked for. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly address: string;
}

/** Where to press what a visitor calls by that name: null while it is not there, or something lies upon it. */
export function findPlace(name: string): Place | null {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const {shadowRoot} of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  }
  const element = roots
    .flatMap((root) => [...root.querySelectorAll<HTMLElement>('button, a[href], label')])
    .find((found) => (found.getAttribute('aria-label') ?? found.textContent).includes(name) && found.offsetWidth > 0);
  if (!element || element.getAttribute('aria-disabled') === 'true') return null;
  element.scrollIntoView({block: 'center'});
  const {left, top, width, height} = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const root = element.getRootNode() as Document | ShadowRoot;
  const hit = root.elementFromPoint(x, y);
  return hit && element.contains(hit) ? {x, y, address: location.href} : null;
}

/** What there is to press at an end, by the rules of {@link PageSnapshot}. */
export function findNext(isSignedIn: boolean): Pick<PageSnapshot, 'busyButtons' | 'next'> {
  const hosts = [...document.querySelectorAll<HTMLElement>('kakao-login-button')].filter(
    (host) => host.offsetWidth > 0,
  );
  const buttons = hosts.flatMap((host) => [
    ...(host.shadowRoot?.querySelectorAll<HTMLElement>('button[part=button]') ?? []),
  ]);
  const links = [...document.querySelectorAll<HTMLElement>('a[href]')].filter((link) => link.offsetWidth > 0);
  const next = buttons.length > 0 ? buttons : isSignedIn ? [] : links.slice(0, 1);
  for (const element of next) {
    element.scrollIntoView({block: 'center'});
    const {left, top, width, height} = element.getBoundingClientRect();
    const root = element.getRootNode() as Document | ShadowRoot;
    const hit = root.elementFromPoint(left + width / 2, top + height / 2);
    if (!hit || !element.contains(hit)) throw new Error('Something lies upon what there is to press.');
  }
  return {
    busyButtons: hosts.filter((host) => host.shadowRoot?.querySelector('[aria-disabled=true]')).length,
    next: next.map((element) => ({isFocusable: element.tabIndex >= 0})),
  };
}

/** How much the recorder on the page has told. */
export function readMessageCount(key: string): MessageCount {
  return (window as unknown as Record<symbol, MessageCount>)[Symbol.for(key)]!;
}
