import {definePart} from '../shared/part.js';
import {loadLeave, loadReturn} from './load-parts.js';

/** What a press needs that does not go by the direct path, and what makes one on that path quicker. Fetched when the page is idle, or about to be used. */
export const LEAVE = definePart(loadLeave);

/**
 * What a return needs, whoever is signed in or may be, and what tells how a flow has ended. Fetched when there is a return,
 * when a session is asked for, and when a press has failed.
 */
export const RETURN = definePart(loadReturn);
