/** Calls back a time in milliseconds after the page has loaded, when late scripts have had their turn. */
export function afterLoad(milliseconds: number, callback: () => void): void {
  const wait = (): void => void setTimeout(callback, milliseconds);
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait, {once: true});
}

/** How long Safari, which does not tell when it is idle, is left alone, in milliseconds. */
const REST = 200;

/** Calls back once the page has loaded and has nothing else to do. */
export function whenIdle(callback: () => void): void {
  const {requestIdleCallback: wait} = globalThis as Partial<typeof globalThis>;
  if (wait) afterLoad(0, () => void wait(callback));
  else afterLoad(REST, callback);
}
