/** What the kit says of a value that it refuses, without the name of its function. */
export function toReason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^createKakaoServer: /, '') : String(error);
}
