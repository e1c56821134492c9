import {reportProblem} from '../client/page/developer/report-problem.js';

/** What every site and framework writes on elements, and secrets, which are named as such. */
const USUAL =
  /^(id|class|style|slot|lang|dir|hidden|title|role|is|part|exportparts|tabindex|nonce|key|ref|name|(on|data-|aria-|ng-|v-|x-|hx-).*|.*(secret|admin).*)$/;

const told = new Set<string>();

/**
 * Has unknown attributes named that are a slip of a known one; which those are is found where the sentences are. Each is
 * looked at once a page.
 *
 * @param prefix what stands before each name
 */
export function nameMisspelt(element: Element, known: readonly string[], prefix = ''): void {
  for (const {name: full} of element.attributes) {
    const name = full.slice(prefix.length);
    const where = `${element.localName} ${full}`;
    if (!full.startsWith(prefix) || !/^[a-z][\w-]*$/.test(name) || USUAL.test(name)) continue;
    if (known.includes(name) || told.has(where)) continue;
    told.add(where);
    reportProblem({code: 'config_invalid', kind: 'attribute', name: full, prefix, known});
  }
}
