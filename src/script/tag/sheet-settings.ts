/** What a tag says of its signup sheet. A variant's own begin with the first three: `sheetTextA`. */
export const SHEET_SETTINGS = [
  'sheetText',
  'sheetImage',
  'sheetImageAlt',
  'sheet',
  'sheetVariants',
  'sheetInclude',
  'sheetExclude',
  'sheetCap',
  'sheetHideDays',
  'sheetDone',
  'member',
] as const;
