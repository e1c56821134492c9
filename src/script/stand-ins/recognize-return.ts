import type * as recognize from '../../client/return/recognize-return.js';

/** What can tell for sure is there: it takes the answer itself. */
export const mayBeReturn = (): boolean => true;
export const takeAnswer = (): boolean => false;
export const findReturning = (): string | null => null;
export const putAnswerBack = (): void => undefined;

export const RELOAD: typeof recognize.RELOAD = 60_000;
