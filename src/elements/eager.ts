import {messages} from './messages/part.js';
import {MESSAGES_PART} from './messages-part.js';

// For pages that are to load nothing later: import it before the elements.
MESSAGES_PART.provide(messages);
