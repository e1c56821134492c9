import {RequestError} from '../base/request-error.js';
import {invalidOption} from '../base/validate.js';

/** An option without a value, most likely because an environment variable is not set. */
export interface MissingValue {
  readonly option: string;
  readonly remedy: string;
  /** The environment variable that usually holds it. */
  readonly variable?: string;
}

/**
 * Whether an option has no value. An environment variable that is not set is the text `undefined` once it is put into
 * another text.
 */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && /^(undefined(\/|$)|$)/.test(value));
}

/** Whether an option that is a list has no value. */
export function isMissingList(value: unknown): boolean {
  return isMissing(value) || (Array.isArray(value) && value.length === 0);
}

/** Why a kit with missing values answers nothing; null if none is missing. */
export function toIncompleteError(missing: readonly MissingValue[]): RequestError | null {
  const [first, ...others] = missing;
  if (!first) return null;
  const variables = [...new Set(missing.flatMap(({variable}) => variable ?? []))];
  const options = missing.map(({option}) => option).join(', ');
  const what = others.length === 0 ? `${options} is missing: ${first.remedy}` : `${options} are missing`;
  const question = variables.length === 0 ? '' : ` Check the environment: ${variables.join(', ')}.`;
  return new RequestError('config_incomplete', `createKakaoServer: ${what}.${question}`);
}

/** A text of a list, with what it is called in messages. */
export interface NamedText {
  readonly text: string;
  readonly name: string;
}

/**
 * An option that is a list of texts.
 *
 * @param missing what has no value is added to it
 * @throws KakaoSyncError `config_invalid`
 */
export function readTexts(
  value: unknown,
  {name, variable, isShown}: {readonly name: string; readonly variable: string; readonly isShown: boolean},
  missing: MissingValue[],
): readonly NamedText[] {
  const remedy = 'list at least one';
  if (isMissingList(value)) {
    missing.push({option: name, remedy, variable});
    return [];
  }
  if (!Array.isArray(value)) throw invalidOption(name, undefined, remedy);
  return value.flatMap((text: unknown, index) => {
    const entry = `${name}[${index}]`;
    if (isMissing(text)) missing.push({option: entry, remedy: 'write a text', variable});
    else if (typeof text === 'string') return {text, name: entry};
    else throw invalidOption(entry, isShown ? text : undefined, 'write a text');
    return [];
  });
}
