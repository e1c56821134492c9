import type {Context, Hono, MiddlewareHandler} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {getCookie} from 'hono/cookie';
import {renderFunnel} from '../pages/funnel.js';
import type {Markup, PageContext} from '../pages/layout.js';
import {parseEvent} from './events.js';
import {toCsv} from './csv.js';
import {type Funnel, toShopDay} from './funnel.js';
import {type FunnelReport, type Span, SPANS} from './numbers.js';
import {SAMPLE} from './sample.js';

/** Where pages send what happens to logins. */
export const MEASURE_PATH = '/measure';

/** The operator's page of numbers; below the operator's own, whose rule of access it has. */
export const FUNNEL_PATH = '/operator/funnel';

/** The visitor's answer to the consent question: `yes` or `no`. The browser's script sets it. */
export const CHOICE_COOKIE = 'measuring';

/** How many events the shop takes a minute, of all visitors together: addresses are not looked at. */
const MAX_A_MINUTE = 600;

interface MeasureOptions {
  readonly funnel: Pick<Funnel, 'record'>;
  readonly origin: string;
  readonly now: () => number;
}

/** Takes events of the shop's own pages, from visitors who have allowed it. */
export function addMeasureRoute(app: Hono, {funnel, origin, now}: MeasureOptions): void {
  const isTooMuch = createLimit(now);
  app.post(MEASURE_PATH, requireOwnPage(origin), bodyLimit({maxSize: 4096}), async (context) => {
    context.header('Cache-Control', 'no-store');
    if (getCookie(context, CHOICE_COOKIE) !== 'yes') return context.body(null, 403);
    if (!context.req.header('Content-Type')?.startsWith('application/json')) return context.body(null, 415);
    const event = parseEvent(await context.req.json<unknown>().catch(() => null));
    if (!event) return context.body(null, 400);
    if (isTooMuch()) return context.body(null, 429);
    await funnel.record(event);
    return context.body(null, 204);
  });
}

interface FunnelOptions {
  readonly funnel: Pick<Funnel, 'count'>;
  readonly now: () => number;
  readPage(context: Context): Promise<PageContext>;
  showPage(context: Context, page: PageContext, markup: Markup): Response | Promise<Response>;
}

/** Shows the numbers, as a page and as a file. */
export function addFunnelRoutes(app: Hono, {funnel, now, readPage, showPage}: FunnelOptions): void {
  const read = async (context: Context): Promise<{days: Span; report: FunnelReport}> => {
    const days = SPANS.find((span) => String(span) === context.req.query('days')) ?? 7;
    const report = context.req.query('numbers') === 'sample' ? SAMPLE : await funnel.count(days);
    return {days, report};
  };

  app.get(FUNNEL_PATH, async (context) => {
    const page = await readPage(context);
    context.header('Referrer-Policy', 'same-origin');
    return showPage(context, page, renderFunnel(page, await read(context)));
  });

  app.get(`${FUNNEL_PATH}.csv`, async (context) => {
    const {text} = await readPage(context);
    const {days, report} = await read(context);
    const name = report.isSample ? 'funnel-sample.csv' : `funnel-${toShopDay(now())}-${days}d.csv`;
    return context.body(toCsv(report, text), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    });
  });
}

/** A browser says where a request comes from; an old one names the origin alone. */
function requireOwnPage(origin: string): MiddlewareHandler {
  return async (context, next) => {
    const site = context.req.header('Sec-Fetch-Site');
    const isOwn = site === undefined ? context.req.header('Origin') === origin : site === 'same-origin';
    return isOwn ? next() : context.body(null, 403);
  };
}

/** Counts calls, anew each minute. */
function createLimit(now: () => number): () => boolean {
  let minute = 0;
  let count = 0;
  return () => {
    const present = Math.floor(now() / 60_000);
    count = present === minute ? count + 1 : 1;
    minute = present;
    return count > MAX_A_MINUTE;
  };
}
