import type {Span, Stage} from '../../funnel/numbers.js';

/** The lines of the operator's page of numbers, and of its file. */
export interface FunnelText {
  readonly title: string;
  readonly lead: string;
  readonly span: string;
  readonly spans: Readonly<Record<Span, string>>;
  readonly columns: Readonly<Record<Stage | 'campaign' | 'source' | 'variant' | 'lost', string>>;
  readonly noCampaign: string;
  readonly total: string;
  readonly chart: string;
  readonly chartLabel: string;
  readonly table: string;
  readonly csv: string;
  readonly nothing: string;
  /** The file's column that tells real numbers from made up ones. */
  readonly kind: string;
  readonly real: string;
  readonly sample: string;
  readonly sampleNote: string;
  readonly showSample: string;
  readonly alarm: string;
  readonly alarming: string;
  readonly noAlarm: string;
  readonly alarmAdvice: string;
  /** @param share in percent */
  readonly alarmRule: (starts: number, share: number) => string;
  /** @param share in percent */
  readonly lost: (label: string, starts: number, lost: number, share: number) => string;
  /** Beside a number that is alarming. */
  readonly check: string;
}
