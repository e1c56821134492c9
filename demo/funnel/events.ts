/** Every event that the shop takes, and the number that it counts for. Nothing else is stored. */
export const STAGE_OF = {
  kakao_sync_view: 'views',
  kakao_sync_press: 'presses',
  kakao_sync_start: 'starts',
  kakao_sync_return: 'returns',
  sign_up: 'signups',
  login: 'logins',
  kakao_sync_cancel: 'cancels',
  kakao_sync_error: 'errors',
} as const;

export type EventName = keyof typeof STAGE_OF;

/** Their names. */
export const EVENT_NAMES = Object.keys(STAGE_OF) as readonly EventName[];

const PURPOSES = ['login', 'auto-login'] as const;

/** An event as a page of the shop tells it. */
export interface FunnelEvent {
  readonly name: EventName;
  /** `utm_campaign` and `utm_source` of the page's address; empty if it has none. */
  readonly campaign: string;
  readonly source: string;
  /** The variant that the visitor saw; empty if the page has only one. */
  readonly variant: string;
  /** Null of a button that was seen: nobody has begun anything yet. */
  readonly purpose: (typeof PURPOSES)[number] | null;
  /** Random, one for each login. Null before the visitor is back. */
  readonly eventId: string | null;
}

const FIELDS = ['name', 'campaign', 'source', 'variant', 'purpose', 'event_id'];

/** How many characters a campaign, a source or a variant has at most. */
const MAX_LABEL = 100;

const EVENT_ID = /^[\w-]{16,64}$/;

/** Anybody can write an address: what looks like an e-mail address, a telephone number or a token is no campaign. */
const PERSONAL = /@|^[+\d][\d ().-]{7,}$|^eyJ|\p{Cc}/u;

/**
 * @param value what a page has sent, as JSON has it
 * @returns null if it is anything else than exactly an event
 */
export function parseEvent(value: unknown): FunnelEvent | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value as Record<string, unknown>);
  if (!entries.every(([field, content]) => FIELDS.includes(field) && typeof content === 'string')) return null;
  const {name, purpose, event_id: id, ...labels} = value as Readonly<Record<string, string | undefined>>;
  const known = PURPOSES.find((one) => one === purpose);
  if (!isEventName(name) || (purpose !== undefined && !known) || (id !== undefined && !EVENT_ID.test(id))) return null;
  const [campaign, source, variant] = [labels['campaign'], labels['source'], labels['variant']].map(toLabel);
  if (campaign === undefined || source === undefined || variant === undefined) return null;
  return {name, campaign, source, variant, purpose: known ?? null, eventId: id ?? null};
}

function isEventName(name: unknown): name is EventName {
  return (EVENT_NAMES as readonly unknown[]).includes(name);
}

/** @returns undefined if it is too long */
function toLabel(text = ''): string | undefined {
  if (text.length > MAX_LABEL) return undefined;
  return PERSONAL.test(text) ? '' : text.trim();
}
