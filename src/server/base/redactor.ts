import {attempt} from '../../shared/attempt.js';

const MAX_LENGTH = 200;
const HIDDEN = '[hidden]';

/** What must not reach a log, collected while a request is handled. */
export interface Redactor {
  add(...values: readonly (string | undefined)[]): void;
  /** Leaves a text as it is, though it looks secret or personal, unless it was collected. */
  spare(text: string): void;
  /** One line of at most 200 characters without anything collected, nor anything that looks secret or personal. */
  redact(text: string): string;
}

/** A collection that begins with the given values. */
export function createRedactor(initial: readonly string[] = []): Redactor {
  const values = new Set<string>();
  const add = (...added: readonly (string | undefined)[]): void => {
    // A single character would blot out the whole text.
    for (const value of added) {
      if (value === undefined || value.length < 2) continue;
      for (const form of [value, ...toEncoded(value)]) values.add(form);
    }
  };
  add(...initial);
  const spared = new Set<string>();
  return {
    add,
    spare: (text) => void spared.add(text),
    redact(text) {
      let result = text.slice(0, 20_000);
      const longestFirst = [...values].sort((a, b) => b.length - a.length);
      for (const value of longestFirst) result = result.split(value).join(HIDDEN);
      return toLogText(result, [...spared]);
    },
  };
}

/** The forms of a value in addresses: HTTP clients write the whole address into their errors. */
function toEncoded(value: string): readonly string[] {
  const form = new URLSearchParams({'': value}).toString().slice(1);
  return [form, attempt(() => encodeURIComponent(value)) ?? form];
}

/** An origin alone: the first thing that a developer needs to see, and no place for a secret. */
const ORIGIN = /(https?:\/\/[a-z0-9.-]{1,253}(?::\d{1,5})?(?=[\s/?#"',;:)]|$))/i;

/** A text that is safe to write to a log: see {@link Redactor.redact}. */
function toLogText(text: string, spared: readonly string[]): string {
  const result = text
    // Control characters forge log lines; marks of writing direction disguise them.
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
    .split(ORIGIN)
    .map((part, index) => (index % 2 === 1 ? part : hideBetween(part, spared)))
    .join('');
  return result.length > MAX_LENGTH ? `${result.slice(0, MAX_LENGTH - 1)}…` : result;
}

/** A text without what {@link hide} takes away, except in the given texts. */
function hideBetween(text: string, [spared, ...others]: readonly string[]): string {
  if (spared === undefined) return hide(text);
  return text
    .split(spared)
    .map((part) => hideBetween(part, others))
    .join(spared);
}

/** A text without what looks like an e-mail address, a number or a token. */
function hide(text: string): string {
  return text
    .replace(/[^\s@"'<>()=:,;&?]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, HIDDEN)
    .replace(/\+?\d[\d -]{8,20}\d/g, HIDDEN)
    .replace(/[\w~+-]{24,}/g, (word) => (/\d/.test(word) && /[a-z]/i.test(word) ? HIDDEN : word));
}

/** Name, message and chain of causes of anything thrown, as one text. */
export function toCauseText(thrown: unknown): string {
  const parts: string[] = [];
  let current = thrown;
  for (let depth = 0; depth < 4 && current !== undefined; depth++) {
    if (!(current instanceof Error)) {
      parts.push(typeof current === 'string' ? current : `a thrown ${current === null ? 'null' : typeof current}`);
      break;
    }
    parts.push(`${current.name}: ${current.message}`);
    current = current.cause;
  }
  return parts.join(' ← ');
}
