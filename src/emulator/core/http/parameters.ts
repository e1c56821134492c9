import {hasMediaType, stripBlanks} from '../base/header-text.js';
import type {Localized} from '../base/localized.js';
import {hideSecrets} from '../store/request-log.js';
import type {RequestContext} from './emulator-context.js';

export const FORM = 'application/x-www-form-urlencoded';
const MAX_BODY = 64 * 1024;
const MAX_JSON = 1024 * 1024;

/** Reads a form and logs its fields; null if the content type is another or the body is too long. */
export async function readForm({request, entry}: RequestContext): Promise<URLSearchParams | null> {
  if (!hasMediaType(request, FORM)) return null;
  const text = await request.text();
  if (text.length > MAX_BODY) return null;
  const form = new URLSearchParams(text);
  entry.body = hideSecrets(form);
  return form;
}

/** Reads a JSON object and logs its names; null if the content type is another, or if the body is too long or no object. */
export async function readJson({request, entry}: RequestContext): Promise<Readonly<Record<string, unknown>> | null> {
  if (!hasMediaType(request, 'application/json')) return null;
  const text = await request.text();
  const value = text.length > MAX_JSON ? null : parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  entry.body = hideSecrets(Object.entries(value).map(([name, field]) => [name, String(field)] as const));
  return value as Readonly<Record<string, unknown>>;
}

/** Parses JSON; undefined if the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a whole number, not negative; undefined if the parameter is no such number, null if it is absent. */
export function getNumber(parameters: URLSearchParams, name: string): number | null | undefined {
  const text = getText(parameters, name);
  if (text === null) return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The first name that is given more than once, which RFC 6749 §3.1 forbids; null if there is none. */
export function findDuplicate(parameters: URLSearchParams): string | null {
  const names = [...parameters.keys()];
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}

/** A warning for each parameter that Kakao does not know at this endpoint. */
export function warnOfUnknown(parameters: URLSearchParams, known: readonly string[], endpoint: string): Localized[] {
  return [...parameters.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => ({
      en: `Kakao knows no parameter "${name}" of ${endpoint}.`,
      ko: `${endpoint}에 없는 파라미터입니다: "${name}".`,
    }));
}

/** The value of a parameter; null if it is absent or empty, which RFC 6749 §3.1 treats alike. */
export function getText(parameters: URLSearchParams, name: string): string | null {
  const value = parameters.get(name);
  return value === '' ? null : value;
}

/** The items of a comma-separated list. */
export function toList(text: string | null): readonly string[] {
  return (text ?? '')
    .split(',')
    .map(stripBlanks)
    .filter((item) => item !== '');
}

/** Decodes percent-encoding; text that is not valid is returned as it is. */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
