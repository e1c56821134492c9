import {messages} from '../../elements/messages/part.js';
import {toPresentPart} from '../present-part.js';

export const MESSAGES_PART = toPresentPart(messages);
