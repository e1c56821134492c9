import {reportProblem} from '../client/page/developer/report-problem.js';
import {afterLoad} from './after-load.js';
import {fetchMessages, whenMessagesMayCome, withMessages} from './late-messages.js';
import {MESSAGES_PART} from './messages-part.js';

/** When a page has settled, with its dialogs closed: in milliseconds after it has loaded. */
const SETTLED = 3000;

/** An element that depends on the page around it. */
export interface Watching extends HTMLElement {
  /** The language of its place may have changed, or the part with the messages have come. */
  requestUpdate(): void;
}

/** Those in a document. The page is watched once for all of them. */
const present = new Set<Watching>();
let isChecking = false;
let languages: MutationObserver | undefined;

/** Calls an element back when the language of its place may have changed, and when the part with the messages comes. */
export function watchPage(element: Watching): void {
  if (present.size === 0) whenMessagesMayCome(askForMessages);
  present.add(element);
  if (!isChecking) afterLoad(SETTLED, checkPage);
  isChecking = true;
  languages ??= new MutationObserver(updatePresent);
  // Any ancestor may have a language, across shadow roots.
  let root: Node | undefined = element.getRootNode();
  while (root) {
    languages.observe(root, {subtree: true, attributeFilter: ['lang']});
    root = (root as Partial<ShadowRoot>).host?.getRootNode();
  }
}

export function unwatch(element: Watching): void {
  present.delete(element);
  MESSAGES_PART.content?.leave(element);
}

/** Fetches the part with the messages: all elements are drawn again when it is there, or cannot be had. */
export function askForMessages(): void {
  fetchMessages(updatePresent);
}

function updatePresent(): void {
  for (const element of present) element.requestUpdate();
}

/** Tells the developer once of an element that nobody can press. Another one may come later. */
function checkPage(): void {
  withMessages(({findUnpressable}) => {
    const problem = findUnpressable(present);
    isChecking = !!problem;
    if (problem) reportProblem(problem);
  });
}
