/** A sign-in that a page handed to KakaoTalk. */
export interface TalkRequest {
  readonly id: string;
  readonly address: string;
  readonly at: number;
}

/** What `/apiweb/code.json` will say to the page that waits. */
interface PollResponse {
  readonly fields: Readonly<Record<string, string>>;
  /** Polls that are still told to wait. */
  left: number;
}

/** The KakaoTalk app of this phone: who is signed in to it, what pages handed to it, and what it answers them. */
export class TalkApp {
  readonly #now: () => number;
  readonly #polls = new Map<string, PollResponse>();
  #requests: readonly TalkRequest[] = [];
  /** The person's id; null: no KakaoTalk here. */
  account: string | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  get requests(): readonly TalkRequest[] {
    return this.#requests;
  }

  /** Keeps the newest twenty; the same request twice is one. */
  addRequest(request: Omit<TalkRequest, 'at'>): void {
    const others = this.#requests.filter(({id}) => id !== request.id);
    this.#requests = [{...request, at: this.#now()}, ...others].slice(0, 20);
  }

  removeRequest(id: string): void {
    this.#requests = this.#requests.filter((request) => request.id !== id);
  }

  setPollResponse(authTranId: string, fields: Readonly<Record<string, string>>, left = 0): void {
    this.#polls.set(authTranId, {fields, left});
  }

  hasPollResponse(authTranId: string): boolean {
    return this.#polls.has(authTranId);
  }

  /** The answer for a waiting page, given out once; null: keep waiting. */
  takePollResponse(authTranId: string): Readonly<Record<string, string>> | null {
    const answer = this.#polls.get(authTranId);
    if (!answer) return null;
    if (answer.left > 0) {
      answer.left -= 1;
      return null;
    }
    this.#polls.delete(authTranId);
    return answer.fields;
  }

  clear(): void {
    this.#polls.clear();
    this.#requests = [];
    this.account = null;
  }
}
