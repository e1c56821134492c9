import {messages} from '../../elements/messages/part.js';
import type {Part} from '../../shared/part.js';

export const MESSAGES_PART: Omit<Part<typeof messages>, 'provide'> = {
  content: messages,
  load: () => Promise.resolve(messages),
};
