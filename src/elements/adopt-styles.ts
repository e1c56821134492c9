import {adoptStyles, supportsAdoptingStyleSheets, type CSSResult} from 'lit';

/** Adds styles to those of a shadow root, which may be in another document than this code's. */
export function addStyles(root: ShadowRoot, styles: readonly CSSResult[]): void {
  if (supportsAdoptingStyleSheets) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...styles.map((style) => toSheet(style, root))];
  } else adoptStyles(root, [...styles]);
}

function toSheet(style: CSSResult, {ownerDocument: {defaultView: view}}: ShadowRoot): CSSStyleSheet {
  if (!view || view === window) return style.styleSheet as CSSStyleSheet;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(style.cssText);
  return sheet;
}
