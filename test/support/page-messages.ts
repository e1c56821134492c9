import type {RecordedEvent} from './page-events.js';

/** Where the recorder on a page tells what it has seen; also the symbol under which it tells how much. */
export const PAGE_MESSAGES_PATH = '/page-messages';

/** What a page's own script can see happen there. `blocked`: an address that the page's policy has stopped. */
export type PageMessage =
  | ({readonly kind: 'event'} & RecordedEvent)
  | {readonly kind: 'console' | 'uncaught' | 'blocked'; readonly text: string};

/** How much has been told in a document. */
export interface MessageCount {
  readonly document: string;
  readonly number: number;
}
