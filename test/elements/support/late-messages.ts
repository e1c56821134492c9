import {messages} from '../../../src/elements/messages/part.js';
import {MESSAGES_PART} from '../../../src/elements/messages-part.js';
import {KakaoSyncError} from '../../../src/shared/kakao-sync-error.js';
import {replace} from '../../client/support/replace.js';

/** The part with the messages as a page has it that loads it later: it comes, or does not, when a test says so. */
export interface LateMessages {
  /** How often it has been asked for. */
  readonly loads: number;
  /** Ends what waits for it. Elements have drawn then what they draw by it. */
  arrive(): Promise<void>;
  fail(): Promise<void>;
  /** The page has nothing else to do. */
  rest(): Promise<void>;
}

export function holdMessages(): LateMessages {
  let isHere = false;
  let loads = 0;
  const waiting: {resolve(content: typeof messages): void; reject(error: Error): void}[] = [];
  const idle: (() => void)[] = [];
  replace(window, 'requestIdleCallback', {value: (callback: () => void) => void idle.push(callback)});
  replace(MESSAGES_PART, 'content', {get: () => (isHere ? messages : null)});
  replace(MESSAGES_PART, 'load', {
    value: () => {
      loads++;
      if (isHere) return Promise.resolve(messages);
      return new Promise<typeof messages>((resolve, reject) => void waiting.push({resolve, reject}));
    },
  });
  const turn = (): Promise<unknown> => new Promise((resolve) => void setTimeout(resolve));
  return {
    get loads() {
      return loads;
    },
    async arrive() {
      isHere = true;
      for (const {resolve} of waiting.splice(0)) resolve(messages);
      await turn();
    },
    async fail() {
      for (const {reject} of waiting.splice(0)) reject(new KakaoSyncError('part_unavailable'));
      await turn();
    },
    async rest() {
      // What waits for the page's load is called in a task of its own.
      await turn();
      for (const callback of idle.splice(0)) callback();
      await turn();
    },
  };
}
