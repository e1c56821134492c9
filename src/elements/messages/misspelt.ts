import type {reportProblem} from '../../client/page/developer/report-problem.js';
import type {Problem} from '../../client/state/problem.js';

/** What every site and framework writes on elements, and what is named elsewhere: secrets, and the settings of the sheet. */
const USUAL =
  /^(id|class|style|slot|lang|dir|hidden|title|role|is|part|exportparts|tabindex|nonce|key|ref|name|(sheet|on|data-|aria-|ng-|v-|x-|hx-).*|.*(secret|admin).*)$/;

/** Tells the developer. */
type Report = typeof reportProblem;

/** Where names are looked for, and which. */
export interface KnownNames {
  readonly known: readonly string[];
  /** Every name begins with it. */
  readonly prefix?: string;
  /** Others write attributes of their own there: only a slip of the pen counts. */
  readonly isShared?: boolean;
}

const told = new Set<string>();

/** The check of each element, which runs when one of its attributes changes. */
const checks = new WeakMap<Node, () => void>();
let observer: MutationObserver | undefined;

/** Calls at once, and whenever attributes of the element have changed. */
export function watchAttributes(element: Element, check: () => void): void {
  checks.set(element, check);
  observer ??= new MutationObserver((records) => {
    for (const target of new Set(records.map((record) => record.target))) checks.get(target)?.();
  });
  observer.observe(element, {attributes: true});
  check();
}

/** Has unknown attributes named that are a slip of a known one; which those are is found where the sentences are. */
export function nameMisspelt(element: Element, {known, prefix = '', isShared}: KnownNames, report: Report): void {
  for (const {name: full} of element.attributes) {
    const name = full.slice(prefix.length);
    if (!full.startsWith(prefix) || !/^[a-z][\w-]*$/.test(name) || USUAL.test(name) || known.includes(name)) continue;
    nameOnce(element, full, {code: 'config_invalid', kind: 'attribute', name: full, prefix, known, isShared}, report);
  }
}

/** A secret in a page is public: it is named, never repeated. */
export function refuseSecrets(element: Element, report: Report): void {
  for (const {name} of element.attributes) {
    if (/secret|admin/i.test(name)) nameOnce(element, name, {code: 'config_invalid', kind: 'secret', name}, report);
  }
}

/** Tells of an attribute: once a page of each name on each kind of element. */
function nameOnce({localName}: Element, name: string, problem: Problem, report: Report): void {
  const where = `${localName} ${name}`;
  if (!told.has(where)) report(problem);
  told.add(where);
}
