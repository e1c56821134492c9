import type {Browser} from 'playwright-core';
import {definePart} from '../part.js';
import {Samples, showRatio, showSpread, summarize, toTable, type Summary} from '../statistics.js';
import type {PressedPeer, Variant} from './pages.js';
import {startBenchSite, type BenchSite} from './site.js';
import {openVisit, press, readOrigin, readPressed, settle, SLOWDOWNS, USER_AGENTS, WAYS, within} from './visit.js';
import type {Slowdown, Way} from './visit.js';

const BASE = 'location.href';
const PRESSED = [BASE, 'element, direct', 'element, SDK', 'script tag'] as const satisfies readonly Variant[];

/** Press → request at Kakao, in ms. */
export interface PressRow {
  readonly page: string;
  readonly way: Way;
  readonly slowdown: Slowdown;
  readonly press: Summary;
  /** To the bare `location.href` of the same run, pressed in the same way. */
  readonly ratio: number;
}

async function sample(browser: Browser, site: BenchSite, name: Variant | PressedPeer, way: Way, slowdown: Slowdown) {
  // A phone leaves by the documented address inside KakaoTalk, as a desktop does everywhere.
  const userAgent = way === 'mouse' ? undefined : USER_AGENTS.talk;
  const visit = await openVisit(browser, site.toUrl(name), {userAgent, slowdown});
  const {x, y} = await within(`${name}: the first paint`, visit.painted);
  await settle(visit);
  const arrival = site.nextArrival();
  await press(visit, way, x, y);
  const arrived = await within(`${name}, ${way}: the request at Kakao`, arrival);
  const taken = arrived - (await readOrigin(visit)) - (await readPressed(visit));
  await visit.close();
  return taken;
}

/** Presses each page in each way, in turn. */
export async function measurePresses(
  browser: Browser,
  site: BenchSite,
  names: readonly (Variant | PressedPeer)[],
  rounds: number,
): Promise<PressRow[]> {
  const cases = SLOWDOWNS.flatMap((slowdown) =>
    WAYS.flatMap((way) => names.map((page) => ({page, way, slowdown, key: `${page} ${way} ${slowdown}`}))),
  );
  const samples = new Samples<number>();
  for (let round = -1; round < rounds; round++) {
    for (const {page, way, slowdown, key} of cases) {
      const taken = await sample(browser, site, page, way, slowdown);
      if (round >= 0) samples.add(key, taken);
    }
  }
  return cases.map(({page, way, slowdown, key}) => {
    const taken = summarize(samples.of(key));
    const base = summarize(samples.of(`${BASE} ${way} ${slowdown}`));
    return {page, way, slowdown, press: taken, ratio: taken.median / base.median};
  });
}

/** A line for each page, a column for each way. */
export function showPresses(rows: readonly PressRow[]): string {
  const columns = SLOWDOWNS.flatMap((slowdown) => WAYS.map((way) => ({way, slowdown})));
  const find = (page: string, {way, slowdown}: (typeof columns)[number]): Summary | undefined =>
    rows.find((row) => row.page === page && row.way === way && row.slowdown === slowdown)?.press;
  const lines = [...new Set(rows.map(({page}) => page))].map((page) => [
    page,
    ...columns.map((column) => {
      const [taken, base] = [find(page, column), find(BASE, column)];
      if (!taken || !base) return '';
      return page === BASE ? showSpread(taken) : showRatio(taken, base);
    }),
  ]);
  return toTable(['page', ...columns.map(({way, slowdown}) => `${way}, ${slowdown} ×`)], lines);
}

export const pressPart = definePart<PressRow[]>({
  async run({rounds, getBrowser}) {
    const site = await startBenchSite();
    const rows = await measurePresses(await getBrowser(), site, PRESSED, rounds);
    site.close();
    return rows;
  },
  show: (rows) =>
    `## Press → request at Kakao (ms: median, quartiles, ratio to a bare \`location.href\` that is pressed likewise; processor 1 × and 4 × slower)\n\n${showPresses(rows)}`,
});
