/** The numbers of a row, in the order in which a visitor comes by them; those from `logins` on are beside the funnel. */
export const STAGES = [
  'views',
  'presses',
  'starts',
  'returns',
  'signups',
  'logins',
  'autoLogins',
  'cancels',
  'errors',
] as const;

export type Stage = (typeof STAGES)[number];

export type Numbers = Readonly<Record<Stage, number>>;

/** Counts for one campaign, source and variant. */
export interface FunnelRow extends Numbers {
  readonly campaign: string;
  readonly source: string;
  readonly variant: string;
}

/** Numbers of a span of days. */
export interface FunnelReport {
  readonly rows: readonly FunnelRow[];
  /** The sum over all campaigns, including those that the rows leave out. */
  readonly total: Numbers;
  /** Made up, to show what the page is like. Real numbers are never among them. */
  readonly isSample: boolean;
}

/** How many days can be looked at, and for how long events are kept: the longest of them. */
export const SPANS = [1, 7, 30, 90] as const;

export type Span = (typeof SPANS)[number];

export const KEPT_DAYS = 90;

/** From how many starts on, and from which share of them without a return, the operator is told. */
export const ALARM = {starts: 10, share: 0.3} as const;

/** How many visitors left for Kakao and were not seen again. Some can be back whose start was on the day before the span. */
export function countLost({starts, returns}: Numbers): number {
  return Math.max(0, starts - returns);
}

/** Whether so many have not come back that something may be broken. */
export function isAlarming(numbers: Numbers): boolean {
  return numbers.starts >= ALARM.starts && countLost(numbers) >= numbers.starts * ALARM.share;
}
