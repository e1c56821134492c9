import {LOCALES, type Locale} from './messages.js';

/** Texts in every language that we speak. */
export type Translations<Texts> = Readonly<Record<Locale, Texts>>;

/** Some sites write a country, a code of three letters or a name instead of the language's code. */
const ALIASES: ReadonlyMap<string, Locale> = new Map([
  ['kr', 'ko'],
  ['kor', 'ko'],
  ['korean', 'ko'],
  ['한국어', 'ko'],
  ['jp', 'ja'],
  ['jpn', 'ja'],
  ['japanese', 'ja'],
  ['日本語', 'ja'],
  ['eng', 'en'],
  ['english', 'en'],
]);

/** The language that we speak to people of another one. */
export function toLocale(language: string): Locale {
  return findLocale(language) ?? LOCALES[0];
}

/** Our language of that name. */
export function findLocale(language: string): Locale | undefined {
  const code = toLanguageCode(language);
  return LOCALES.find((locale) => locale === code) ?? ALIASES.get(code);
}

/** A language without its script and country. */
export function toLanguageCode(language: string): string {
  return (
    language
      .trim()
      .toLowerCase()
      .split(/[-_.,; ]/)[0] ?? ''
  );
}

/** A language's texts. */
export function translate<Texts>(texts: Translations<Texts>, language: string): Texts {
  return texts[toLocale(language)];
}

/** The language of an element: the nearest `lang`, across shadow roots, then the document's, then Korean. */
export function toLanguage(element: Element): string {
  // A server has no tree to look up.
  let at = element.isConnected ? element : undefined;
  while (at) {
    const language = at.closest('[lang]')?.getAttribute('lang');
    if (language) return language;
    at = (at.getRootNode() as Partial<ShadowRoot>).host;
  }
  return 'ko';
}
