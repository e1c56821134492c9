/** Calls back a time in milliseconds after the page has loaded, when late scripts have had their turn. */
export function afterLoad(milliseconds: number, callback: () => void): void {
  const wait = (): void => void setTimeout(callback, milliseconds);
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait, {once: true});
}
