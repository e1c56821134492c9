import {parseJson} from '../../../shared/fields.js';

/**
 * What an answer is that is none of the contract: a redirect; nothing; JSON after byte order marks, or in UTF-16; JSON
 * after a notice; JSON of another shape (or what begins like it); a page, or any other text.
 */
export type AnswerClass = 'redirect' | 'empty' | 'bom' | 'notice-before-json' | 'json-of-another-shape' | 'html';

/** How a function of the site fails that stands in the backend's place: thrown or rejected alike is `threw`. */
export type FunctionFailure = 'threw' | 'no-answer' | 'empty' | 'another-shape';

/** How many braces are tried: a notice has a few of its own. */
const TRIES = 50;
/** How much of a text is shown. */
const SHOWN = 80;

export function classify({status, type, redirected}: Response, text: string): AnswerClass {
  if (type === 'opaqueredirect' || redirected || (/^(0|3..)$/.test(`${status}`) && status !== 304)) return 'redirect';
  const shown = text.trim();
  if (!shown) return 'empty';
  // Read as UTF-8, UTF-16 has a NUL beside each letter, and its mark is two characters that are none.
  if (/^[\s\uFFFD]*[\uFEFF\uFFFD]|^.?\0/s.test(text)) return 'bom';
  if (/^(\{|\[[{"\]])/.test(shown) || parseJson(shown) !== undefined) return 'json-of-another-shape';
  return shown.endsWith('}') && findJson(shown) ? 'notice-before-json' : 'html';
}

/** The object that a text holds as JSON, with anything before or after it. */
export function findJson(text: string): unknown {
  const end = text.lastIndexOf('}') + 1;
  for (let at = text.indexOf('{'), tries = TRIES; at >= 0 && tries > 0; at = text.indexOf('{', at + 1), tries--) {
    const found = parseJson(text.slice(at, end));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first words of a text, without what may be a secret: quoted texts, addresses, and all that is long. */
export function toShownText(text: string): string {
  return text
    .replace(/"[^"]*("|$)/g, '"…"')
    .replace(/[^\s<>]{12,}|[^\s<>]*(@|:\/\/|\d{5})[^\s<>]*/g, '…')
    .replace(/\s+/g, ' ')
    .slice(0, SHOWN);
}
