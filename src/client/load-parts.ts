import type * as leavePart from './leave-part.js';
import type * as returnPart from './return-part.js';

/** Fetches the parts. The script tag, which holds them all, has `src/script/no-parts.ts` in the place of this file (vite.config.ts). */
export const loadLeave = (): Promise<typeof leavePart> => import('./leave-part.js');
export const loadReturn = (): Promise<typeof returnPart> => import('./return-part.js');
