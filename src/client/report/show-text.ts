/**
 * Shows a text that the page may not copy, selected, so that the visitor can do it by hand.
 *
 * @param place where it is shown, once; what names it there has the id `reference`
 */
export function showText(place: Element, text: string): void {
  const area = place.querySelector('textarea') ?? place.ownerDocument.createElement('textarea');
  Object.assign(area, {value: text, readOnly: true, rows: 5, dir: 'ltr', translate: false});
  area.setAttribute('aria-labelledby', 'reference');
  Object.assign(area.style, {
    boxSizing: 'border-box',
    display: 'block',
    width: '100%',
    margin: '12px 0 0',
    padding: '8px',
    // iOS zooms in on smaller letters.
    font: '16px/1.4 monospace',
  });
  place.append(area);
  area.focus();
  area.setSelectionRange(0, text.length);
  area.scrollTop = 0;
}
