/** What a name needs to be one: a letter or sign that is drawn. Fillers, joiners, marks and blanks of all kinds are not. */
export const VISIBLE = /(?![\p{DI}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;
