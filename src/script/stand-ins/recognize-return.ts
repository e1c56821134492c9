import type * as recognize from '../../client/return/recognize-return.js';

/** The code that completes a return is there from the start, and takes the answer itself. */
export const mayBeReturn = (): boolean => true;
export const takeAnswer = (): boolean => false;
export const findReturning = (): string | null => null;
export const putAnswerBack = (): void => undefined;

export const RELOAD: typeof recognize.RELOAD = 60_000;
