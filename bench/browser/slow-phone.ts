import {setTimeout as delay} from 'node:timers/promises';
import type {Browser} from 'playwright-core';
import {definePart} from '../part.js';
import {Samples, showDifference, showSpread, summarize, toTable, type Summary} from '../statistics.js';
import type {Variant} from './pages.js';
import {startBenchSite, type BenchSite} from './site.js';
import {openVisit, press, readOrigin, SLOW_NETWORK, USER_AGENTS, within} from './visit.js';

const SLOW_PHONE = {slowdown: 4, network: SLOW_NETWORK} as const;
/** TCP and TLS to one more host: two round trips. */
const CONNECT = 2 * SLOW_NETWORK.latency;

const BASE = 'location.href';
const EARLIEST = [BASE, 'element, direct', 'element, SDK', 'script tag'] as const satisfies readonly Variant[];

interface EarliestRow {
  readonly page: string;
  readonly painted: Summary;
  /** Navigation → request at Kakao of a press at the first paint. */
  readonly request: Summary;
  /** Presses that led nowhere. */
  readonly lost: number;
}

/** A press that has not arrived after this time leads nowhere, in ms. */
const PATIENCE = 15_000;

async function sampleEarliest(browser: Browser, site: BenchSite, name: Variant) {
  const visit = await openVisit(browser, site.toUrl(name), {...SLOW_PHONE, userAgent: USER_AGENTS.talk});
  const arrival = site.nextArrival();
  const {at, x, y} = await within(`${name}: the first paint`, visit.painted);
  void press(visit, 'touch, no pause', x, y).catch(() => undefined);
  const arrived = await Promise.race([arrival, delay(PATIENCE, null, {ref: false})]);
  const request = arrived === null ? null : arrived - (await readOrigin(visit));
  await visit.close();
  return {painted: at, request};
}

export const earliestPart = definePart<EarliestRow[]>({
  async run({rounds, getBrowser}) {
    const [site, browser] = [await startBenchSite(), await getBrowser()];
    site.delaySdk(CONNECT);
    const samples = new Samples<Awaited<ReturnType<typeof sampleEarliest>>>();
    for (let round = -1; round < rounds; round++) {
      for (const page of EARLIEST) {
        const taken = await sampleEarliest(browser, site, page);
        if (round >= 0) samples.add(page, taken);
      }
    }
    site.close();
    return EARLIEST.map((page) => {
      const requests = samples.of(page).flatMap(({request}) => request ?? []);
      return {
        page,
        painted: summarize(samples.of(page).map(({painted}) => painted)),
        request: summarize(requests),
        lost: samples.of(page).length - requests.length,
      };
    });
  },
  show(rows) {
    const base = rows.find(({page}) => page === BASE)?.request;
    const lines = rows.map(({page, painted, request, lost}) => [
      page,
      showSpread(painted, 0),
      !base || page === BASE ? showSpread(request) : showDifference(request, base),
      lost,
    ]);
    return `## The earliest press, in KakaoTalk on a slow phone (300 ms, 90 kB/s, processor 4 × slower; ms since the navigation, and the difference to a bare \`location.href\`)\n\n${toTable(['page', 'painted', 'request at Kakao', 'led nowhere'], lines)}`;
  },
});

// With both keys: outside KakaoTalk a phone leaves by the SDK while it comes in time.
const KEPT = ['element, direct', 'script tag'] as const satisfies readonly Variant[];
/** How long after the first paint a button is pressed, in ms. */
const DELAYS = [0, 300, 1000] as const;
/** A gesture is over after this time where the browser does not tell: in ms, since the press. */
const GESTURE = 1001;
/** Takes `navigator.userActivation` away, as in older browsers, and keeps it for the benchmark. */
const WITHOUT_ACTIVATION = `window.trueActivation = navigator.userActivation;
Object.defineProperty(Navigator.prototype, 'userActivation', {get: () => undefined});`;

interface KeptRow {
  readonly page: string;
  readonly delay: number;
  readonly hasActivation: boolean;
  readonly presses: number;
  /** Of them, those that called `authorize()` for KakaoTalk while the browser would open it. */
  readonly kept: number;
  /** Of them, those that led nowhere. */
  readonly lost: number;
}

/** How a press ended: for KakaoTalk, at Kakao's page without it, or nowhere. */
async function samplePress(browser: Browser, site: BenchSite, name: Variant, pause: number, hasActivation: boolean) {
  const before = hasActivation ? {} : {before: WITHOUT_ACTIVATION};
  const device = {...SLOW_PHONE, ...before, userAgent: USER_AGENTS.phone};
  const visit = await openVisit(browser, site.toUrl(name), device);
  const arrival = site.nextArrival();
  const {x, y} = await within(`${name}: the first paint`, visit.painted);
  await delay(pause);
  void press(visit, 'touch, 80 ms', x, y).catch(() => undefined);
  const call = await Promise.race([visit.authorized, arrival, delay(PATIENCE, null, {ref: false})]);
  await visit.close();
  if (call === null) return 'lost';
  if (typeof call === 'number' || !call.throughTalk) return 'page';
  return (hasActivation ? call.hasGesture : call.after <= GESTURE) ? 'kept' : 'page';
}

export const talkPart = definePart<KeptRow[]>({
  async run({rounds, getBrowser}) {
    const [site, browser] = [await startBenchSite(), await getBrowser()];
    site.delaySdk(CONNECT);
    const cases = KEPT.flatMap((page) =>
      DELAYS.flatMap((pause) => [true, false].map((hasActivation) => ({page, delay: pause, hasActivation}))),
    );
    const samples = new Samples<Awaited<ReturnType<typeof samplePress>>>();
    for (let round = 0; round < rounds; round++) {
      for (const [at, {page, delay: pause, hasActivation}] of cases.entries()) {
        samples.add(String(at), await samplePress(browser, site, page, pause, hasActivation));
      }
    }
    site.close();
    return cases.map((found, at) => {
      const ends = samples.of(String(at));
      const count = (end: (typeof ends)[number]): number => ends.filter((other) => other === end).length;
      return {...found, presses: ends.length, kept: count('kept'), lost: count('lost')};
    });
  },
  show(rows) {
    const columns = DELAYS.flatMap((pause) => [true, false].map((hasActivation) => ({pause, hasActivation})));
    const lines = KEPT.map((page) => [
      page,
      ...columns.map(({pause, hasActivation}) => {
        const row = rows.find(
          (found) => found.page === page && found.delay === pause && found.hasActivation === hasActivation,
        );
        if (!row) return '';
        const lost = row.lost > 0 ? `, ${row.lost} led nowhere` : '';
        return `${row.kept} of ${row.presses}${lost}`;
      }),
    ]);
    const titles = columns.map(({pause, hasActivation}) => `${pause} ms${hasActivation ? '' : ', no userActivation'}`);
    return `## Presses that keep the way through KakaoTalk, on a slow phone outside KakaoTalk, by the time since the first paint\n\n${toTable(['page', ...titles], lines)}`;
  },
});
