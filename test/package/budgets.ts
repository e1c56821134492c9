/** What each way to use the package may weigh, in kB (1000 bytes) by brotli, quality 11. */
export const BUDGETS = {
  headless: 7,
  'button and sync': 14,
  'script tag': 16,
  'reserve.css': 0.5,
} as const;
