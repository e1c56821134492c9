/**
 * What a site's own build may emit for modules, in kB (1000 bytes) by brotli, quality 11, each file by itself: the first
 * load (the entry and its static imports), and all files but the report. Of what has elements, Lit is 5.2 kB.
 */
export const CHUNK_BUDGETS = {
  headless: {first: 12.6, whole: 27.3},
  'button and sync': {first: 29.2, whole: 42.4},
  'all elements': {first: 34.5, whole: 47.5},
} as const;

/** How many files that may be. */
export const MOST_FILES = 8;

/** What each file that is served as it is may weigh, likewise. */
export const BUDGETS = {
  'script tag': 40.7,
  report: 8,
  'head entry': 2.2,
  'reserve.css': 0.5,
} as const;
