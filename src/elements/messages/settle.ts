import {fetchReport} from './copy-button.js';
import {findPlaced, keepOnScreen, unwatchSize, watchSize} from './placement.js';
import {forgetTellers} from './tell.js';
import type {Teller} from './told.js';

/** Elements whose alert has been seen. */
const alerted = new WeakSet<HTMLElement>();

/** Sees to what an element has just drawn. */
export function settle(host: HTMLElement, root: ParentNode, {source, loadReport}: Teller): void {
  if (root.querySelector('.copy')) void fetchReport(loadReport);
  const alert = root.querySelector('.alert');
  // What a return brings may lie outside the screen. What was pressed on this page is in sight.
  if (alert && !alerted.has(host) && !source) alert.scrollIntoView({block: 'nearest'});
  if (alert) alerted.add(host);
  else alerted.delete(host);
  if (findPlaced(host).length === 0) return;
  keepOnScreen(host);
  watchSize(host);
}

/** An element has been removed. */
export function leave(host: HTMLElement): void {
  forgetTellers();
  unwatchSize(host);
}
