/** The languages that we speak, the first one to people whose own is not here. A text that one of them lacks does not compile. */
const LOCALES = ['en', 'ko', 'ja'] as const;

export type Locale = (typeof LOCALES)[number];

/** Texts in every language that we speak. */
export type Translations<Texts> = Readonly<Record<Locale, Texts>>;

/** The language that we speak to people of another one. */
export function toLocale(language: string): Locale {
  const [own] = language.toLowerCase().split(/[-_]/);
  return LOCALES.find((locale) => locale === own) ?? LOCALES[0];
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
