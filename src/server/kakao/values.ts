import {isNonEmptyString} from '../base/validate.js';

/** A telephone number. */
export interface PhoneNumber {
  /** As Kakao writes it, such as `+82 10-1234-5678`. */
  readonly raw: string;
  /** As ITU-T E.164 writes it, such as `+821012345678`. Absent where it cannot be told. */
  readonly e164?: string;
}

/**
 * A telephone number as Kakao writes it.
 *
 * @param isKorean whether it is one of Korea even if it has no country code
 */
export function readPhoneNumber(raw: string, {isKorean = false} = {}): PhoneNumber {
  const written = raw.replace(/[\s\p{Pd}\p{Cf}().]/gu, '');
  const digits = isKorean ? written.replace(/^0(?=[1-9])/, '+82') : written;
  // The 0 of a Korean number is dialled inside Korea alone. In other countries (Italy) it is part of the number.
  const e164 = digits.replace(/^\+820/, '+82');
  return /^\+(?!820)[1-9]\d{6,14}$/.test(e164) ? {raw, e164} : {raw};
}

/** A time that Kakao writes as RFC 3339 does. */
export function readDate(value: unknown): Date | undefined {
  if (!isNonEmptyString(value, 40)) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
