/** A time as in Kakao's JSON: ISO 8601 in UTC, without milliseconds. */
export function toKakaoTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '');
}
