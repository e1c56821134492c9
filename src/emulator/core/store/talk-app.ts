/** A sign-in that a page handed to KakaoTalk. */
export interface TalkRequest {
  readonly id: string;
  readonly address: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of the page that handed it over. */
  readonly userAgent: string;
}

/** The response of `/apiweb/code.json` to a page that polls it. */
interface PollResponse {
  readonly fields: Readonly<Record<string, string>>;
  /** The number of polls that must still wait. */
  left: number;
}

/** The KakaoTalk app of this phone: its account, the requests of pages, and its responses. */
export class TalkApp {
  readonly #now: () => number;
  readonly #polls = new Map<string, PollResponse>();
  #requests: readonly TalkRequest[] = [];
  /** The id of the person who is signed in; null: the phone has no KakaoTalk. */
  account: string | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  get requests(): readonly TalkRequest[] {
    return this.#requests;
  }

  /** Keeps the newest twenty requests. A repeated request replaces the earlier one. */
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

  /** Takes the response for a page that polls; null: the page must wait. */
  takePollResponse(authTranId: string): Readonly<Record<string, string>> | null {
    const response = this.#polls.get(authTranId);
    if (!response) return null;
    if (response.left > 0) {
      response.left -= 1;
      return null;
    }
    this.#polls.delete(authTranId);
    return response.fields;
  }

  clear(): void {
    this.#polls.clear();
    this.#requests = [];
    this.account = null;
  }
}
