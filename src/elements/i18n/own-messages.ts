import {LOCALES, MESSAGE_KEYS, type Locale, type OwnMessages} from '../../client/state/messages.js';
import type {Problem} from '../../client/state/problem.js';
import {parseJson, readString} from '../../shared/fields.js';
import {VISIBLE} from '../../shared/wire.js';

interface ReadMessages {
  readonly given: unknown;
  readonly texts: OwnMessages;
  readonly problem: Problem | null;
}

/** Many elements ask for the same. */
let last: ReadMessages = {given: undefined, texts: {}, problem: null};

/** The site's own texts as far as they can be used, from an object or from an attribute's JSON, and what cannot be. */
export function readMessages(given: unknown): ReadMessages {
  if (given !== last.given) last = {given, ...read(typeof given === 'string' ? parseJson(given) : given)};
  return last;
}

function read(messages: unknown): Omit<ReadMessages, 'given'> {
  const texts: {[Language in Locale]?: Record<string, string>} = {};
  const names: string[] = [];
  if (!isRecord(messages)) return {texts, problem: {code: 'config_invalid', kind: 'messages', names}};
  for (const [language, given] of Object.entries(messages)) {
    if (!LOCALES.includes(language as Locale) || !isRecord(given)) {
      names.push(language);
      continue;
    }
    const own: Record<string, string> = (texts[language as Locale] = {});
    for (const [key, value] of Object.entries(given)) {
      const text = readString(value, VISIBLE);
      if (text && Object.prototype.hasOwnProperty.call(MESSAGE_KEYS, key)) own[key] = text;
      else if (value !== undefined) names.push(`${language}.${key}`);
    }
  }
  return {texts, problem: names.length > 0 ? {code: 'config_invalid', kind: 'messages', names} : null};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
