import {messages} from '../elements/messages/part.js';
import type {Part} from '../shared/part.js';

/** In place of `elements/messages-part.ts` (vite.config.ts): a classic script has no module to load, so it holds them. */
export const MESSAGES_PART: Omit<Part<typeof messages>, 'provide'> = {
  content: messages,
  load: () => Promise.resolve(messages),
};
