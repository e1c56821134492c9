const FIELDS = ['method', 'purpose', 'code', 'event_id', 'variant', 'page_location', 'page_referrer'] as const;

/** How many characters of a field's value are told, if not 100: GA4 takes no more. */
const LIMITS: {readonly [Field in FieldName]?: number} = {page_location: 1000, page_referrer: 420};

/** How many characters of an event's name GA4 takes. */
const MAX_NAME = 40;

export type FieldName = (typeof FIELDS)[number];

/** The fields that every event of a login has. Its id has come into being once it has left. */
const JOURNEY = ['purpose', 'event_id'] as const;

/**
 * Every event that is told, and its fields; each has `variant` too. Nothing else is told: no name, key, code, `state` or
 * transaction. `sign_up` and `login` are GA4's.
 */
export const EVENTS = {
  sign_up: ['method', ...JOURNEY],
  login: ['method', ...JOURNEY],
  /** The document stays, and its address is clean: the trigger for a page view. */
  kakao_sync_ready: ['page_location', 'page_referrer'],
  /** A login button is seen for the first time in this document. */
  kakao_sync_view: [],
  kakao_sync_press: JOURNEY,
  /** The press leaves for Kakao. */
  kakao_sync_start: JOURNEY,
  /** The visitor of a press is back from Kakao, whatever came of it. */
  kakao_sync_return: JOURNEY,
  kakao_sync_cancel: JOURNEY,
  kakao_sync_error: ['code', ...JOURNEY],
  kakao_sync_sheet_view: [],
  kakao_sync_sheet_close: [],
} as const satisfies Readonly<Record<string, readonly FieldName[]>>;

export type EventName = keyof typeof EVENTS;

/** The values of an event, before they are looked at. */
export type Values<Name extends EventName> = {readonly [Field in (typeof EVENTS)[Name][number]]?: unknown};

/** Every field there is: a tag manager keeps what an event leaves out from the one before. */
export type Fields = Readonly<Record<FieldName, string | undefined>>;

/** The fields of an event: those that the table gives it, cut to what GA4 takes. */
export function toFieldsOf(name: EventName, values: {readonly [Field in FieldName]?: unknown}): Fields {
  const own: readonly string[] = ['variant', ...EVENTS[name]];
  const entries = FIELDS.map((field) => {
    const value = own.includes(field) && values[field];
    return [field, (typeof value === 'string' && value.slice(0, LIMITS[field] ?? 100)) || undefined];
  });
  return Object.fromEntries(entries) as Fields;
}

/** The site's name for an event; false if the site has switched it off. */
export function toOwnName(name: EventName, names?: Readonly<Record<string, string | false>>): string | false {
  const own = names?.[name];
  return own !== false && ((typeof own === 'string' && own.slice(0, MAX_NAME)) || name);
}
