/**
 * What a site's own build may emit for modules, in kB (1000 bytes) by brotli, quality 11, each file by itself: the first
 * load (the entry and its static imports), and all files but the report. Of what has elements, Lit is 5.2 kB.
 */
export const CHUNK_BUDGETS = {
  // csrf: of these, first 0.1, 0.1 and 0.15, whole 0.7, 0.8 and 0.8; of the script tag 0.7. A login that ends on the server,
  // beside its own file: first 0.3, whole 0.8; of the script tag 0.6.
  headless: {first: 14.1, whole: 31.2},
  'button and sync': {first: 25, whole: 47.5},
  'all elements': {first: 29.5, whole: 53.4},
} as const;

/** How many files that may be. */
export const MOST_FILES = 8;

/** What each file that is served as it is may weigh, likewise. */
export const BUDGETS = {
  'script tag': 45.3,
  'host entry': 12,
  report: 8,
  analytics: 2.5,
  attribution: 1.1,
  check: 11,
  sheet: 5,
  'on the server': 3.1,
  'head entry': 2.2,
  'reserve.css': 0.5,
} as const;
