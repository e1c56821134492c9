/** A language of the emulator's pages. */
export type Language = 'ko' | 'en';

/** A text in each of them. */
export type Localized = Readonly<Record<Language, string>>;
