/**
 * What a site's own build may emit for modules, in kB (1000 bytes) by brotli, quality 11, each file by itself: the first
 * load (the entry and its static imports), and all files but the report. Of what has elements, Lit is 5.2 kB.
 */
export const CHUNK_BUDGETS = {
  // csrf: of these, first 0.1, 0.1 and 0.15, whole 0.7, 0.8 and 0.8; of the script tag 0.7.
  headless: {first: 13.8, whole: 30.4},
  'button and sync': {first: 24.7, whole: 46.9},
  'all elements': {first: 29.25, whole: 52.7},
} as const;

/** How many files that may be. */
export const MOST_FILES = 8;

/** What each file that is served as it is may weigh, likewise. */
export const BUDGETS = {
  'script tag': 44.7,
  'host entry': 12,
  report: 8,
  analytics: 2.5,
  attribution: 1.1,
  check: 11,
  sheet: 5,
  'head entry': 2.2,
  'reserve.css': 0.5,
} as const;
