/** How many campaign parameters a login carries at most: one limit for the page and the server. */
export const MAX_ATTRIBUTION = 20;
/** Origins of the pages that visitors come back from after a login: no source of theirs. */
export const KAKAO_PAGES = /^https:\/\/(kauth|accounts)\.kakao\.com$/;
/** The most characters that a value of them may have. */
export const MAX_ATTRIBUTION_VALUE = 256;
