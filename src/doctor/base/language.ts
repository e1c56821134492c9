/** The languages that the doctor speaks. */
export const LANGUAGES = ['ko', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** A text in each language. */
export type Localized = Readonly<Record<Language, string>>;

/** The language of a terminal, by its environment: Korean if that says so, else English. */
export function findLanguage({LC_ALL, LC_MESSAGES, LANG}: Readonly<Record<string, string | undefined>>): Language {
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('ko') ? 'ko' : 'en';
}

/** Puts facts into a text, each in the place of its `{name}`. */
export function fillIn(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => facts[name] ?? place);
}
