/**
 * What each way to use the package may weigh, in kB (1000 bytes) by brotli, quality 11. Of a bundle with elements, Lit is
 * 5.2 kB; the rest is what a login needs to survive phones, networks and reloads.
 */
export const BUDGETS = {
  headless: 22.5,
  'button and sync': 32.9,
  'all elements': 37.7,
  'script tag': 40.2,
  report: 8,
  'head entry': 2.2,
  'reserve.css': 0.5,
} as const;
