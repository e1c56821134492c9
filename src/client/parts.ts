import {definePart} from '../shared/part.js';
import {loadLeave, loadReturn} from './load-parts.js';

/**
 * The code of a press by Kakao's SDK, and the code that writes the record of a direct press ahead. It is fetched when the
 * page is idle, or about to be used.
 */
export const LEAVE = definePart(loadLeave);

/**
 * What a return needs, whoever is signed in or may be, and what tells how a flow has ended. Fetched when there is a return,
 * when a session is asked for, and when a press has failed.
 */
export const RETURN = definePart(loadReturn);
