import {toTrustedScriptUrl} from './trusted-script-url.js';

/**
 * Inserts a script that the page's policy lets in: with the page's nonce, and an address that our Trusted Types policy has
 * passed. Whatever stops it, an `error` event tells.
 *
 * @param integrity of the file; none for a file of this machine
 * @param isPlain asks for the file without CORS, so that its hash cannot be compared
 */
export function insertScript(address: string, integrity?: string, isPlain = false): HTMLScriptElement {
  const script = document.createElement('script');
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
  if (nonce) script.nonce = nonce;
  script.async = true;
  if (!isPlain) {
    script.crossOrigin = 'anonymous';
    if (integrity) script.integrity = integrity;
  }
  try {
    script.src = toTrustedScriptUrl(address);
    document.head.append(script);
  } catch {
    // Trusted Types refused the text, and no `error` event will tell.
    queueMicrotask(() => script.dispatchEvent(new CustomEvent('error')));
  }
  return script;
}
