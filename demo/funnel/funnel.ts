import type {Database} from '../database.js';
import {EVENT_NAMES, type FunnelEvent, STAGE_OF} from './events.js';
import {type FunnelReport, type FunnelRow, KEPT_DAYS, type Numbers, type Span, STAGES} from './numbers.js';

/** Counts of events by day, campaign, source and variant. It keeps nothing about a visitor. */
export interface Funnel {
  /** Counts an event; one that has an id, once. */
  record(event: FunnelEvent): Promise<void>;
  /** @param days today and the days before it */
  count(days: Span): Promise<FunnelReport>;
  /** Deletes what is older than is kept. */
  forget(): Promise<void>;
}

/** How many rows the operator sees at most: anybody can make up campaigns. */
const MAX_ROWS = 100;

/** A login that nobody has pressed for is no step of the funnel. */
const COLUMNS = [
  ...EVENT_NAMES.map((name) => {
    const pressed = name === 'kakao_sync_view' || name === 'kakao_sync_error' ? '' : ` AND purpose = 'login'`;
    return `count(*) FILTER (WHERE name = '${name}'${pressed})::int AS "${STAGE_OF[name]}"`;
  }),
  `count(*) FILTER (WHERE name IN ('sign_up', 'login') AND purpose = 'auto-login')::int AS "autoLogins"`,
].join(', ');

const COUNT = `
  SELECT campaign, source, variant, GROUPING(campaign) = 1 AS "isTotal", ${COLUMNS}
    FROM funnel_events WHERE day > $1::date - $2::int
   GROUP BY GROUPING SETS ((campaign, source, variant), ())
   ORDER BY "isTotal" DESC, starts DESC, views DESC, campaign, source, variant LIMIT ${MAX_ROWS + 1}`;

/** @param now in milliseconds since the epoch */
export function createFunnel(database: Pick<Database, 'query'>, now: () => number = Date.now): Funnel {
  let forgotAt: string | undefined;

  async function forget(): Promise<void> {
    const today = toShopDay(now());
    forgotAt = today;
    await database.query('DELETE FROM funnel_events WHERE day <= $1::date - $2::int', [today, KEPT_DAYS]);
  }

  return {
    forget,
    async record({name, campaign, source, variant, purpose, eventId}) {
      const today = toShopDay(now());
      if (forgotAt !== today) await forget();
      await database.query(
        `INSERT INTO funnel_events (day, name, campaign, source, variant, purpose, event_id)
         VALUES ($1::date, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
        [today, name, campaign, source, variant, purpose, eventId],
      );
    },
    async count(days) {
      const rows = await database.query<FunnelRow>(COUNT, [toShopDay(now()), days]);
      const [total = NOTHING, ...others] = rows;
      return {rows: others, total, isSample: false};
    },
  };
}

const NOTHING = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Numbers;

/** The shop's day, wherever its server stands: the day alone is kept, since a moment could be compared with a member's. */
export function toShopDay(time: number): string {
  return new Intl.DateTimeFormat('sv-SE', {timeZone: 'Asia/Seoul'}).format(time);
}
