import {MESSAGE_KEYS} from './message-keys.js';
import type {Problem} from '../../client/state/problem.js';

/** Many elements ask for the same. */
let last: {readonly given: unknown; readonly problem: Problem | null} = {given: undefined, problem: null};

/**
 * What of the site's own texts cannot be used.
 *
 * @param isText whether a text can be used
 */
export function findMessagesProblem(
  given: unknown,
  locales: readonly string[],
  isText: (value: unknown) => boolean,
): Problem | null {
  if (given !== last.given) last = {given, problem: find(given, locales, isText)};
  return last.problem;
}

function find(given: unknown, locales: readonly string[], isText: (value: unknown) => boolean): Problem | null {
  const toProblem = (names: readonly string[]): Problem => ({
    code: 'config_invalid',
    kind: 'messages',
    names,
    known: MESSAGE_KEYS,
  });
  if (!isRecord(given)) return toProblem([]);
  const names = Object.entries(given).flatMap(([language, texts]) => {
    if (!locales.includes(language) || !isRecord(texts)) return [language];
    const refused = Object.entries(texts).filter(([key, value]) => !(isText(value) && MESSAGE_KEYS.includes(key)));
    return refused.filter(([, value]) => value !== undefined).map(([key]) => `${language}.${key}`);
  });
  return names.length > 0 ? toProblem(names) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
