import {styles} from './message.styles.js';

/** The sheet of messages, for each window that has some. */
const sheets = new WeakMap<Window, CSSStyleSheet>();

/** Adds the styles of messages to those of an element, if it does not have them. */
export function addMessageStyles(root: ShadowRoot): void {
  const {defaultView: view} = root.ownerDocument;
  if (view && 'adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = sheets.get(view) ?? toSheet(view);
    sheets.set(view, sheet);
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } else if (!root.querySelector('#message-styles')) addStyleElement(root);
}

function toSheet(view: Window & typeof globalThis): CSSStyleSheet {
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(styles);
  return sheet;
}

/** For browsers that take no sheets made by a script. */
function addStyleElement(root: ShadowRoot): void {
  const style = root.ownerDocument.createElement('style');
  const {litNonce} = globalThis as {litNonce?: string};
  style.id = 'message-styles';
  // The page's policy may ask for one.
  if (litNonce) style.setAttribute('nonce', litNonce);
  style.textContent = styles;
  root.append(style);
}
