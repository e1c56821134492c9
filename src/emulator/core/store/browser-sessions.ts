/** A browser that is signed in to Kakao. */
export interface BrowserSession {
  readonly personaId: string;
  readonly at: number;
  /** The authorization request for which the person has just logged in. */
  readonly through: string | null;
}

const LIFE = 24 * 60 * 60_000;

/** The browsers that are signed in to Kakao. */
export class BrowserSessions {
  readonly #now: () => number;
  #sessions = new Map<string, BrowserSession>();

  constructor(now: () => number) {
    this.#now = now;
  }

  signIn(browserId: string, personaId: string, through: string | null): void {
    this.#sessions.set(browserId, {personaId, at: this.#now(), through});
  }

  signOut(browserId: string): void {
    this.#sessions.delete(browserId);
  }

  find(browserId: string | null): BrowserSession | null {
    const session = browserId === null ? undefined : this.#sessions.get(browserId);
    return session && this.#now() - session.at < LIFE ? session : null;
  }

  clear(): void {
    this.#sessions.clear();
  }

  /** For {@link restore}. */
  get entries(): readonly (readonly [string, BrowserSession])[] {
    return [...this.#sessions];
  }

  restore(entries: readonly (readonly [string, BrowserSession])[]): void {
    this.#sessions = new Map(entries);
  }
}
