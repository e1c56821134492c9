import {DEFAULTS, type Settings} from '../settings.js';

type Look = Pick<Settings, (typeof FIELDS)[number]>;

/** The settings that the address keeps: those of steps 2 and 3, never a key. */
const FIELDS = [
  ...(['label', 'text', 'layout', 'height', 'width', 'radius', 'align', 'locale'] as const),
  ...(['bubble', 'hideForMembers', 'isPinned', 'sheet', 'sheetText', 'sheetDone'] as const),
];

const CHOICES = {
  label: ['start', 'login', 'signup', 'own'],
  layout: ['full', 'short', 'icon'],
  align: ['start', 'center', 'end'],
  locale: ['auto', 'ko', 'en', 'ja'],
  sheet: ['none', 'auto', 'delay'],
} as const;

/** Longer words are not kept. */
const MAX_TEXT = 100;

/**
 * The query that keeps the look: what differs from the defaults.
 *
 * @returns an empty text for the defaults
 */
export function toQuery(settings: Look): string {
  const kept = FIELDS.filter((field) => settings[field] !== DEFAULTS[field]);
  const query = new URLSearchParams(kept.map((field) => [field, String(settings[field]).slice(0, MAX_TEXT)]));
  return query.size > 0 ? `?${query}` : '';
}

/** The look that a query keeps. What it cannot be is left out: anybody can write an address. */
export function readQuery(query: string): Partial<Look> {
  const values = new URLSearchParams(query);
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = toValue(field, values.get(field));
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

function toValue(field: keyof Look, text: string | null): string | number | boolean | undefined {
  if (text === null) return undefined;
  if (field === 'text' || field === 'bubble' || field === 'sheetText' || field === 'sheetDone') {
    return text.slice(0, MAX_TEXT);
  }
  if (field === 'hideForMembers') return text !== 'false';
  if (field === 'isPinned') return text === 'true';
  if (field === 'height' || field === 'width' || field === 'radius') return toNumber(text);
  return (CHOICES[field] as readonly string[]).includes(text) ? text : undefined;
}

function toNumber(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
