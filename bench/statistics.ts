/** What is left of the rounds of one figure: a busy machine shows in the quartiles. */
export interface Summary {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly rounds: number;
}

/** @returns quartiles between the nearest two values; all are NaN where there are no values */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = (sorted.length - 1) * share;
    const [below = NaN, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place - Math.floor(place));
  };
  return {median: at(0.5), lowerQuartile: at(0.25), upperQuartile: at(0.75), rounds: values.length};
}

/** @returns such as `2.8 (2.6–3.1)` */
export function showSpread({median, lowerQuartile, upperQuartile}: Summary, digits = 1): string {
  return `${median.toFixed(digits)} (${lowerQuartile.toFixed(digits)}–${upperQuartile.toFixed(digits)})`;
}

/** @returns such as `2.8 (2.6–3.1) × 1.46`, beside the base of the same run */
export function showRatio(summary: Summary, base: Summary): string {
  return `${showSpread(summary)} × ${(summary.median / base.median).toFixed(2)}`;
}

/** @returns such as `41.2 (40.0–44.1) + 9.3`, beside the base of the same run */
export function showDifference(summary: Summary, base: Summary): string {
  const more = summary.median - base.median;
  return `${showSpread(summary)} ${more < 0 ? '−' : '+'} ${Math.abs(more).toFixed(1)}`;
}

/** @returns lines of a table in Markdown */
export function toTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Values by what they were taken of, in the order in which that came first. */
export class Samples<Value> {
  readonly #taken = new Map<string, Value[]>();

  add(name: string, value: Value): void {
    const values = this.#taken.get(name);
    if (values) values.push(value);
    else this.#taken.set(name, [value]);
  }

  of(name: string): readonly Value[] {
    return this.#taken.get(name) ?? [];
  }
}
