import {EventEmitter, once} from 'node:events';

/** A list that can be waited on. */
export interface Recorder<Entry> {
  readonly all: readonly Entry[];
  add(entry: Entry): void;
  clear(): void;
  /** The first entry that `find` picks out of all: at once, or when it comes. Rejects after half a minute. */
  wait(what: string, find: (all: readonly Entry[]) => Entry | undefined): Promise<Entry>;
}

const PATIENCE = 30_000;

export function createRecorder<Entry>(describe: (entry: Entry) => string): Recorder<Entry> {
  const all: Entry[] = [];
  const emitter = new EventEmitter();
  return {
    all,
    add(entry) {
      all.push(entry);
      emitter.emit('entry');
    },
    clear: () => void (all.length = 0),
    async wait(what, find) {
      const signal = AbortSignal.timeout(PATIENCE);
      for (;;) {
        const found = find(all);
        if (found !== undefined) return found;
        try {
          await once(emitter, 'entry', {signal});
        } catch (cause) {
          throw new Error(`${what} never came. What came:\n${all.map(describe).join('\n')}`, {cause});
        }
      }
    },
  };
}
