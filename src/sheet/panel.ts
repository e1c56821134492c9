import {adoptStyles} from './adopt-styles.js';
import {keepFocus} from './focus.js';
import type {SheetContent} from './options.js';
import {styles} from './sheet.styles.js';
import {after} from '../shared/after.js';

/** What a panel shows. */
export interface PanelContent extends SheetContent {
  readonly text: string;
  readonly close: string;
  /** The words of the way to see it no more. What is told after a signup has none, and no login either. */
  readonly hide?: string | undefined;
  /** The language of our own words. */
  readonly locale: string;
}

export interface Panel {
  readonly isModal: boolean;
  /** Takes it away. The focus goes back to where it was, if it is inside. */
  remove(): void;
}

/**
 * Draws the sheet at the end of the page, by nodes alone: a page's policy may forbid markup as text. Asked for by the
 * visitor it is a dialog, which holds the focus. Otherwise it takes none, and screen readers say its text when they have
 * said what they are at.
 *
 * @param onClose the visitor wants it away
 */
export function drawPanel(content: PanelContent, isModal: boolean, onClose: () => void): Panel {
  const host = document.createElement('kakao-sync-sheet');
  const root = host.attachShadow({mode: 'open'});
  adoptStyles(root, styles);
  const words = make('p', {id: 'words'});
  const panel = make(
    'div',
    {
      class: isModal ? 'panel modal' : 'panel',
      role: isModal ? 'dialog' : 'region',
      'aria-labelledby': 'words',
      tabindex: '-1',
      ...(isModal && {'aria-modal': 'true'}),
    },
    make('div', {class: 'body'}, ...drawBody(content, isModal ? words : make('div', {role: 'status'}, words))),
    ...drawControls(content, onClose),
  );
  const back = make('div', {class: 'back'});
  back.addEventListener('click', onClose);
  root.append(...(isModal ? [back] : []), panel);
  document.body.append(host);
  const say = (): void => words.append(content.text);
  // A live region is heard when something comes into it.
  if (isModal) say();
  else after(0, say);
  const release = keepFocus(host, root, panel, isModal, onClose);
  return {
    isModal,
    remove() {
      release();
      host.remove();
    },
  };
}

function drawBody({image, imageAlt = '', hide}: PanelContent, words: HTMLElement): readonly HTMLElement[] {
  return [
    ...(image ? [make('img', {src: image, alt: imageAlt})] : []),
    words,
    ...(hide ? [make('kakao-login-button', {})] : []),
  ];
}

function drawControls({hide, close, locale}: PanelContent, onClose: () => void): readonly HTMLElement[] {
  const controls = [
    ...(hide ? [make('button', {type: 'button', class: 'hide', lang: locale}, hide)] : []),
    make('button', {type: 'button', class: 'close', lang: locale, 'aria-label': close}, '×'),
  ];
  for (const control of controls) control.addEventListener('click', onClose);
  return controls;
}

function make(tag: string, attributes: Readonly<Record<string, string>>, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
