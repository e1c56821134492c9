import {KakaoSyncError} from '../../shared/errors.js';

/** The error of an option that is not there. */
export function incomplete(option: string, remedy: string): KakaoSyncError {
  return new KakaoSyncError('config_incomplete', `createKakaoServer: ${option} is missing: ${remedy}.`);
}

/** The error of an option that is wrong. A value that could be a secret is not given. */
export function invalid(option: string, value: unknown, remedy: string): KakaoSyncError {
  const shown = value === undefined ? '' : ` (${quote(value)})`;
  return new KakaoSyncError('config_invalid', `createKakaoServer: ${option}${shown} is not valid: ${remedy}.`);
}

/** An option's value, for a message. */
export function quote(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, 100))
    : typeof value === 'number'
      ? `${value}`
      : typeof value;
}
