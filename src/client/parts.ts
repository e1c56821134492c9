import {definePart} from '../shared/part.js';
import type * as leavePart from './leave-part.js';
import type * as onServerPart from './on-server-part.js';
import type * as returnPart from './return-part.js';

// The script tag holds these parts, or has them in files beside it: src/script/stand-ins/parts.ts.

/**
 * The code of a press by Kakao's SDK, and the code that writes the record of a direct press ahead. It is fetched when the
 * page is idle, or about to be used.
 */
export const LEAVE = definePart((): Promise<typeof leavePart> => import('./leave-part.js'));

/**
 * For sites whose server takes the code, or starts the login. Fetched for a press, and for a result that the server has
 * left.
 */
export const ON_SERVER = definePart((): Promise<typeof onServerPart> => import('./on-server-part.js'));

/**
 * What a return needs, whoever is signed in or may be, and what tells how a flow has ended. Fetched when there is a return,
 * when a session is asked for, and when a press has failed.
 */
export const RETURN = definePart((): Promise<typeof returnPart> => import('./return-part.js'));
