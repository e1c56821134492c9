import {SYMBOL} from '../../elements/kakao-symbol.js';
import {styles} from '../../elements/login-button/login-button.styles.js';

/** What a button consists of. */
export interface ButtonParts {
  readonly root: HTMLElement;
  readonly bubble: HTMLElement;
  readonly button: HTMLElement;
  readonly label: HTMLElement;
  /** The live region that tells what happened. */
  readonly region: HTMLElement;
}

/** Makes the parts of `elements/login-button/`, by nodes alone: a page's policy may forbid markup as text. */
export function createParts(): ButtonParts {
  const bubble = make('span', {part: 'bubble'}, makeSlot('bubble'));
  const label = make('span', {part: 'label'}, makeSlot('label'));
  const button = make('button', {part: 'button', type: 'button'}, make('span', {class: 'face'}, drawSymbol(), label));
  const region = make('div', {role: 'status'});
  return {root: make('div', {}, bubble, button, make('div', {part: 'message'}, region)), bubble, button, label, region};
}

/** The words that a part shows. */
const shown = new WeakMap<Element, string>();

/**
 * Has a part show words, before its slot if it has one. They are made anew when they change: a page translator may have
 * moved the letters that are there.
 */
export function setWords(
  part: Element,
  words: string,
  toNode: (words: string) => Node | string = (text) => text,
): void {
  if ((shown.get(part) ?? '') === words) return;
  shown.set(part, words);
  const slot = part.querySelector('slot');
  part.replaceChildren(...(words ? [toNode(words)] : []), ...(slot ? [slot] : []));
}

/** A sentence of its own. */
export const toParagraph = (words: string): Node => make('p', {}, words);

/** Null takes the attribute away. */
export function setAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Gives a root the style sheets of the button. A browser that adopts none gets a `<style>`, which a policy may ask for a nonce. */
export function adoptStyles(root: ShadowRoot): void {
  const text = (styles as unknown as readonly string[]).join('');
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = make('style', {}, text);
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) style.nonce = nonce;
  root.append(style);
}

const makeSlot = (name: string): HTMLElement => make('slot', {name});

function make(tag: string, attributes: Readonly<Record<string, string>>, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function drawSymbol(): Element {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '-1 -1 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('fill-rule', 'evenodd');
  path.setAttribute('d', SYMBOL);
  svg.append(path);
  return svg;
}
