/** How much of a campaign a login carries: the page, the wire and the server hold to the same. */
export const MAX_ATTRIBUTION = 20;
/** How long a value of it may be, in characters. */
export const MAX_ATTRIBUTION_VALUE = 256;
