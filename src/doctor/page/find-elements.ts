import {type DefaultTreeAdapterTypes, parse} from 'parse5';

/** An element of a page, with its attributes. */
export interface FoundElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** All elements of a page, as a browser would make them of its text, and in their order. Scripts do not run. */
export function findElements(html: string): readonly FoundElement[] {
  const found: FoundElement[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('attrs' in node) {
      found.push({name: node.tagName, attributes: new Map(node.attrs.map(({name, value}) => [name, value]))});
    }
    // What a template holds is not on the page yet.
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return found;
}
