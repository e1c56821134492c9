/** Registers an element once; a second copy of this code, and a server, are left alone. */
export function defineElement(
  tag: string,
  element: CustomElementConstructor,
  registry: Pick<CustomElementRegistry, 'get' | 'define'> | undefined = (
    globalThis as {customElements?: CustomElementRegistry}
  ).customElements,
): void {
  if (registry && !registry.get(tag)) registry.define(tag, element);
}
