/** A clock that stands still until a test moves it. */
export class FakeClock {
  #now = Date.UTC(2026, 10, 22, 9, 0, 0);
  #back = 0;
  #timers: {readonly at: number; readonly callback: () => void}[] = [];

  now(): number {
    return this.#now - this.#back;
  }

  /** Somebody sets it back, or forward by a negative time: timers go on as before. */
  setBack(milliseconds: number): void {
    this.#back += milliseconds;
  }

  /** How many timers are still to come. */
  get pending(): number {
    return this.#timers.length;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = {at: this.#now + milliseconds, callback};
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  /** Lets time pass: each timer fires at its own time, and what it leads to happens before the next one. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      await settle();
      const [next] = this.#timers.filter(({at}) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }
}

/** Operations of WebCrypto that have not been answered. They may be answered in any order, and one leads to the next. */
let underWay = 0;

function countOperations(): void {
  const {subtle} = crypto;
  for (const name of ['digest', 'importKey', 'sign'] as const) {
    const operate = subtle[name].bind(subtle) as (...values: unknown[]) => Promise<unknown>;
    const value = (...values: unknown[]): Promise<unknown> => {
      underWay++;
      return operate(...values).finally(() => underWay--);
    };
    Object.defineProperty(subtle, name, {configurable: true, value});
  }
}
countOperations();

/** Resolves when everything that was under way without a timer has happened: what WebCrypto does, one task, all microtasks. */
export async function settle(): Promise<void> {
  do await waitTask();
  while (underWay > 0);
}

function waitTask(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
