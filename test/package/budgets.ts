/**
 * What a site's own build may emit for modules, in kB (1000 bytes) by brotli, quality 11, each file by itself: the first
 * load (the entry and its static imports), and all files but the report. Of what has elements, Lit is 5.2 kB.
 */
export const CHUNK_BUDGETS = {
  headless: {first: 12.8, whole: 27.7},
  'button and sync': {first: 23.7, whole: 44},
  'all elements': {first: 28.3, whole: 49.9},
} as const;

/** How many files that may be. */
export const MOST_FILES = 8;

/** What each file that is served as it is may weigh, likewise. */
export const BUDGETS = {
  'script tag': 41.2,
  report: 8,
  'head entry': 2.2,
  'reserve.css': 0.5,
} as const;
