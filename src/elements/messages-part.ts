import {definePart} from '../shared/part.js';

/** What a page needs only when there is something to tell the visitor or the developer. */
export const MESSAGES_PART = definePart(() => import('./messages/part.js').then(({messages}) => messages));
