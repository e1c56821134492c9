import {setTimeout as delay} from 'node:timers/promises';
import type {Browser} from 'playwright-core';
import {definePart} from '../part.js';
import {toTable} from '../statistics.js';
import {startBenchSite, type BenchSite} from './site.js';
import {openVisit, settle, USER_AGENTS, within} from './visit.js';

const PAGE = 'element, direct';
/** Between two looks at what runs, in microseconds. */
const INTERVAL = 50;
const SHOWN = 12;

/** The fields of `Profiler.Profile` (Chrome's DevTools protocol) that are used here. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {readonly functionName: string; readonly url: string; readonly lineNumber: number};
  }[];
  /** The node at each look, and the microseconds since the one before. */
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

/** Where the time of a press, or of a load until the first paint, is spent. */
interface ProfileRow {
  readonly of: 'press' | 'paint';
  /** Its name, and the file with its line. */
  readonly function: string;
  /** Without what it calls, in ms a round. */
  readonly self: number;
}

/** Presses by touch; only the release of the finger is looked at, since it is what a visitor waits for. */
async function profilePress(browser: Browser, site: BenchSite): Promise<Profile> {
  const visit = await openVisit(browser, site.toUrl(PAGE), {userAgent: USER_AGENTS.talk, slowdown: 1});
  const {devtools, painted} = visit;
  const {x, y} = await within('the first paint', painted);
  await settle(visit);
  await devtools.send('Profiler.enable');
  await devtools.send('Profiler.setSamplingInterval', {interval: INTERVAL});
  await devtools.send('Input.dispatchTouchEvent', {type: 'touchStart', touchPoints: [{x, y}]});
  await delay(80);
  const arrival = site.nextArrival();
  await devtools.send('Profiler.start');
  await devtools.send('Input.dispatchTouchEvent', {type: 'touchEnd', touchPoints: []});
  await within('the request at Kakao', arrival);
  const {profile} = await devtools.send('Profiler.stop');
  await visit.close();
  return profile;
}

async function profilePaint(browser: Browser, site: BenchSite): Promise<Profile> {
  const visit = await openVisit(browser, 'about:blank', {slowdown: 1});
  const {devtools, page} = visit;
  await page.waitForLoadState('load');
  await devtools.send('Profiler.enable');
  await devtools.send('Profiler.setSamplingInterval', {interval: INTERVAL});
  await devtools.send('Profiler.start');
  void page.goto(site.toUrl(PAGE), {waitUntil: 'commit'});
  await within('the first paint', visit.painted);
  const {profile} = await devtools.send('Profiler.stop');
  await visit.close();
  return profile;
}

/** @returns self times in ms by function */
function toSelfTimes({nodes, samples = [], timeDeltas = []}: Profile): ReadonlyMap<string, number> {
  const names = new Map(
    nodes.map(({id, callFrame: {functionName, url, lineNumber}}) => {
      const place = url ? ` (${url.replace(/^.*\//, '')}:${lineNumber + 1})` : '';
      return [id, `${functionName || '(anonymous)'}${place}`];
    }),
  );
  const times = new Map<string, number>();
  samples.forEach((id, at) => {
    const name = names.get(id) ?? '';
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
  });
  return times;
}

/** Nothing of the page's runs. */
const IDLE = ['(idle)', '(root)'];

async function profileAll(
  of: ProfileRow['of'],
  rounds: number,
  take: () => Promise<Profile>,
): Promise<readonly ProfileRow[]> {
  const total = new Map<string, number>();
  for (let round = -1; round < rounds; round++) {
    const times = toSelfTimes(await take());
    if (round < 0) continue;
    for (const [name, time] of times) total.set(name, (total.get(name) ?? 0) + time / rounds);
  }
  return [...total]
    .filter(([name]) => !IDLE.includes(name))
    .sort(([, a], [, b]) => b - a)
    .map(([name, self]) => ({of, function: name, self}));
}

const show = (rows: readonly ProfileRow[], of: ProfileRow['of']): string => {
  const own = rows.filter((row) => row.of === of);
  const sum = own.reduce((all, {self}) => all + self, 0);
  return toTable(
    [`${of}: ${sum.toFixed(1)} ms`, 'self, ms'],
    own.slice(0, SHOWN).map((row) => [row.function, row.self.toFixed(2)]),
  );
};

export const profilePart = definePart<readonly ProfileRow[]>({
  async run({rounds, getBrowser}) {
    const [site, browser] = [await startBenchSite({isReadable: true}), await getBrowser()];
    const press = await profileAll('press', rounds, () => profilePress(browser, site));
    const paint = await profileAll('paint', rounds, () => profilePaint(browser, site));
    site.close();
    return [...press, ...paint];
  },
  show: (rows) =>
    `## Where the time goes (ms a round, by function, without what it calls; names as in the source; sampled, which slows what is measured)\n\n${show(rows, 'press')}\n\n${show(rows, 'paint')}`,
});
