/** Gives a root its styles. A browser that adopts no sheet gets a `<style>`, which the page's policy may ask for a nonce. */
export function adoptStyles(root: ShadowRoot, text: string): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement('style');
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) style.nonce = nonce;
  style.append(text);
  root.append(style);
}
