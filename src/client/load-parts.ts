import type * as leavePart from './leave-part.js';
import type * as returnPart from './return-part.js';

/** Fetches the parts. The script tag holds them all: it has nothing to fetch (`src/script/stand-ins/parts.ts`). */
export const loadLeave = (): Promise<typeof leavePart> => import('./leave-part.js');
export const loadReturn = (): Promise<typeof returnPart> => import('./return-part.js');
