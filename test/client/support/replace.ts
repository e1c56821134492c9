const undo: (() => void)[] = [];

/** Replaces a property of the page until the test is over. */
export function replace<Holder extends object>(holder: Holder, name: keyof Holder, property: PropertyDescriptor): void {
  const own = Object.getOwnPropertyDescriptor(holder, name);
  Object.defineProperty(holder, name, {configurable: true, ...property});
  undo.push(() => {
    if (own) Object.defineProperty(holder, name, own);
    else Reflect.deleteProperty(holder, name);
  });
}

afterEach(() => {
  for (const putBack of undo.splice(0).reverse()) putBack();
});
