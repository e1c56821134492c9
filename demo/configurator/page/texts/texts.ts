import {en} from './en.js';
import {ko, type Texts} from './ko.js';

export type {Texts} from './ko.js';

export type Language = 'ko' | 'en';

export const TEXTS: Readonly<Record<Language, Texts>> = {ko, en};

/** Korean for whoever reads Korean, English for all others. */
export function toLanguage(preferred: readonly string[]): Language {
  return preferred.some((language) => language.startsWith('ko')) ? 'ko' : 'en';
}
