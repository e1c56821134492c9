import {type FunnelReport, type FunnelRow, type Numbers, STAGES} from './numbers.js';

function toRow(campaign: string, source: string, variant: string, numbers: readonly number[]): FunnelRow {
  const entries = STAGES.map((stage, place) => [stage, numbers[place] ?? 0]);
  return {campaign, source, variant, ...(Object.fromEntries(entries) as Numbers)};
}

const ROWS = [
  toRow('autumn-sale', 'kakaotalk', 'a', [1840, 402, 391, 356, 241, 87, 120, 21, 7]),
  toRow('autumn-sale', 'kakaotalk', 'b', [1795, 318, 309, 281, 177, 79, 113, 19, 6]),
  toRow('autumn-sale', 'naver', 'a', [960, 171, 166, 148, 88, 42, 0, 14, 4]),
  toRow('app-launch', 'instagram', 'a', [720, 134, 129, 71, 38, 22, 0, 8, 3]),
  toRow('', '', '', [510, 66, 64, 59, 18, 36, 41, 4, 1]),
];

/** Numbers that are made up, the same at each look: to see the page before there are visitors. */
export const SAMPLE: FunnelReport = {
  rows: ROWS,
  total: Object.fromEntries(STAGES.map((stage) => [stage, ROWS.reduce((sum, row) => sum + row[stage], 0)])) as Numbers,
  isSample: true,
};
