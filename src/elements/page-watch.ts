import {reportProblem} from '../client/page/developer/report-problem.js';
import {afterLoad} from './after-load.js';
import {keepOnScreen} from './placement.js';

/** When a page has settled, with its dialogs closed: in milliseconds after it has loaded. */
const SETTLED = 3000;

/** An element that depends on the page around it. */
export interface Watching extends HTMLElement {
  /** The language of its place may have changed. */
  requestUpdate(): void;
}

/** Those in a document. The page is watched once for all of them. */
const present = new Set<Watching>();
let isChecking = false;
let watchers: {readonly languages: MutationObserver; readonly sizes: ResizeObserver} | undefined;

/** Calls an element back when the language of its place may have changed, and when the window has another size. */
export function watchPage(element: Watching): void {
  present.add(element);
  if (!isChecking) afterLoad(SETTLED, nameUnpressable);
  isChecking = true;
  const {languages} = (watchers ??= createWatchers());
  // The same function is added once.
  element.ownerDocument.defaultView?.addEventListener('resize', placePresent);
  // Any ancestor may have a language, across shadow roots.
  let root: Node | undefined = element.getRootNode();
  while (root) {
    languages.observe(root, {subtree: true, attributeFilter: ['lang']});
    root = (root as Partial<ShadowRoot>).host?.getRootNode();
  }
}

/** Calls an element back when it is drawn or has another size. */
export function watchSize(element: Watching): void {
  watchers?.sizes.observe(element);
}

export function unwatch(element: Watching): void {
  present.delete(element);
  watchers?.sizes.unobserve(element);
}

function createWatchers(): NonNullable<typeof watchers> {
  return {
    languages: new MutationObserver(() => {
      for (const element of present) element.requestUpdate();
    }),
    sizes: new ResizeObserver((entries) => {
      for (const {target} of entries) keepOnScreen(target as Watching);
    }),
  };
}

function placePresent(): void {
  for (const element of present) keepOnScreen(element);
}

/** Tells the developer once of an element that nobody can press. Another one may come later. */
function nameUnpressable(): void {
  const one = [...present].find((element) => getComputedStyle(element).pointerEvents === 'none');
  isChecking = !!one;
  if (one) reportProblem({code: 'config_invalid', kind: 'unpressable', name: one.localName});
}
