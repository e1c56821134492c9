const MINUTE = 60_000;

/** Counts the calls of each app within the last minute. */
export class MinuteQuota {
  readonly #most: number;
  readonly #now: () => number;
  readonly #calls = new Map<number, readonly number[]>();

  /** @param most how many calls an app may make within a minute */
  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  /** Whether the app may call once more. A call that it may not make does not count. */
  take(appId: number): boolean {
    const now = this.#now();
    const recent = (this.#calls.get(appId) ?? []).filter((at) => now - at < MINUTE);
    const isAllowed = recent.length < this.#most;
    this.#calls.set(appId, isAllowed ? [...recent, now] : recent);
    return isAllowed;
  }

  clear(): void {
    this.#calls.clear();
  }
}
