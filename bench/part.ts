import type {Browser} from 'playwright-core';

/** What every part of the benchmark gets. */
export interface BenchRun {
  readonly rounds: number;
  /** The browser of the run, which is started when it is first asked for. */
  getBrowser(): Promise<Browser>;
}

/** A part of the benchmark, by itself with `--only`. */
export interface BenchPart<Result> {
  /** @returns figures that JSON can hold */
  run(bench: BenchRun): Promise<Result>;
  /** @returns the figures as Markdown */
  show(result: Result): string;
}

/** Keeps the type of the result out of lists of parts. */
export interface AnyPart {
  measure(bench: BenchRun): Promise<{readonly result: unknown; readonly text: string}>;
}

export function definePart<Result>({run, show}: BenchPart<Result>): AnyPart {
  return {
    async measure(bench) {
      const result = await run(bench);
      return {result, text: show(result)};
    },
  };
}
