import type {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {invalidOption, isRecord} from '../base/validate.js';
import type {CustomerFileRunOptions} from './sync-setup.js';

/** What each option of a run must be, and how to write it. */
const RULES: Readonly<Record<keyof CustomerFileRunOptions, readonly [isRight: (value: unknown) => boolean, string]>> = {
  members: [isFunction, 'pass a function that lists the members'],
  send: [(value) => value === undefined || typeof value === 'boolean', 'write true or false'],
  signal: [(value) => value === undefined || value instanceof AbortSignal, 'pass an AbortSignal'],
  onDecision: [(value) => value === undefined || isFunction(value), 'pass a function'],
};

/** What is wrong with the options of a run: `config_invalid`, with the option's name. Null if nothing is. */
export function findInvalidRunOption(options: unknown): KakaoSyncError | null {
  if (!isRecord(options)) return createError('options', 'pass an object with members');
  const wrong = Object.entries(RULES).find(([name, [isRight]]) => !isRight(options[name]));
  return wrong ? createError(wrong[0], wrong[1][1]) : null;
}

const createError = (option: string, remedy: string): KakaoSyncError =>
  invalidOption(`run: ${option}`, undefined, remedy, 'createCustomerFileSync');

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
