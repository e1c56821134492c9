import type {FunnelEvent} from '../../../../demo/funnel/events.js';
import {type FunnelRow, type Numbers, STAGES} from '../../../../demo/funnel/numbers.js';

/** The id of a login. */
export const ID = 'a'.repeat(43);

/** Numbers that are nothing but these. */
export const toNumbers = (numbers: Partial<Numbers> = {}): Numbers => ({
  ...(Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Numbers),
  ...numbers,
});

export const toRow = (numbers: Partial<FunnelRow> = {}): FunnelRow => ({
  campaign: 'autumn',
  source: 'talk',
  variant: 'a',
  ...toNumbers(),
  ...numbers,
});

export const toEvent = (event: Partial<FunnelEvent> = {}): FunnelEvent => ({
  name: 'kakao_sync_start',
  campaign: 'autumn',
  source: 'talk',
  variant: 'a',
  purpose: 'login',
  eventId: null,
  ...event,
});
