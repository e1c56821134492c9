import {invalidOption} from '../base/validate.js';

const MIN_BYTES = 32;
const MIN_CHARACTERS = 10;
/** The share of a text's characters that makes it a repetition, where they equal those a fixed distance before. */
const REPETITION = 2 / 3;

const REMEDY =
  'set it to [key], or to two while one is replaced, each at least 32 random bytes (openssl rand -base64 32)';

/**
 * Checks that keys to seal with are as good as random ones of their length, as far as can be seen.
 *
 * @param option what they are called in messages
 * @throws KakaoSyncError `config_invalid`, without the key
 */
export function checkSealKeys(keys: readonly {readonly text: string; readonly name: string}[], option: string): void {
  for (const {text, name} of keys) {
    const flaw = findFlaw(text);
    if (flaw !== null) throw invalidOption(name, undefined, `it ${flaw}: ${REMEDY}`);
  }
  if (keys.length > 2) throw invalidOption(option, undefined, `only two are used: ${REMEDY}`);
  if (new Set(keys.map(({text}) => text)).size !== keys.length)
    throw invalidOption(option, undefined, `both are the same: ${REMEDY}`);
}

function findFlaw(key: string): string | null {
  const characters = Array.from(key);
  if (new TextEncoder().encode(key).length < MIN_BYTES) return `is shorter than ${MIN_BYTES} bytes`;
  if (new Set(characters).size < MIN_CHARACTERS) return `has fewer than ${MIN_CHARACTERS} different characters`;
  return isRepetition(characters) ? 'repeats itself' : null;
}

/**
 * Whether a text is one block over and over, also with a part of one at its ends, or with little changed in between. Of
 * random digits, one text in a million is taken for one.
 */
function isRepetition(characters: readonly string[]): boolean {
  for (let distance = 1; distance <= characters.length * REPETITION; distance++) {
    const rest = characters.slice(distance);
    const equal = rest.filter((character, index) => character === characters[index]).length;
    if (equal >= rest.length * REPETITION) return true;
  }
  return false;
}
