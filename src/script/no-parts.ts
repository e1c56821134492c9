/** In the script tag's build, in the place of `src/client/parts/load-parts.ts`: it holds every part. */
export const loadLeave = (): Promise<never> => Promise.reject(new Error());
export const loadReturn = loadLeave;
