import {KakaoSyncError} from '../../shared/kakao-sync-error.js';

/** An object of unknown origin. Read named keys only, and never merge it into another object. */
export type UnknownRecord = Readonly<Partial<Record<string, unknown>>>;

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of 1 to `maxLength` characters. */
export function isNonEmptyString(value: unknown, maxLength = Infinity): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength;
}

/** The functions that take options. */
export type OptionTaker = 'createKakaoServer' | 'createKakaoApi' | 'createCustomerFileSync';

/** The error of an option that is not there. */
export function missingOption(option: string, remedy: string): KakaoSyncError {
  return new KakaoSyncError('config_incomplete', `createKakaoServer: ${option} is missing: ${remedy}.`);
}

/** The error of an option that is wrong. A value that could be a secret is not given. */
export function invalidOption(
  option: string,
  value: unknown,
  remedy: string,
  maker: OptionTaker = 'createKakaoServer',
): KakaoSyncError {
  const shown = value === undefined ? '' : ` (${quote(value)})`;
  return new KakaoSyncError('config_invalid', `${maker}: ${option}${shown} is not valid: ${remedy}.`);
}

/** An option's value, for a message. */
export function quote(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, 100))
    : typeof value === 'number'
      ? `${value}`
      : typeof value;
}
