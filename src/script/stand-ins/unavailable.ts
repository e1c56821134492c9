/** Nothing that the tag needs can be missing. */
export const tellUnavailable = (): void => undefined;
