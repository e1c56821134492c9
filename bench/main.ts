// Sizes of every entry, and how long things take beside a page written by hand. Medians and ratios of one run.
import {chromium, type Browser} from 'playwright-core';
import {chromiumArgs, needBrowser} from '../scripts/browsers.mjs';
import {
  AUTO_VARIANTS,
  PAGE_KINDS,
  startAutoBench,
  type AutoSample,
  type AutoVariant,
  type PageKind,
} from './auto-login.js';
import {startBenchSite, VARIANTS, type BenchSite, type Variant} from './pages.js';
import {benchServer} from './server.js';
import {ENTRIES, measureLit, measureSize, type EntryName} from './sizes.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 25);

const PAGE_TITLES: Readonly<Record<PageKind, string>> = {
  bare: 'on a page with nothing else',
  shop: 'on a page with a stylesheet of 30 kB and a deferred script of 120 kB',
};

interface Sample {
  /** Navigation start to the frame after the button's first, in ms. */
  readonly painted: number;
  /** Main-thread time of the whole load, in ms. */
  readonly mainThread: number;
  /** The press's own time stamp to the request arriving at Kakao, in ms. */
  readonly press: number;
}

async function sample(browser: Browser, site: BenchSite, variant: Variant): Promise<Sample> {
  const context = await browser.newContext({viewport: {width: 390, height: 844}});
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  await page.goto(site.toUrl(variant), {waitUntil: 'load'});
  await page.waitForFunction('window.painted !== undefined');
  const painted = await page.evaluate<number>('window.painted');
  const {metrics} = await devtools.send('Performance.getMetrics');
  const mainThread = (metrics.find(({name}) => name === 'TaskDuration')?.value ?? 0) * 1000;
  const target = page.locator('#target');
  await target.hover();
  if (variant === 'element, SDK') await page.waitForFunction('window.Kakao !== undefined');
  const arrival = site.nextAuthorize();
  await target.click();
  const arrived = await arrival;
  const pressed = await page.evaluate<number>('window.pressed');
  await context.close();
  return {painted, mainThread, press: arrived - pressed};
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

console.log('\n## Sizes (bytes; modules bundled with Lit and minified)\n');
console.log('| entry | raw | gzip | brotli |\n| --- | --- | --- | --- |');
for (const name of [...(Object.keys(ENTRIES) as EntryName[]), null]) {
  const {raw, gzip, brotli} = name ? await measureSize(name) : await measureLit();
  console.log(`| ${name ?? '(Lit alone)'} | ${raw} | ${gzip} | ${brotli} |`);
}

const site = await startBenchSite();
const browser = await chromium.launch({executablePath: needBrowser('chromium'), args: chromiumArgs});
const samples = new Map<Variant, Sample[]>(VARIANTS.map((variant) => [variant, []]));
for (let round = -2; round < ROUNDS; round++) {
  for (const variant of VARIANTS) {
    const taken = await sample(browser, site, variant);
    if (round >= 0) samples.get(variant)?.push(taken);
  }
}
const auto = await startAutoBench();
const autoSamples = new Map<string, AutoSample[]>();
for (let round = -2; round < ROUNDS; round++) {
  for (const kind of PAGE_KINDS) {
    for (const variant of AUTO_VARIANTS) {
      for (const isMember of [true, false]) {
        const taken = await auto.sample(browser, variant, kind, isMember);
        const key = `${kind} ${variant} ${isMember}`;
        if (round >= 0) autoSamples.set(key, [...(autoSamples.get(key) ?? []), taken]);
      }
    }
  }
}
auto.close();
await browser.close();
site.close();

const medians = (variant: Variant): Sample => {
  const taken = samples.get(variant) ?? [];
  return {
    painted: median(taken.map(({painted}) => painted)),
    mainThread: median(taken.map(({mainThread}) => mainThread)),
    press: median(taken.map(({press}) => press)),
  };
};
const link = medians('link');
const bare = medians('location.href');
console.log(
  `\n## Speeds (medians of ${ROUNDS} rounds in ms, and the ratio to a page written by hand in the same run)\n`,
);
console.log('| page | navigation → painted button | main thread | press → request at Kakao |');
console.log('| --- | --- | --- | --- |');
for (const variant of VARIANTS) {
  const {painted, mainThread, press} = medians(variant);
  const beside = (value: number, base: number): string => `${value.toFixed(1)} (× ${(value / base).toFixed(2)})`;
  console.log(
    `| ${variant} | ${beside(painted, link.painted)} | ${beside(mainThread, link.mainThread)} | ${beside(press, bare.press)} |`,
  );
}
const ofAuto = (kind: PageKind, variant: AutoVariant, isMember: boolean, name: keyof AutoSample): number =>
  median((autoSamples.get(`${kind} ${variant} ${isMember}`) ?? []).map((taken) => taken[name]));

console.log('\nPaint and main thread are compared with the plain link, the press with a bare `location.href`.');

for (const kind of PAGE_KINDS) {
  console.log(`\n## Auto-login in KakaoTalk, ${PAGE_TITLES[kind]} (the same, on an emulated 4G network)\n`);
  console.log(
    '| page | script start → request at Kakao | a member is signed in | a guest can read | requests, guest |',
  );
  console.log('| --- | --- | --- | --- | --- |');
  for (const variant of AUTO_VARIANTS) {
    const beside = (isMember: boolean, name: keyof AutoSample, base: AutoVariant): string => {
      const [value, by] = [ofAuto(kind, variant, isMember, name), ofAuto(kind, base, isMember, name)];
      return `${value.toFixed(1)} (× ${(value / by).toFixed(2)})`;
    };
    const hasStart = variant === 'location.replace' || variant === 'head entry';
    const cells = [
      hasStart ? beside(true, 'leave', 'location.replace') : '',
      variant === 'none' ? '' : beside(true, 'settled', 'usual recipe'),
      beside(false, 'settled', 'none'),
      ofAuto(kind, variant, false, 'requests'),
    ];
    console.log(`| ${variant} | ${cells.join(' | ')} |`);
  }
}
console.log(
  '\nLeaving is compared with an inline `location.replace`, a member with the usual recipe, a guest with no auto-login.',
);

await benchServer(Math.min(ROUNDS, 9));
