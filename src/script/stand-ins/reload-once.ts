/** Nothing that the tag needs can be missing, so that no page has to be loaded anew for it. */
export const createReloader = () => (): void => undefined;
export const forgetReload = (): void => undefined;
