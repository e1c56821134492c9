import {reportProblem} from '../client/page/developer/report-problem.js';

let isTold = false;

/**
 * Registers an element once; a second copy of this code, and a server, are left alone. Lit cannot draw on a page of XML:
 * what stands in the places of our elements stays there.
 */
export function defineElement(
  tag: string,
  element: CustomElementConstructor,
  registry: Pick<CustomElementRegistry, 'get' | 'define'> | undefined = (
    globalThis as {customElements?: CustomElementRegistry}
  ).customElements,
): void {
  if (!registry || registry.get(tag)) return;
  const {contentType = ''} = (globalThis as {document?: Document}).document ?? {};
  if ('elementStyles' in element && contentType.endsWith('xml')) {
    if (!isTold) reportProblem({code: 'config_invalid', kind: 'xml', value: contentType});
    isTold = true;
  } else registry.define(tag, element);
}
