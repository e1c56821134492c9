/** How many campaign parameters a login carries at most: one limit for the page and the server. */
export const MAX_ATTRIBUTION = 20;
/** The most characters that a value of them may have. */
export const MAX_ATTRIBUTION_VALUE = 256;
