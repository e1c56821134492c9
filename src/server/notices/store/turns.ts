/** Work that is done one after the other, by name. */
export interface Turns {
  /** Does a piece of work once all that was begun under the same name has ended, however it did. */
  take<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Resolves once all that was begun has ended, however it did. */
  idle(): Promise<void>;
}

/** Turns of this process. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(name, work) {
      const result = (last.get(name) ?? Promise.resolve()).then(work);
      const ended = result.then(
        () => undefined,
        () => undefined,
      );
      last.set(name, ended);
      void ended.then(() => {
        if (last.get(name) === ended) last.delete(name);
      });
      return result;
    },
    async idle() {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
}
