import {insertScript} from '../../sdk/insert-script.js';
import {passScript} from '../../sdk/trusted-script-url.js';
import {attempt} from '../../shared/attempt.js';
import {findOwnTag} from '../tag/find-tag.js';
import {takePart, type PartScript} from './part-script.js';

/** The files of a release that stand beside the script's own, by name, each with the hash that the build has made (vite.config.ts). */
declare const SIBLINGS: Readonly<Record<string, string>>;

// Only while a classic script runs does the document know its tag.
const current = document.currentScript;
const tag =
  (current instanceof HTMLScriptElement ? current : findOwnTag(null)) ??
  document.querySelector<HTMLScriptElement>('script[src*="kakao-sync"]');
const toAddress = (name: string): string | undefined =>
  attempt(() => new URL(`kakao-sync-${name}.min.js`, tag?.src).href);

for (const name of Object.keys(SIBLINGS)) {
  const address = toAddress(name);
  if (address) passScript(address);
}

/**
 * Fetches a file beside the script's own by a classic script, as the tag is, with its integrity and the page's nonce.
 *
 * @param name `report` is `kakao-sync-report.min.js`
 * @returns what the file has left, or undefined
 * @throws {Error} if the tag has no address, or the file cannot be had
 */
export function loadSibling<Part>(name: string): Promise<Part> {
  return new Promise((resolve, reject) => {
    const address = toAddress(name);
    if (!address) throw new Error();
    const script = insertScript(
      address,
      SIBLINGS[name],
      // A page without an origin has nothing to lose, and no server lets it compare. A file's own origin is none.
      (document as {domain?: string}).domain === '' || location.protocol === 'file:',
    ) as PartScript<Part>;
    const end = ({type}: Event): void => {
      script.remove();
      if (type === 'load') resolve(takePart(script));
      else reject(new Error());
    };
    script.addEventListener('load', end);
    script.addEventListener('error', end);
  });
}
