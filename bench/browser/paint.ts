import type {Browser} from 'playwright-core';
import {definePart} from '../part.js';
import {Samples, showDifference, showSpread, summarize, toTable, type Summary} from '../statistics.js';
import type {Variant} from './pages.js';
import {startBenchSite, type BenchSite} from './site.js';
import {openVisit, SLOWDOWNS, within, type Slowdown} from './visit.js';

const BASE = 'empty module';
const PAINTED = [BASE, 'link', 'element, direct', 'element, SDK', 'script tag'] as const satisfies readonly Variant[];

interface PaintSample {
  /** Navigation start to the frame after the button's first. */
  readonly painted: number;
  /** Main-thread time of the whole load. */
  readonly mainThread: number;
}

interface PaintRow {
  readonly page: string;
  readonly slowdown: Slowdown;
  readonly painted: Summary;
  readonly mainThread: Summary;
}

async function sample(browser: Browser, site: BenchSite, name: Variant, slowdown: Slowdown): Promise<PaintSample> {
  const visit = await openVisit(browser, site.toUrl(name), {slowdown});
  const {at} = await within(`${name}: the first paint`, visit.painted);
  await visit.page.waitForLoadState('load');
  const {metrics} = await visit.devtools.send('Performance.getMetrics');
  await visit.close();
  const seconds = metrics.find(({name: metric}) => metric === 'TaskDuration')?.value ?? NaN;
  return {painted: at, mainThread: seconds * 1000};
}

async function measurePaints(browser: Browser, site: BenchSite, rounds: number): Promise<PaintRow[]> {
  const cases = SLOWDOWNS.flatMap((slowdown) => PAINTED.map((page) => ({page, slowdown, key: `${page} ${slowdown}`})));
  const samples = new Samples<PaintSample>();
  for (let round = -1; round < rounds; round++) {
    for (const {page, slowdown, key} of cases) {
      const taken = await sample(browser, site, page, slowdown);
      if (round >= 0) samples.add(key, taken);
    }
  }
  return cases.map(({page, slowdown, key}) => ({
    page,
    slowdown,
    painted: summarize(samples.of(key).map(({painted}) => painted)),
    mainThread: summarize(samples.of(key).map(({mainThread}) => mainThread)),
  }));
}

function showPaints(rows: readonly PaintRow[]): string {
  const columns = SLOWDOWNS.flatMap((slowdown) =>
    (['painted', 'mainThread'] as const).map((figure) => ({figure, slowdown})),
  );
  const find = (page: string, {figure, slowdown}: (typeof columns)[number]): Summary | undefined =>
    rows.find((row) => row.page === page && row.slowdown === slowdown)?.[figure];
  const lines = PAINTED.map((page) => [
    page,
    ...columns.map((column) => {
      const [taken, base] = [find(page, column), find(BASE, column)];
      if (!taken || !base) return '';
      return page === BASE ? showSpread(taken) : showDifference(taken, base);
    }),
  ]);
  const titles = {painted: 'painted', mainThread: 'main thread'};
  return toTable(['page', ...columns.map(({figure, slowdown}) => `${titles[figure]}, ${slowdown} ×`)], lines);
}

export const paintPart = definePart<PaintRow[]>({
  async run({rounds, getBrowser}) {
    const site = await startBenchSite();
    const rows = await measurePaints(await getBrowser(), site, rounds);
    site.close();
    return rows;
  },
  show: (rows) =>
    `## First paint (ms: median, quartiles, difference to a page with an empty module and a plain link; processor 1 × and 4 × slower)\n\n${showPaints(rows)}\n\nPainted is the frame after the button's box is there and the module has run; main thread is all tasks of the load until then.`,
});
