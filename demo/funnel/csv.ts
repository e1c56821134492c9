import type {Text} from '../text/text.js';
import {countLost, type FunnelReport, type Numbers, STAGES} from './numbers.js';

/** The byte order mark: without it, Excel reads Korean as another encoding. */
const BOM = '\uFEFF';

/** A report as a file for spreadsheets, with one line a campaign, source and variant. */
export function toCsv({rows, total, isSample}: FunnelReport, {funnel}: Text): string {
  const kind = isSample ? funnel.sample : funnel.real;
  const toNumbers = (numbers: Numbers): number[] => [...STAGES.map((stage) => numbers[stage]), countLost(numbers)];
  const {campaign, source, variant} = funnel.columns;
  const lines = [
    [funnel.kind, campaign, source, variant, ...STAGES.map((stage) => funnel.columns[stage]), funnel.columns.lost],
    ...rows.map((row) => [kind, row.campaign, row.source, row.variant, ...toNumbers(row)]),
    [kind, funnel.total, '', '', ...toNumbers(total)],
  ];
  return BOM + lines.map((cells) => cells.map(toCell).join(',') + '\r\n').join('');
}

/** Spreadsheets run a cell that begins like a formula, and a campaign can be written by anybody. */
function toCell(value: string | number): string {
  const text = typeof value === 'string' && /^\s*[=+\-@|\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
