import type {RecordedEvent} from './page-events.js';

/** Where the witness on a page tells what it has seen; also the symbol under which it tells how much. */
export const WITNESS_PATH = '/witness';

/** What a page's own script can see happen there. `blocked`: an address that the page's policy has stopped. */
export type Testimony =
  | ({readonly kind: 'event'} & RecordedEvent)
  | {readonly kind: 'console' | 'uncaught' | 'blocked'; readonly text: string};

/** How much has been told in a document. */
export interface Told {
  readonly document: string;
  readonly number: number;
}
